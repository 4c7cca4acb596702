/** What an item asks for. */
import type { JsonObject } from '../../shared/lib/json';
import type { Result } from '../../shared/problems/result';
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
	/** Whether this account is known to return the opportunities of a lead without a type. */
	listsAllTypes = false;
	private readonly asked = new Map<string, Promise<unknown>>();

	constructor(readonly client: Client) {}

	/** Asks once for all items that need the same. */
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

export function whole(items: JsonObject[]): Answer {
	return { items, isCut: false, missing: 0, notes: [] };
}

type Collected = Pick<
	Collector<JsonObject>,
	'isCancelled' | 'problem' | 'kept' | 'isCut' | 'missing' | 'notes'
>;

/** The list that was collected, unless reading ended early. */
export function answerOf(collected: Collected): Loaded<Answer> {
	const { isCancelled, problem, kept, isCut, missing, notes } = collected;
	if (isCancelled) return undefined;
	if (problem !== undefined) return { ok: false, problem };
	return {
		ok: true,
		value: { items: kept, isCut, missing: isCut ? 0 : missing, notes: [...notes] },
	};
}

/** The list up to the limit. */
export function limited(items: JsonObject[], limit: number | undefined): Answer {
	const isCut = limit !== undefined && items.length > limit;
	return { items: items.slice(0, limit), isCut, missing: 0, notes: [] };
}
