/** The problem with one parameter. */
import { problem } from './problems';

/** Why a value is refused, and what helps. */
export interface Fault {
	reason: string;
	hint: string;
}

/** A problem with one parameter of one item. */
export function badInput(parameter: string, reason: string, hint?: string) {
	return {
		ok: false as const,
		problem: problem('badInput', { parameter, reason, ...(hint === undefined ? {} : { hint }) }),
	};
}
