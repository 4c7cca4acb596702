/** The limit that a 429 names. Pure. */
import type { Allowance } from '../limit/limiter';

/**
 * `API calls exceeded the limit of 20 in 5 second(s)`, as on LeadSquared's pages. Longer windows than minutes are quotas,
 * which say nothing about the pace of calls.
 */
const sentence =
	/\blimit of (?<calls>\d{1,6})(?: (?:API )?calls?)? (?:in|per) (?<count>\d{1,6} ?)?(?<unit>ms|milliseconds?|s|seconds?|minutes?)\b/i;

/** @returns undefined if the text names no limit of calls in a time */
export function readAllowance(text: string): Allowance | undefined {
	const { calls, count = '1', unit = '' } = sentence.exec(text)?.groups ?? {};
	const windowMs = Number(count) * unitMs(unit.toLowerCase());
	return Number(calls) > 0 && windowMs > 0 ? { calls: Number(calls), windowMs } : undefined;
}

function unitMs(unit: string): number {
	if (unit.startsWith('minute')) return 60_000;
	return unit.startsWith('m') ? 1 : 1_000;
}
