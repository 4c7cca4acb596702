/** A limit in LeadSquared's own words. Pure. */

/** At most so many calls in any window of this length. */
export interface Quota {
	calls: number;
	windowMs: number;
}

/** `API calls exceeded the limit of 20 in 5 second(s)` (https://apidocs.leadsquared.com/rate-limits/). */
const sentence = /\blimit of (\d+) in (\d+) ?(millisecond|second|minute)/i;

const unitMs: Record<string, number> = { millisecond: 1, second: 1_000, minute: 60_000 };

/** With shorter windows, the latency of calls decides what is counted; longer ones would hold up a run for too long. */
const shortestWindowMs = 1_000;
const longestWindowMs = 60_000;

/** No plan has fewer calls. A forged or misread number may slow a run, but not stop it. */
const fewestCallsPerMs = 1 / 5_000;

/** The limit that a text names; undefined if it names none, or none that a plan may have. */
export function readQuota(text: string): Quota | undefined {
	const [, callsText, length, unit = ''] = sentence.exec(text) ?? [];
	const calls = Number(callsText);
	const windowMs = Number(length) * (unitMs[unit.toLowerCase()] ?? NaN);
	const isPlausible =
		windowMs >= shortestWindowMs &&
		windowMs <= longestWindowMs &&
		calls >= windowMs * fewestCallsPerMs;
	return isPlausible ? { calls, windowMs } : undefined;
}

/** Whether calls that keep to the first limit keep to the second one too. */
export function implies(first: Quota, second: Quota): boolean {
	return first.calls * Math.ceil(second.windowMs / first.windowMs) <= second.calls;
}

/** How many calls fit in a window in the long run; may be a fraction. */
export function callsIn(windowMs: number, quota: Quota): number {
	return quota.calls * (windowMs / quota.windowMs);
}
