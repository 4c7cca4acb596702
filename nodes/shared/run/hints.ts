/** Hints that n8n shows beside the output of a run. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { windowMs } from '../account/account';
import type { Client } from '../transport/client';

/** Adds a hint beside the output of the node. */
export function addHint(
	context: Pick<IExecuteFunctions, 'addExecutionHints'>,
	message: string,
): void {
	context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
}

/** Shorter waits are not mentioned. */
const minReportedWaitMs = 2_000;

/** How many items, or which, were accepted in an earlier attempt of the run. */
export interface EarlierItems {
	/** By the same call: not sent again. */
	reused: number;
	/** With other values, in a call that may not be repeated: not sent again. */
	kept: readonly number[];
	/** With other values, in a call that may: sent again. */
	updated: readonly number[];
	/** By the same call, after another one about the same record that was sent: sent again. */
	reordered: readonly number[];
}

export function addRunHints(
	context: IExecuteFunctions,
	client: Client,
	earlier: EarlierItems = { reused: 0, kept: [], updated: [], reordered: [] },
): void {
	const { reused, kept, updated, reordered } = earlier;
	const { waitedMs, throttled, limits, limit } = client.report();
	const [smallest = limit, ...others] = limits;
	const lower = client.takeLowerLimit();
	const perWindow = `calls per ${windowMs / 1_000} s`;

	if (reused > 0) {
		addHint(
			context,
			`Not sent again: ${reused} of the items were accepted in an earlier attempt and keep their RequestId`,
		);
	}
	if (kept.length > 0) {
		addHint(
			context,
			`Not sent again: ${itemsWere(kept)} accepted in an earlier attempt with other values, and sending the new ones would create another record. To do so on purpose, run the workflow again with these items only`,
		);
	}
	if (updated.length > 0) {
		addHint(
			context,
			`Sent again with new values: ${itemsWere(updated)} accepted in an earlier attempt with other values`,
		);
	}
	if (reordered.length > 0) {
		addHint(
			context,
			`Sent again to keep the order: ${itemsWere(reordered)} accepted in an earlier attempt, but an earlier item that updates the same record was sent now`,
		);
	}
	if (waitedMs >= minReportedWaitMs) {
		addHint(
			context,
			`Waited ${Math.round(waitedMs / 1_000)} s in total for the limit of ${limit} ${perWindow}`,
		);
	}
	if (throttled > 0) {
		addHint(
			context,
			`LeadSquared rate-limited ${counted(throttled, 'call')}; rate-limited calls are retried. If this happens often, other programs use the account too, or its limit is lower: adjust 'Calls per 5 Seconds' in the credential`,
		);
	}
	if (lower !== undefined) {
		const seconds = lower.windowMs / 1_000;
		addHint(
			context,
			`LeadSquared allows ${counted(lower.calls, 'call')} in ${counted(seconds, 'second')}; the credential says ${smallest}. All nodes keep to LeadSquared's number until n8n restarts. Enter it in the credential, as 'Calls per 5 Seconds'`,
		);
	}
	if (others.length > 0) {
		addHint(
			context,
			`Credentials of this account differ in 'Calls per 5 Seconds' (${limits.join(', ')}). The smallest applies: ${smallest} ${perWindow}`,
		);
	}
}

/** `1 item`, `2 items` */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
	return `${count} ${count === 1 ? noun : plural}`;
}

/** At most this many item numbers in a hint. */
const numbersInHint = 20;

/** `items 0, 2 and 7 more were`: as in errors, the first item is item 0. */
function itemsWere(itemIndexes: readonly number[]): string {
	if (itemIndexes.length === 1) return `item ${itemIndexes.join()} was`;
	const numbers = [...itemIndexes].sort((a, b) => a - b);
	const more = numbers.length - numbersInHint;
	return `items ${numbers.slice(0, numbersInHint).join(', ')}${more > 0 ? ` and ${more} more` : ''} were`;
}
