/** Reading records: pages, orders, dates and the calls that differ between accounts. A few records are read, none is kept. */
import { isGuid } from '../../nodes/shared/lib/guid';
import { isObject, pick, pickText, type JsonObject } from '../../nodes/shared/lib/json';
import { fieldKindOf } from '../../nodes/shared/metadata/field-kinds';
import { serverDate } from '../../nodes/shared/lib/server-date';
import {
	activitiesOfLead,
	activitiesOfOpportunity,
	activityIds,
	byIndex,
	changedLeads,
	changedOpportunities,
	latestOpportunities,
	leadBy,
	leadIds,
	leadsWhere,
	opportunitiesByLeadField,
	opportunitiesOfLead,
	opportunityDetails,
	opportunityIds,
	tasksOfLead,
	tasksOfOwner,
	type Range,
} from '../../nodes/shared/reading/calls';
import { detailFields } from '../../nodes/shared/reading/records';
import { firstText, idOf, valuesByName, type Page } from '../../nodes/shared/reading/rows';
import type { Call } from '../../nodes/shared/transport/call';
import { randomUUID } from '../support/platform';
import { exceptionOf, verdictOf, type AccountUnderTest, type Answer } from './account';
import type { Metadata } from './check-metadata';
import { found, notSeen, type Finding } from './finding';
import { apiNames } from './words';

const day = 24 * 3_600_000;

/** The longest page that the nodes ask for. */
const longestPage = 1_000;

/** Types and lead fields that are asked about at most. */
const mostTypes = 3;
const mostLeadFields = 8;

const dateOf = (row: JsonObject, name: string): number | undefined =>
	serverDate(pickText(row, name));

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

/** The first answer that has several rows, from a short range of time to a long one. */
async function withRows(
	account: AccountUnderTest,
	ranges: readonly Range[],
	callFor: (range: Range) => Call<Page>,
): Promise<{ answer: Answer<Page>; range: Range }> {
	let last: { answer: Answer<Page>; range: Range } | undefined;
	for (const range of ranges) {
		last = { answer: await account.ask(callFor(range)), range };
		if (last.answer.value === undefined || last.answer.value.rows.length >= 5) break;
	}
	if (last === undefined) throw new Error('there is no range of time to ask for');
	return last;
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

const dateForms: Array<[string, RegExp]> = [
	['2026-07-31 05:33:50', /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ?$/],
	['2026-07-31 05:33:50.000', /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d+Z?$/],
	['7/31/2026 5:33:50 AM', /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d [AP]M$/i],
	['/Date(1785476030000+0000)/', /^\/Date\(-?\d+([+-]\d{4})?\)\/$/],
];

function dateForm(text: string): string {
	const known = dateForms.find(([, pattern]) => pattern.test(text.trim()));
	return known?.[0] ?? 'none of the four known forms';
}

/** Of the rows that could be read. Customer data: only IDs, for further questions. */
interface Sample {
	id: string;
	leadId: string;
	code: string;
}

async function checkOpportunities(
	account: AccountUnderTest,
	{ opportunityTypes }: Metadata,
	ranges: readonly Range[],
): Promise<{ findings: Finding[]; sample: Sample | undefined }> {
	const findings: Finding[] = [];
	let search: Answer<Page> | undefined;
	let changed: Answer<Page> | undefined;
	let byEvent: Answer<Page> | undefined;
	let sample: Sample | undefined;
	for (const { code } of opportunityTypes.slice(0, mostTypes)) {
		const latest = await account.ask(latestOpportunities(code, 1, 25));
		if ((search?.value?.rows.length ?? -1) < (latest.value?.rows.length ?? 0)) search = latest;
		search ??= latest;
		const recent = await withRows(account, ranges, (range) =>
			changedOpportunities('recent', code, range, 1, 25),
		);
		if ((changed?.value?.rows.length ?? -1) < (recent.answer.value?.rows.length ?? 0)) {
			changed = recent.answer;
		}
		changed ??= recent.answer;
		const other = await account.ask(changedOpportunities('byEvent', code, recent.range, 1, 25));
		if ((byEvent?.value?.rows.length ?? -1) < (other.value?.rows.length ?? 0)) byEvent = other;
		const rows = [latest, recent.answer, other].flatMap(({ value }) => value?.rows ?? []);
		sample ??= rows.map((row) => sampleOf(row, code)).find(({ leadId }) => leadId !== '');
		if (sample !== undefined && search.value?.rows.length) break;
	}
	findings.push(
		administratorFinding(search),
		searchOrder(search?.value),
		datesFinding([search, changed]),
		changedFinding(changed, byEvent),
		changedRowsFinding(changed),
	);
	return { findings, sample };
}

function sampleOf(row: JsonObject, code: string): Sample {
	return {
		id: idOf(row, opportunityIds),
		leadId: firstText(row, ['RelatedProspectId', 'ProspectId']),
		code,
	};
}

function administratorFinding(answer: Answer<Page> | undefined): Finding {
	const question = {
		name: 'administrator',
		subject: 'Search by type',
		believed: 'allowed with these keys',
	};
	if (answer === undefined) return notSeen(question, 'the account has no opportunity type');
	return answer.value === undefined
		? found(question, { seen: verdictOf(answer) })
		: found(question, { seen: 'allowed with these keys' });
}

function searchOrder(page: Page | undefined): Finding {
	const question = {
		name: 'rowOrder',
		subject: 'Order of a search',
		believed: 'as asked for',
	};
	const dates = (page?.rows ?? []).map((row) => dateOf(row, 'CreatedOn'));
	if (dates.includes(undefined) || new Set(dates).size < 2) {
		return notSeen(question, 'there are too few opportunities with dates that can be read');
	}
	const isNewestFirst = dates.every((date, at) => at === 0 || (date ?? 0) <= (dates[at - 1] ?? 0));
	return found(question, { seen: isNewestFirst ? 'as asked for' : 'another one' });
}

function datesFinding(answers: Array<Answer<Page> | undefined>): Finding {
	const question = {
		name: 'rowDates',
		subject: 'Dates of opportunities',
		believed: 'one of four forms',
	};
	const rows = answers.flatMap((answer) => answer?.value?.rows ?? []);
	const dates = rows.map((row) => pickText(row, 'CreatedOn')).filter((text) => text !== '');
	if (dates.length === 0) return notSeen(question, 'no opportunity could be read');
	const forms = [...new Set(dates.map(dateForm))];
	return found(question, {
		seen: forms.join(' and '),
		differs: dates.some((text) => serverDate(text) === undefined),
	});
}

/** @param other the answer of the other call, which shows whether there should have been rows */
function changedFinding(
	answer: Answer<Page> | undefined,
	other: Answer<Page> | undefined,
): Finding {
	const question = {
		name: 'changedOpportunities',
		subject: 'Changed opportunities',
		believed: 'answers',
	};
	if (answer === undefined) return notSeen(question, 'the account has no opportunity type');
	if (answer.value === undefined) {
		return found(question, { seen: verdictOf(answer), note: 'The nodes use another call then' });
	}
	if (answer.value.isOther) {
		return found(question, {
			seen: 'answers in another form',
			note: 'The nodes use another call then',
		});
	}
	if (answer.value.rows.length > 0) return found(question, { seen: 'answers' });
	return (other?.value?.rows.length ?? 0) > 0
		? found(question, { seen: 'an empty list', note: 'The nodes use another call then' })
		: notSeen(question, 'no opportunity has changed in five years');
}

/** Where a row has its values, as names and values apart. */
function changedRowsFinding(answer: Answer<Page> | undefined): Finding {
	const question = {
		name: 'changedRows',
		subject: 'Values of changed opportunities',
		believed: 'in Fields',
	};
	const body = answer?.exchange?.body;
	const list = isObject(body) ? Object.values(body).find(Array.isArray) : body;
	const [row] = Array.isArray(list) ? list.filter(isObject) : [];
	if (row === undefined) return notSeen(question, 'no changed opportunity could be read');
	const places = ['Fields', 'Data', 'ActivityFields'].filter((name) => pick(row, name) != null);
	return found(question, { seen: places.length === 0 ? 'in the row' : `in ${places.join(', ')}` });
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

async function checkOneOpportunity(
	account: AccountUnderTest,
	sample: Sample | undefined,
): Promise<Finding[]> {
	const details = {
		name: 'details',
		subject: 'Opportunity details',
		believed: 'with lead, note and dates',
	};
	const withoutType = {
		name: 'withoutType',
		subject: 'Opportunities without a type',
		believed: 'of all types',
	};
	if (sample === undefined) {
		const why = 'no opportunity with its lead could be read';
		const none = await account.ask(opportunityDetails(randomUUID()));
		return [
			nobodyFinding(none),
			opportunityTrailFinding([]),
			autoIdsFinding(undefined),
			ownerFinding(undefined),
			fieldDatesFinding(undefined),
			notSeen(details, why),
			notSeen(withoutType, why),
		];
	}
	const one = await account.ask(opportunityDetails(sample.id));
	const none = await account.ask(opportunityDetails(randomUUID()));
	const ofType = await account.ask(opportunitiesOfLead(sample.leadId, sample.code, 1, 25));
	const ofAll = await account.ask(opportunitiesOfLead(sample.leadId, undefined, 1, 25));
	const trail = [
		await account.ask(activitiesOfOpportunity(sample.id, undefined, byIndex(1, 2))),
		await account.ask(activitiesOfOpportunity(sample.id, undefined, byIndex(2, 2))),
	].map(({ value }) => value?.rows ?? []);
	const autoId = autoIdIn(one.value);
	const byAutoId = autoId === '' ? undefined : await account.ask(opportunityDetails(autoId));
	return [
		opportunityTrailFinding(trail),
		autoIdsFinding(byAutoId),
		nobodyFinding(none),
		ownerFinding(one.value),
		fieldDatesFinding(one.value),
		one.value === undefined || one.value === null
			? found(details, { seen: verdictOf(one) })
			: found(details, {
					seen:
						pick(one.value, 'RelatedProspectId') === undefined
							? 'as documented, without them'
							: details.believed,
				}),
		withoutTypeFinding(withoutType, ofType, ofAll),
	];
}

/** Two pages of two rows each. */
function opportunityTrailFinding([first = [], second = []]: JsonObject[][]): Finding {
	const question = {
		name: 'opportunityTrail',
		subject: 'Pages of the activities of an opportunity',
		believed: 'by PageIndex',
	};
	const [one] = first;
	const [two] = second;
	if (one === undefined) return notSeen(question, 'no opportunity with activities was read');
	const isRepeated = two !== undefined && idOf(one, activityIds) === idOf(two, activityIds);
	if (isRepeated || first.length > 2) {
		return found(question, { seen: 'not by PageIndex', note: 'The nodes use Offset then' });
	}
	return two === undefined
		? notSeen(question, 'the opportunity has too few activities')
		: found(question, { seen: question.believed });
}

/** Customer data: only for the question that follows. */
function autoIdIn(details: JsonObject | null | undefined): string {
	const [field] = isObject(details)
		? detailFields(details).filter(({ dataType }) => fieldKindOf(dataType, false) === 'autoId')
		: [];
	if (field === undefined || !isObject(details)) return '';
	return pickText(valuesByName(pick(details, 'Fields'), 'SchemaName'), field.schemaName).trim();
}

function autoIdsFinding(answer: Answer<JsonObject | null> | undefined): Finding {
	const question = {
		name: 'autoIds',
		subject: 'An opportunity by its AutoId value',
		believed: 'found',
	};
	if (answer === undefined) return notSeen(question, 'no opportunity with such a value was read');
	if (answer.value === null) return found(question, { seen: 'null' });
	if (answer.value !== undefined) return found(question, { seen: 'found' });
	return found(question, { seen: exceptionOf(answer), differs: true });
}

function nobodyFinding(answer: Answer<JsonObject | null>): Finding {
	const question = {
		name: 'noOpportunity',
		subject: 'An opportunity that does not exist',
		believed: 'an exception',
	};
	if (answer.value === null) return found(question, { seen: 'null' });
	if (answer.value !== undefined) return found(question, { seen: 'another opportunity' });
	const isException = /^HTTP 500 MX/.test(exceptionOf(answer));
	return found(question, { seen: exceptionOf(answer), differs: !isException });
}

function fieldDatesFinding(details: JsonObject | null | undefined): Finding {
	const question = {
		name: 'fieldDates',
		subject: 'Dates in fields of a record',
		believed: 'one of four forms',
	};
	const fields = isObject(details) ? valuesByName(pick(details, 'Fields'), 'SchemaName') : {};
	const text = pickText(fields, 'CreatedOn');
	if (text === '') return notSeen(question, 'no opportunity with a date could be read');
	return found(question, { seen: dateForm(text), differs: serverDate(text) === undefined });
}

/** How a user is written in a record: by ID, by email or by name. */
function ownerFinding(details: JsonObject | null | undefined): Finding {
	const question = { name: 'owners', subject: 'Users in a record', believed: 'an ID' };
	const fields = isObject(details) ? valuesByName(pick(details, 'Fields'), 'SchemaName') : {};
	const owner = pickText(fields, 'Owner');
	if (owner === '') return notSeen(question, 'no opportunity with an owner could be read');
	if (isGuid(owner)) return found(question, { seen: 'an ID' });
	return found(question, { seen: owner.includes('@') ? 'an email address' : 'a name' });
}

function withoutTypeFinding(
	question: Pick<Finding, 'name' | 'subject' | 'believed'>,
	ofType: Answer<Page>,
	ofAll: Answer<Page>,
): Finding {
	if (ofAll.value === undefined) return found(question, { seen: verdictOf(ofAll) });
	if (ofAll.value.rows.length > 0) return found(question, { seen: question.believed });
	return ofType.value === undefined || ofType.value.rows.length === 0
		? notSeen(question, 'the list has no opportunity yet, with or without a type')
		: found(question, { seen: 'none' });
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
			const lead = firstText(row, ['RelatedProspectId', 'ProspectId']);
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
