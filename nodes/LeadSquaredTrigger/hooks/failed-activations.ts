/**
 * Activations that failed, and fail again when n8n 2 repeats them by itself. Before that n8n takes down all addresses of
 * the node, and then puts up only the last one: LeadSquared would have nobody to shake hands with, and would never use
 * the webhook. When the user activates the workflow again, all addresses are up.
 */
import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { now } from '../../shared/lib/time';

/** By what n8n holds of the node, which is the same object for as long as it tries again by itself. */
const failures = new WeakMap<IDataObject, { error: unknown; at: number }>();

/** n8n 2 tries five times within 15 seconds. n8n 1 goes on for days, and puts up all addresses each time. */
const failedForMs = 30_000;

export async function unlessFailed(
	context: IHookFunctions,
	activate: () => Promise<boolean>,
): Promise<boolean> {
	const kept = context.getWorkflowStaticData('node');
	const failure = failures.get(kept);
	if (failure !== undefined && now() - failure.at < failedForMs) throw failure.error;
	const attempt = activate();
	void attempt.catch((error: unknown) => failures.set(kept, { error, at: now() }));
	return await attempt;
}
