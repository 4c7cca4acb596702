/** What an item asks for. */
import { isOtherId } from '../../shared/lib/guid';
import type { JsonObject } from '../../shared/lib/json';
import { problem, type Problem } from '../../shared/problems/problems';
import { quoted } from '../../shared/problems/quote';
import { ok, type Result } from '../../shared/problems/result';
import type { ChangedCall } from '../../shared/reading/calls';
import type { Collector } from '../../shared/reading/collector';
import type { TrailDialect } from '../../shared/reading/paging';
import type { Client } from '../../shared/transport/client';
import type { Loaded } from '../../shared/transport/reply';
import type { Inputs } from './inputs';

/** The records, and what the user must know about the list. */
export interface Answer {
	items: JsonObject[];
	/** Whether there are more than the limit allows. */
	isCut: boolean;
	/** How many more LeadSquared counts, although none was left out for the limit. */
	missing: number;
	/** How many of the list were left out, because LeadSquared no longer has their details. */
	gone: number;
	notes: readonly string[];
}

export interface Question {
	/** Equal for items that ask for the same. */
	key: string;
	ask: (run: ReadRun) => Promise<Loaded<Answer>>;
}

/** An operation: reads an item before the first call. */
export type Reader = (inputs: Inputs) => Result<Question>;

/** What a run has learned of the account. */
export class ReadRun {
	readonly trail: TrailDialect = {};
	/** The same for the activities of an opportunity, where LeadSquared takes `Offset` instead of a page's number. */
	readonly opportunityTrail: TrailDialect = {};
	/** Whether this account returns the opportunities of a lead without a type; undefined until one lead has shown it. */
	listsAllTypes: boolean | undefined;
	/** The call for changed opportunities that this account is known to answer; undefined until one has returned some. */
	changedVia: ChangedCall | undefined;
	private readonly asked = new Map<string, Promise<unknown>>();

	/** @param width how many calls a question may make at the same time */
	constructor(
		readonly client: Client,
		readonly width: number,
	) {}

	/** Asks once for all items that need the same. The answer is held to the end of the run, so it must be small, or an item. */
	async once<T>(key: string, ask: () => Promise<T>): Promise<T> {
		let asked = this.asked.get(key);
		if (asked === undefined) {
			asked = ask();
			this.asked.set(key, asked);
		}
		return (await asked) as T;
	}

	/** For the collector of a list. */
	readonly send: Client['send'] = async (call) => await this.client.send(call);
}

const complete = { isCut: false, missing: 0, gone: 0, notes: [] };

export function whole(items: JsonObject[]): Answer {
	return { ...complete, items };
}

/** What is known of a list that was read. */
export type Collected = Omit<Collector<unknown, JsonObject>, 'add' | 'fetch'>;

const repeated =
	'LeadSquared returned the same records again instead of the next page, so some may be missing';

const anyOrder =
	'LeadSquared did not return the newest first, so with a limit these may not be the newest';

/** The order that the user expects. */
export type Order = 'newestFirst' | 'any';

/** The list that was collected, unless reading ended early. */
export function answerOf(collected: Collected, order: Order = 'any'): Loaded<Answer> {
	const { isCancelled, problem, items, isCut, missing, notes, isNewestFirst, isRepeating } =
		collected;
	if (isCancelled) return undefined;
	if (problem !== undefined) return { ok: false, problem };
	const isWrong = order === 'newestFirst' && isCut && !isNewestFirst;
	return ok({
		...complete,
		items,
		isCut,
		missing: isCut ? 0 : missing,
		notes: [
			...notes,
			...(isRepeating && missing === 0 ? [repeated] : []),
			...(isWrong ? [anyOrder] : []),
		],
	});
}

/** The list up to the limit. */
export function limited(items: JsonObject[], limit: number | undefined): Answer {
	const isCut = limit !== undefined && items.length > limit;
	return { ...complete, items: items.slice(0, limit), isCut };
}

/**
 * For lists: a record of another lead, opportunity or user shows that LeadSquared did not understand the question.
 *
 * @param ownerOf the ID of whose record it is; '' if the row does not say
 * @param label of the list: `the activities of the lead`
 */
export function ofOther(
	id: string,
	ownerOf: (row: JsonObject) => string,
	label: string,
): (row: JsonObject) => Problem | undefined {
	return (row) =>
		isOtherId(ownerOf(row), id)
			? problem('otherRecord', { label: `${label} ${quoted(id)}` })
			: undefined;
}
