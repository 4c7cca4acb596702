/** What a run tells the person beside its results. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { windowMs } from '../account/account';
import type { Client } from '../transport/client';

/** A hint beside the output of the node. */
export function addHint(
	context: Pick<IExecuteFunctions, 'addExecutionHints'>,
	message: string,
): void {
	context.addExecutionHints({ message, type: 'info', location: 'outputPane' });
}

/** A shorter wait needs no explanation. */
const worthTellingMs = 2_000;

export function addRunHints(context: IExecuteFunctions, client: Client, reused: number): void {
	const { waitedMs, throttled, limits } = client.report();
	const [smallest, ...others] = limits;
	const perWindow = `calls per ${windowMs / 1_000} s`;

	if (reused > 0) {
		addHint(
			context,
			`Accepted before and not sent again: ${reused} of the items have their earlier RequestId`,
		);
	}
	if (waitedMs >= worthTellingMs) {
		addHint(
			context,
			`Waited ${Math.round(waitedMs / 1_000)} s in total for the limit of ${smallest} ${perWindow}`,
		);
	}
	if (throttled > 0) {
		addHint(
			context,
			`LeadSquared put off ${throttled === 1 ? '1 call' : `${throttled} calls`} for its limit; what it puts off is sent again later. If this happens often, other programs use the account too, or its limit is lower: set 'Calls per 5 Seconds' in the credential`,
		);
	}
	if (others.length > 0) {
		addHint(
			context,
			`Credentials of this account differ in 'Calls per 5 Seconds' (${limits.join(', ')}). The smallest holds: ${smallest} ${perWindow}`,
		);
	}
}
