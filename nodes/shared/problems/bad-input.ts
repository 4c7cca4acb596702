/** The problem with one parameter of one item. */
import { problem, type Problem } from './problems';

/** Why a value is refused, and what helps. */
export interface Fault {
	/** The end of a sentence that begins with the parameter's name: `is empty`. */
	reason: string;
	/** Without one, the message says to correct the value. */
	hint?: string;
}

export function badInput(
	parameter: string,
	why: string | Fault,
	hint?: string,
): { ok: false; problem: Problem } {
	const fault: Fault = typeof why === 'string' ? { reason: why, hint } : why;
	// Not spread: callers hand on results with keys of their own.
	const facts = { parameter, reason: fault.reason, hint: fault.hint };
	return { ok: false, problem: problem('badInput', facts) };
}

/** A fault whose parameter the caller names. */
export function badValue(reason: string, hint: string): { ok: false; problem: Fault } {
	return { ok: false, problem: { reason, hint } };
}
