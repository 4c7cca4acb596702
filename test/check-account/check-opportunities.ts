/** Opportunities: the search, what changed, and one of them in detail. A few are read, none is kept. */
import { isGuid } from '../../nodes/shared/lib/guid';
import { isObject, pick, pickText, type JsonObject } from '../../nodes/shared/lib/json';
import { fieldKindOf } from '../../nodes/shared/metadata/field-kinds';
import { serverDate } from '../../nodes/shared/lib/server-date';
import {
	activitiesOfOpportunity,
	activityIds,
	byIndex,
	changedOpportunities,
	latestOpportunities,
	opportunitiesOfLead,
	opportunityDetails,
	opportunityIds,
	type Range,
} from '../../nodes/shared/reading/calls';
import { detailFields } from '../../nodes/shared/reading/records';
import { idOf, leadOf, valuesByName, type Page } from '../../nodes/shared/reading/rows';
import { randomUUID } from '../support/platform';
import { exceptionOf, verdictOf, type AccountUnderTest, type Answer } from './account';
import type { Metadata } from './check-metadata';
import { found, notSeen, type Finding } from './finding';
import { dateOf, mostTypes, withRows } from './with-rows';

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

export async function checkOpportunities(
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
		leadId: leadOf(row),
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

export async function checkOneOpportunity(
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
