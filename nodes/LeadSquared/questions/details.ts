/**
 * The details of opportunities, which take one call for each: no list has every field. They are read side by side, a page
 * of the list at a time.
 */
import { forEachConcurrently } from '../../shared/lib/lanes';
import { isGuid, isOtherId } from '../../shared/lib/guid';
import type { JsonObject } from '../../shared/lib/json';
import { fieldKindOf } from '../../shared/metadata/field-kinds';
import { loadUsers, runAgeMs } from '../../shared/metadata/load-metadata';
import { usersNamed } from '../../shared/metadata/users';
import { badInput } from '../../shared/problems/bad-input';
import { problem, type Problem } from '../../shared/problems/problems';
import { quoted } from '../../shared/problems/quote';
import { ok, type Result } from '../../shared/problems/result';
import { opportunityDetails } from '../../shared/reading/calls';
import {
	detailedId,
	detailFields,
	opportunityOfDetails,
	present,
	withListed,
	type Form,
	type ReadRecord,
} from '../../shared/reading/records';
import { loadedFrom, type Loaded } from '../../shared/transport/reply';
import { selectedFieldsLabel } from '../labels';
import { plainForm } from './forms';
import type { Answer, ReadRun } from './question';

interface Detailed {
	item: JsonObject;
	/** Selected fields that the opportunity does not have. */
	lacking: readonly string[];
}

/** An opportunity with all its fields. Asked for once in a run, and only the item is held. */
export async function detailsOf(run: ReadRun, id: string, form: Form): Promise<Loaded<Detailed>> {
	return await run.once(JSON.stringify([id, form]), async (): Promise<Loaded<Detailed>> => {
		const details = loadedFrom(await run.client.send(opportunityDetails(id)));
		if (details === undefined) return undefined;
		if (!details.ok) return { ok: false, problem: notFound(id, details.problem) };
		if (details.value === null) return { ok: false, problem: nothing(id) };
		if (isOtherId(detailedId(details.value), id)) {
			const label = `the opportunity ${quoted(id)}`;
			return { ok: false, problem: problem('otherRecord', { label }) };
		}
		const detailed = itemOf(details.value, id, form);
		return form.kind === 'simplified' ? await withOwnerId(run, detailed) : ok(detailed);
	});
}

/** Some accounts may show the owner by name or by email here, and the lists by ID. */
async function withOwnerId(run: ReadRun, detailed: Detailed): Promise<Loaded<Detailed>> {
	const { ownerId } = detailed.item;
	if (typeof ownerId !== 'string' || isGuid(ownerId)) return ok(detailed);
	const users = await loadUsers(run.client, runAgeMs);
	if (users === undefined) return undefined;
	const [id, ...others] = users.ok ? usersNamed(ownerId, users.value) : [];
	return ok(
		id === undefined || others.length > 0
			? detailed
			: { ...detailed, item: { ...detailed.item, ownerId: id } },
	);
}

function itemOf(details: JsonObject, id: string, form: Form): Detailed {
	const fields = detailFields(details);
	const words = new Map(
		fields.map(({ schemaName, displayName, dataType }) => [
			schemaName,
			{ displayName, kind: fieldKindOf(dataType, false) },
		]),
	);
	const lacking: string[] = [];
	const names = form.names.map((name) => {
		const wanted = name.toLowerCase();
		const called = fields.filter(({ displayName }) => displayName.toLowerCase() === wanted);
		const field =
			fields.find(({ schemaName }) => schemaName.toLowerCase() === wanted) ??
			(called.length === 1 ? called[0] : undefined);
		const set = fields.find(({ schemaName }) => wanted.startsWith(`${schemaName.toLowerCase()}~`));
		if (field === undefined && set === undefined) lacking.push(name);
		return field?.schemaName ?? name;
	});
	const record = opportunityOfDetails(details, id);
	return { item: present(record, { ...form, names }, (name) => words.get(name)), lacking };
}

/** @param owner which has none of the fields: `the opportunity` */
export function lackingFields(
	names: readonly string[],
	owner: string,
): { ok: false; problem: Problem } | undefined {
	const [name] = names;
	return name === undefined
		? undefined
		: badInput(
				selectedFieldsLabel,
				`has ${quoted(name)}, which is not a field of ${owner}`,
				'Choose the fields from the list: each type has its own. Where several have one display name, use the schema name',
			);
}

/** Exceptions that are about LeadSquared itself, whatever the ID is. */
const ownTrouble = /Timeout|Time-?out|Database|Sql|Connection|License|Limit|Internal|OutOfMemory/i;

/**
 * A deleted opportunity is an HTTP 500 with an exception, of LeadSquared's or of .NET; so may be one that the user may not
 * see. Other accounts may answer 404.
 */
function notFound(id: string, why: Problem): Problem {
	const { code, exceptionType = '', httpStatus = 0 } = why;
	const isException = code === 'exception' || (code === 'badRequest' && httpStatus >= 500);
	const isOfRecord = isException && !ownTrouble.test(exceptionType);
	return isOfRecord || code === 'notFound' ? nothing(id, why) : why;
}

/** No page says whether this call takes an AutoId value, as updates do. */
const notByAutoId =
	'It is no ID of LeadSquared. If it is an AutoId value, this account may not find opportunities by that: give the ID instead';

function nothing(id: string, why?: Problem): Problem {
	return problem('nothingFound', {
		label: 'opportunity',
		reason: `with the ID ${quoted(id)}`,
		...(isGuid(id) ? {} : { hint: notByAutoId }),
		exceptionType: why?.exceptionType,
		exceptionMessage: why?.exceptionMessage,
		httpStatus: why?.httpStatus,
	});
}

/** Turns the opportunities of a list into items. */
export class Details {
	private read = 0;
	/** The first that was in the list and is not to be found. */
	private firstGone: Problem | undefined;
	private gone = 0;
	/** Selected fields that none of the opportunities has; undefined before the first. */
	private lacking: readonly string[] | undefined;

	constructor(
		private readonly run: ReadRun,
		private readonly form: Form,
	) {}

	/** In the order of the list. One that was deleted since the list was read is left out, and counted. */
	async itemsOf(records: readonly ReadRecord[]): Promise<Loaded<JsonObject[]>> {
		const { run, form } = this;
		if (form.kind === 'simplified' || form.kind === 'raw') {
			return ok(records.map((record) => present(record, form, plainForm(form).wordsOf)));
		}
		const items: Array<JsonObject | undefined> = records.map(() => undefined);
		let failed: { answer: Loaded<JsonObject[]> } | undefined;
		await forEachConcurrently(records, run.width, async (record, index) => {
			const details = await detailsOf(run, String(record.head.opportunityId), form);
			if (details?.ok) items[index] = this.take(details.value, record);
			else if (details?.problem.code === 'nothingFound') this.leaveOut(details.problem);
			else failed = { answer: details };
			return failed === undefined;
		});
		return failed === undefined ? ok(items.filter((item) => item !== undefined)) : failed.answer;
	}

	private take({ item, lacking }: Detailed, listed: ReadRecord): JsonObject {
		this.read++;
		this.lacking = (this.lacking ?? lacking).filter((name) => lacking.includes(name));
		return withListed(item, listed);
	}

	private leaveOut(why: Problem): void {
		this.gone++;
		this.firstGone ??= why;
	}

	/**
	 * The answer with what was left out. If not one of several is to be found, they were not deleted, and an empty answer
	 * would be wrong.
	 */
	complete(answer: Answer): Result<Answer> {
		const { read, gone, firstGone, lacking = [] } = this;
		if (firstGone !== undefined && read === 0 && gone > 1) return { ok: false, problem: firstGone };
		return lackingFields(lacking, 'these opportunities') ?? ok({ ...answer, gone });
	}
}
