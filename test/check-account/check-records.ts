/** Reading records: pages, orders, dates and the calls that differ between accounts. A few records are read, none is kept. */
import { isObject, pick } from '../../nodes/shared/lib/json';
import {
	activitiesOfLead,
	activityIds,
	changedLeads,
	changedOpportunities,
	leadBy,
	leadIds,
	leadsWhere,
	opportunitiesByLeadField,
	tasksOfLead,
	tasksOfOwner,
	type Range,
} from '../../nodes/shared/reading/calls';
import { idOf, leadOf, type Page } from '../../nodes/shared/reading/rows';
import type { Call } from '../../nodes/shared/transport/call';
import { randomUUID } from '../support/platform';
import { exceptionOf, type AccountUnderTest, type Answer } from './account';
import type { Metadata } from './check-metadata';
import { found, notSeen, type Finding } from './finding';
import { checkOneOpportunity, checkOpportunities } from './check-opportunities';
import { apiNames } from './words';
import { dateOf, mostTypes, withRows } from './with-rows';

const day = 24 * 3_600_000;

/** The longest page that the nodes ask for. */
const longestPage = 1_000;

/** Lead fields that are asked about at most. */
const mostLeadFields = 8;

export async function checkRecords(
	account: AccountUnderTest,
	metadata: Metadata,
	userId: string | undefined,
	nowMs: number,
): Promise<Finding[]> {
	const ranges = [30, 5 * 365].map((days) => ({ fromMs: nowMs - days * day, toMs: nowMs + day }));
	const leads = await checkLeads(account, ranges);
	const opportunities = await checkOpportunities(account, metadata, ranges);
	const { sample } = opportunities;
	const findings = [
		...leads,
		...opportunities.findings,
		...(await checkLeadLookups(account, metadata)),
		...(await checkOneOpportunity(account, sample)),
		...(await checkTrail(account, metadata, ranges)),
	];
	if (userId !== undefined) await account.ask(tasksOfOwner({ id: userId }, undefined, 0, 1));
	return findings;
}

const columns = ['ProspectID', 'CreatedOn', 'ModifiedOn'];

/** The same call in the other direction. */
function newestFirst(call: Call<Page>): Call<Page> {
	const body = isObject(call.body) ? call.body : {};
	const sorting = isObject(body.Sorting) ? body.Sorting : {};
	return { ...call, body: { ...body, Sorting: { ...sorting, Direction: '1' } } };
}

async function checkLeads(account: AccountUnderTest, ranges: readonly Range[]): Promise<Finding[]> {
	const { answer, range } = await withRows(account, ranges, (one) =>
		changedLeads(one, columns, 1, longestPage),
	);
	const page = answer.value;
	const few =
		page === undefined ? undefined : await account.ask(changedLeads(range, columns, 1, 5));
	const backwards =
		page === undefined
			? undefined
			: await account.ask(newestFirst(changedLeads(range, columns, 1, longestPage)));
	const beyond =
		page === undefined || page.rows.length >= longestPage || page.rows.length === 0
			? undefined
			: await account.ask(changedLeads(range, columns, 2, longestPage));
	const [first] = page?.rows ?? [];
	const id = first === undefined ? undefined : idOf(first, leadIds);
	if (id !== undefined) {
		await account.ask(leadBy('id', id));
		await account.ask(tasksOfLead(id));
	}
	const search =
		id === undefined
			? undefined
			: await account.ask(
					leadsWhere({ field: 'ProspectID', operator: '=', value: id }, columns, 1, 1),
				);
	return [
		listsFinding(answer),
		leadListsFinding(search),
		countFinding(few, page),
		capFinding('pageCap', 'Longest page', page, beyond?.value),
		orderFinding(page, backwards?.value),
	];
}

/** Of the call for changed leads, whose page names its list Leads. */
function listsFinding({ value, exchange }: Answer<Page>): Finding {
	const question = { name: 'lists', subject: 'Lists', believed: 'under the documented name' };
	if (value === undefined) return notSeen(question, 'no list could be read');
	const body = exchange?.body;
	const isNamed = isObject(body) && Array.isArray(pick(body, 'Leads'));
	const other = isObject(body) ? 'under another name' : 'as a bare array';
	return found(question, {
		seen: isNamed ? question.believed : other,
		note: 'The nodes read them all',
	});
}

/** Of the search for leads, whose page shows an array by itself. */
function leadListsFinding(answer: Answer<Page> | undefined): Finding {
	const question = {
		name: 'leadLists',
		subject: 'A search for leads',
		believed: 'as a bare array',
	};
	if (answer?.value === undefined) return notSeen(question, 'no lead could be read');
	const isBare = Array.isArray(answer.exchange?.body);
	return found(question, {
		seen: isBare ? question.believed : 'under a name',
		note: 'The nodes read both',
	});
}

function countFinding(few: Answer<Page> | undefined, whole: Page | undefined): Finding {
	const question = {
		name: 'recordCount',
		subject: 'RecordCount',
		believed: 'all rows',
	};
	const page = few?.value;
	if (page === undefined || whole === undefined) return notSeen(question, 'no list could be read');
	if (whole.rows.length <= page.rows.length) return notSeen(question, 'there are too few records');
	const seen =
		page.count === undefined
			? 'it is left out'
			: page.count > page.rows.length
				? 'all rows'
				: 'the rows of the page';
	return found(question, { seen, note: 'The nodes do not depend on it' });
}

/** @param beyond the second page of the same size; its rows show that the first was cut */
function capFinding(
	name: string,
	subject: string,
	page: Page | undefined,
	beyond: Page | undefined,
): Finding {
	const question = { name, subject, believed: '1,000 rows' };
	if (page === undefined) return notSeen(question, 'no list could be read');
	const { length } = page.rows;
	if (length >= longestPage) return found(question, { seen: '1,000 rows' });
	if (beyond === undefined || beyond.rows.length === 0) {
		return notSeen(question, 'there are too few records to fill a page');
	}
	return found(question, {
		seen: `${length} rows`,
		note: 'The nodes go on with pages of this size',
	});
}

function orderFinding(forwards: Page | undefined, backwards: Page | undefined): Finding {
	const question = {
		name: 'changedOrder',
		subject: 'Order of changed records',
		believed: 'as asked for',
	};
	const dates = [forwards, backwards].map((page) =>
		(page?.rows ?? []).map((row) => dateOf(row, 'ModifiedOn')),
	);
	const [up = [], down = []] = dates;
	if (new Set([...up, ...down]).size < 2 || [...up, ...down].includes(undefined)) {
		return notSeen(question, 'there are too few records with different dates');
	}
	const isSorted = (list: Array<number | undefined>, sign: 1 | -1) =>
		list.every((date, at) => at === 0 || sign * ((date ?? 0) - (list[at - 1] ?? 0)) >= 0);
	return isSorted(up, 1) && isSorted(down, -1)
		? found(question, { seen: 'as asked for' })
		: found(question, {
				seen: 'another one',
				note: 'The nodes then read the list page by page and say so',
			});
}

/** A value that nobody has. */
function madeUp(field: string): string {
	return /email/i.test(field) ? `nobody-${randomUUID()}@example.invalid` : randomUUID();
}

/** A search for a lead that does not exist, by each field that the metadata calls unique. */
async function checkLeadLookups(
	account: AccountUnderTest,
	{ leadFields }: Metadata,
): Promise<Finding[]> {
	const unique = leadFields.filter(({ isUnique }) => isUnique).map(({ schemaName }) => schemaName);
	const fields = unique.length > 0 ? unique : ['EmailAddress', 'Phone', 'Mobile'];
	const taken: string[] = [];
	const refused: string[] = [];
	let unknown: string | undefined;
	for (const field of fields.slice(0, mostLeadFields)) {
		const answer = await account.ask(opportunitiesByLeadField(field, madeUp(field), 1, 5));
		if (answer.value !== undefined) {
			taken.push(field);
			unknown ??= answer.value.rows.length === 0 ? 'an empty list' : 'other records';
		} else if (answer.problem?.code === 'notFound') {
			taken.push(field);
			unknown ??= exceptionOf(answer);
		} else refused.push(field);
	}
	const lookup = {
		name: 'uniqueLeadFields',
		subject: 'Fields that find a lead',
		believed: 'all unique ones',
	};
	const nobody = {
		name: 'unknownLead',
		subject: 'A lead that does not exist',
		believed: 'an empty list',
	};
	return [
		found(lookup, {
			seen: refused.length === 0 ? lookup.believed : `not ${named(refused)}`,
			note: `Accepted: ${named(taken)}`,
		}),
		unknown === undefined
			? notSeen(nobody, 'no field was accepted')
			: found(nobody, {
					seen: unknown,
					differs: unknown === 'other records',
					note: 'The nodes take an empty list and HTTP 404 alike',
				}),
	];
}

/** Fields of the account's own are only counted. */
function named(fields: string[]): string {
	const known = apiNames(fields);
	const own = fields.length - known.length;
	const words = [...known, ...(own > 0 ? [`${own} of the account's own`] : [])];
	return words.join(', ') || 'none';
}

/** The lead that occurs most among the changed activities has the longest trail. */
async function busiestLead(
	account: AccountUnderTest,
	{ activityTypes }: Metadata,
	ranges: readonly Range[],
): Promise<string | undefined> {
	const counts = new Map<string, number>();
	for (const { code } of activityTypes.slice(0, mostTypes)) {
		const { answer } = await withRows(account, ranges, (range) =>
			changedOpportunities('recent', code, range, 1, 200),
		);
		for (const row of answer.value?.rows ?? []) {
			const lead = leadOf(row);
			if (lead !== '') counts.set(lead, (counts.get(lead) ?? 0) + 1);
		}
	}
	return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

async function checkTrail(
	account: AccountUnderTest,
	metadata: Metadata,
	ranges: readonly Range[],
): Promise<Finding[]> {
	const question = {
		name: 'trailOffset',
		subject: 'Offset of activities',
		believed: 'a page, from 0',
	};
	const cap = ['trailCap', 'Longest page of activities'] as const;
	const lead = await busiestLead(account, metadata, ranges);
	if (lead === undefined) {
		const why = 'no activity could be read';
		return [
			notSeen(question, why),
			notSeen({ name: cap[0], subject: cap[1], believed: '1,000 rows' }, why),
		];
	}
	const size = 3;
	const [first, second] = [
		await account.ask(activitiesOfLead(lead, undefined, 0, size)),
		await account.ask(activitiesOfLead(lead, undefined, 1, size)),
	].map(({ value }) => (value?.rows ?? []).map((row) => idOf(row, activityIds)));
	const meaning = meaningOf(first ?? [], second ?? []);
	const start = meaning === 'a page, from 1' ? 1 : 0;
	const whole = await account.ask(activitiesOfLead(lead, undefined, start, longestPage));
	const length = whole.value?.rows.length ?? 0;
	const next = meaning === 'a number of rows' ? length : start + 1;
	const beyond =
		meaning === undefined || length === 0 || length >= longestPage
			? undefined
			: await account.ask(activitiesOfLead(lead, undefined, next, longestPage));
	return [
		meaning === undefined
			? notSeen(question, 'no lead with enough activities was found')
			: found(question, { seen: meaning, note: 'The nodes find out by themselves' }),
		capFinding(cap[0], cap[1], whole.value, beyond?.value),
	];
}

/** Offset 1 is the next page, the same page, or the same rows less one. */
function meaningOf(first: readonly string[], second: readonly string[]): string | undefined {
	if (first.length === 0) return second.length > 0 ? 'a page, from 1' : undefined;
	if (second.length === 0) return undefined;
	const shift = first.indexOf(second[0] ?? '');
	if (shift === 0) return 'a page, from 1';
	return shift === -1 ? 'a page, from 0' : 'a number of rows';
}
