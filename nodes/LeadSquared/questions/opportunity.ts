/** Reads opportunities. */
import type { JsonObject } from '../../shared/lib/json';
import { loadFields, loadOpportunityTypes, runAgeMs } from '../../shared/metadata/load-metadata';
import { badInput } from '../../shared/problems/bad-input';
import { problem, type Problem } from '../../shared/problems/problems';
import { quotable, quoted } from '../../shared/problems/quote';
import { ok, type Result } from '../../shared/problems/result';
import {
	changedOpportunities,
	opportunitiesByEvent,
	opportunitiesOfLeadId,
	opportunityById,
} from '../../shared/reading/calls';
import { readChanged, type Range } from '../../shared/reading/changed';
import { latestOpportunities, opportunitiesOfLead } from '../../shared/reading/find-opportunity';
import { leadFieldNamed, searchFields } from '../../shared/reading/lead-lookup';
import type { Harvest } from '../../shared/reading/harvest';
import { longestPage, pageSizeFor, readByIndex } from '../../shared/reading/pages';
import {
	opportunityDetails,
	opportunityRecord,
	type ReadRecord,
} from '../../shared/reading/record';
import { readRows, type Rows } from '../../shared/reading/rows';
import type { Call } from '../../shared/transport/call';
import type { Client } from '../../shared/transport/client';
import { loadedFrom, type Loaded } from '../../shared/transport/reply';
import { leadFieldLabel } from '../labels';
import { answerOf, harvestOf, notFound, shapeFor } from './answer';
import type { Inputs, LeadWish, OutputWish } from './inputs';
import type { Ask, Desk, ReadQuestion } from './question';
import { shaped, type Shape } from './shape';

export const getOpportunity: ReadQuestion = (inputs) => {
	const id = inputs.opportunityId();
	if (!id.ok) return id;
	const output = inputs.output();
	if (!output.ok) return output;
	const isNothingTaken = inputs.option('whenNotFound') === 'nothing';
	return ok(async ({ client }) => {
		const call = opportunityById(id.value);
		const reply = loadedFrom(await client.send(call));
		if (reply === undefined) return undefined;
		if (!reply.ok) {
			if (!isAboutTheId(reply.problem)) return reply;
			const { exceptionMessage, quote } = reply.problem;
			const said = exceptionMessage ?? quote ?? '';
			const sought = `no opportunity with the ID ${quoted(id.value)} exists, or the user of the keys may not see it. LeadSquared says: ${quotable(said)}`;
			return notFound(isNothingTaken, call.label, sought);
		}
		const record = opportunityDetails(reply.value, id.value);
		if (record === undefined) throw new Error('the reply was read before');
		const shape = ownShape(output.value, record);
		return shape.ok ? ok({ records: [shaped(record, shape.value)], hasMore: false }) : shape;
	});
};

/** An ID that is unknown, deleted or not visible is answered with 500 and one of LeadSquared's exceptions. */
function isAboutTheId({ code, exceptionType = '', httpStatus }: Problem): boolean {
	if (code === 'notFound') return true;
	const isRefused = code === 'exception' || code === 'badRequest';
	return (
		isRefused && httpStatus === 500 && !/unauthori[sz]ed|permission|access/i.test(exceptionType)
	);
}

/** The reply has the names of all fields of the type. */
function ownShape(wish: OutputWish, { described }: ReadRecord): Result<Shape> {
	if (wish.form !== 'selected' || described === undefined) return ok(wish);
	const selected: string[] = [];
	for (const name of wish.selected) {
		const key = name.toLowerCase();
		const known = [...described].find(
			([schemaName, { displayName }]) =>
				schemaName.toLowerCase() === key || displayName.toLowerCase() === key,
		);
		if (known === undefined) {
			return badInput(
				'Selected Field Names or IDs',
				`has ${quoted(name)}, which is not a field of this opportunity`,
				'Choose the fields from the list: each type has its own',
			);
		}
		selected.push(known[0]);
	}
	return ok({ ...wish, selected });
}

export const getManyOpportunities: ReadQuestion = (inputs) => {
	const output = inputs.output();
	if (!output.ok) return output;
	const limit = inputs.limit();
	if (!limit.ok) return limit;
	const findBy = inputs.parameter('findBy');
	if (findBy === 'lead') return ofLead(inputs, output.value, limit.value);
	const code = inputs.opportunityType();
	if (!code.ok) return code;
	if (findBy === 'latest') return latest(code.value, output.value, limit.value);
	const range = inputs.range();
	return range.ok ? changed(code.value, range.value, output.value, limit.value) : range;
};

const rowsOf = (body: unknown) => readRows(body, ['List']);

/** The call of the editor's list, with whole rows. */
function withRows(call: Call<unknown>): Call<Rows> {
	return { ...call, read: rowsOf };
}

function latest(code: string, output: OutputWish, limit: number): Result<Ask> {
	return ok(async ({ client }) => {
		const shape = await shapeFor(client, output, { kind: 'opportunity', code });
		if (shape === undefined || !shape.ok) return shape;
		const size = pageSizeFor(limit);
		const harvest = harvestOf(limit, shape.value, ofType(code));
		const read = await readByIndex(client, harvest, size, (index) =>
			withRows(latestOpportunities(code, index, size)),
		);
		if (read === undefined || read.ok) return answerOf(read);
		return { ok: false, problem: ifAdministrator(read.problem) };
	});
}

function ifAdministrator(refusal: Problem): Problem {
	if (!['exception', 'forbidden', 'wrongKeys'].includes(refusal.code)) return refusal;
	return problem('administratorOnly', refusal);
}

/** Rows of the type that was asked for. Each new opportunity also leaves an activity of another code. */
function ofType(code: string | undefined) {
	return (row: JsonObject): ReadRecord | undefined => {
		const record = opportunityRecord(row);
		const own = record.core.typeCode;
		if (code === undefined) return own === '33' || own === '3011' ? undefined : record;
		return own === null || own === code ? record : undefined;
	};
}

/** One call for each range of at most 30 days: longer ones were refused on large accounts. */
const windowMs = 30 * 24 * 60 * 60_000;

function changed(code: string, range: Range, output: OutputWish, limit: number): Result<Ask> {
	return ok(async ({ client, nowMs }) => {
		const shape = await shapeFor(client, output, { kind: 'opportunity', code });
		if (shape === undefined || !shape.ok) return shape;
		const size = Math.min(longestPage, limit + 1);
		const read = async (pageOf: typeof changedOpportunities) =>
			await readChanged(
				client,
				harvestOf(limit, shape.value, ofType(code)),
				range,
				size,
				(page) => pageOf(code, page),
				{ windowMs, nowMs },
			);
		const changes = await read(changedOpportunities);
		// Some accounts do not answer this call for the codes of opportunities.
		const isOther = changes !== undefined && !changes.ok && otherCall.has(changes.problem.code);
		return answerOf(isOther ? await read(opportunitiesByEvent) : changes);
	});
}

const otherCall: ReadonlySet<string> = new Set([
	...['exception', 'badRequest', 'notFound', 'unknownRoute', 'unreadableReply'],
]);

function ofLead(inputs: Inputs, output: OutputWish, limit: number): Result<Ask> {
	const lead = inputs.lead();
	if (!lead.ok) return lead;
	const type = inputs.optionalType('opportunityType');
	if (!type.ok) return type;
	const code = type.value;
	return ok(async (desk) => {
		const { client } = desk;
		const source = code === undefined ? undefined : ({ kind: 'opportunity', code } as const);
		if (output.form === 'selected' && source === undefined) {
			return badInput(
				'Opportunity Type',
				"is empty, but 'Output' is Selected Fields",
				'Choose a type: each has its own fields',
			);
		}
		const shape = await shapeFor(client, output, source);
		if (shape === undefined || !shape.ok) return shape;
		const harvest = () => harvestOf(limit, shape.value, ofType(code));
		return answerOf(await readOfLead(desk, lead.value, code, limit, harvest));
	});
}

async function readOfLead<T>(
	{ client }: Desk,
	wish: LeadWish,
	code: string | undefined,
	limit: number,
	harvest: () => Harvest<T>,
): Promise<Loaded<Harvest<T>>> {
	const size = pageSizeFor(limit);
	if (wish.kind === 'id') return await readOfId(client, wish.id, code, size, harvest);
	const { lead } = wish;
	const fields = await knownFields(client, lead.fields, lead.isNamed);
	if (fields === undefined || !fields.ok) return fields;
	return await searchFields(
		fields.value,
		async (field) =>
			await readByIndex(client, harvest(), size, (index) =>
				withRows(opportunitiesOfLead(field, lead.value, code, { index, size })),
			),
		({ kept }) => kept.length > 0,
	);
}

/** LeadSquared answers an unknown field with other leads or with none, not with an error. */
async function knownFields(
	client: Client,
	fields: readonly string[],
	isNamed: boolean,
): Promise<Loaded<readonly string[]>> {
	if (!isNamed) return ok(fields);
	const catalog = await loadFields(client, { kind: 'lead' }, runAgeMs);
	if (catalog === undefined || !catalog.ok) return catalog;
	const [name = ''] = fields;
	const field = leadFieldNamed(catalog.value, name);
	return field === undefined
		? badInput(
				leadFieldLabel,
				`is ${quoted(name)}, which is not a field of leads`,
				'Choose a unique field from the list',
			)
		: ok([field.schemaName]);
}

/** LeadSquared's page calls the type optional. On some accounts there is an error or nothing without it. */
async function readOfId<T>(
	client: Client,
	id: string,
	code: string | undefined,
	size: number,
	harvest: () => Harvest<T>,
): Promise<Loaded<Harvest<T>>> {
	const read = async (into: Harvest<T>, type: string | undefined) =>
		await readByIndex(client, into, size, (index) =>
			opportunitiesOfLeadId(id, type, { index, size }),
		);
	const whole = await read(harvest(), code);
	if (code !== undefined || whole === undefined) return whole;
	if (whole.ok ? whole.value.kept.length > 0 : !otherCall.has(whole.problem.code)) return whole;
	const types = await loadOpportunityTypes(client, runAgeMs);
	if (types === undefined || !types.ok) return types;
	const all = harvest();
	for (const type of types.value) {
		const ofOne = await read(all, type.code);
		if (ofOne === undefined || !ofOne.ok) return ofOne;
	}
	return ok(all);
}
