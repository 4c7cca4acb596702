/** The debug line of an attempt. */
import type { Problem } from '../problems/problems';
import type { Attempt } from './attempt';
import type { Call } from './call';

interface TracedAttempt {
	call: Call<unknown>;
	attempt: Attempt<unknown>;
	/** 1 for the first attempt. */
	number: number;
	maxAttempts: number;
	/** How long the call waited for its turn. */
	waitedMs: number;
	tookMs: number;
	/** How long it is until the next attempt; undefined after the last one. */
	pauseMs: number | undefined;
	/** Empty for the editor's own calls. */
	executionId: string;
}

/** `LeadSquared: Update Opportunity: HTTP 200, accepted in 120 ms; POST …; try 1 of 5; …` */
export function traceLine(traced: TracedAttempt): string {
	const { call, attempt, pauseMs } = traced;
	return [
		`LeadSquared: ${call.label}: ${verdictOf(attempt)} in ${Math.round(traced.tookMs)} ms`,
		`${call.method} ${attempt.target}`,
		`try ${traced.number} of ${traced.maxAttempts}`,
		`waited ${Math.round(traced.waitedMs)} ms for its turn`,
		...(pauseMs === undefined ? [] : [`again after ${Math.round(pauseMs)} ms`]),
		`execution ${traced.executionId || 'none'}`,
	].join('; ');
}

/** `HTTP 500, refused (exception, MXInvalidInputException)`. The first word in brackets is an entry of docs/errors.md. */
function verdictOf({ reply, httpStatus }: Attempt<unknown>): string {
	const answer = httpStatus === undefined ? 'no answer' : `HTTP ${httpStatus}`;
	const details = 'problem' in reply ? [reply.problem.code, exceptionNameOf(reply.problem)] : [];
	const why = details.filter(Boolean).join(', ');
	return `${answer}, ${reply.kind}${why === '' ? '' : ` (${why})`}`;
}

/** Only the name: LeadSquared's message may contain customer data. */
function exceptionNameOf({ exceptionType, networkCode }: Problem): string | undefined {
	return /^\w[\w.]{0,79}$/.exec(exceptionType ?? networkCode ?? '')?.[0];
}
