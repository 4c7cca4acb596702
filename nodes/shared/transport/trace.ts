/** The debug line of an attempt. */
import type { Problem } from '../problems/problems';
import type { Attempt } from './attempt';

/** `HTTP 500, refused (exception, MXInvalidInputException)`. The first word in brackets is an entry of docs/errors.md. */
export function verdictOf({ reply, httpStatus }: Attempt<unknown>): string {
	const answer = httpStatus === undefined ? 'no answer' : `HTTP ${httpStatus}`;
	const details = 'problem' in reply ? [reply.problem.code, exceptionNameOf(reply.problem)] : [];
	const why = details.filter(Boolean).join(', ');
	return `${answer}, ${reply.kind}${why === '' ? '' : ` (${why})`}`;
}

/** The name alone: what LeadSquared says may tell of a customer. */
function exceptionNameOf({ exceptionType, networkCode }: Problem): string | undefined {
	return /^\w[\w.]{0,79}$/.exec(exceptionType ?? networkCode ?? '')?.[0];
}
