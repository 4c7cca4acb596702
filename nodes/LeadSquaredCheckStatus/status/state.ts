/**
 * The states of a request that a workflow needs to tell apart: a closed set.
 * Documented raw values: `In-Queue`, `FAILURE`, `ERROR`, `Success`, in mixed case.
 */
import { isObject, parseEmbedded, pick, pickText } from '../../shared/lib/json';
import type { TaskStatus } from './ask-status';
import { readCapture } from './results';

export type RequestState = 'succeeded' | 'failed' | 'pending';

export interface StateReading {
	state: RequestState;
	/** LeadSquared retries errors other than application exceptions for up to half a day (/async-api/). */
	mayStillRetry: boolean;
}

/** Also of a request that was never polled. */
export const notProcessed: StateReading = { state: 'pending', mayStillRetry: false };

export function readState(
	task: TaskStatus,
	{ errorIsFinal }: { errorIsFinal: boolean },
): StateReading {
	switch (task.status.trim().toLowerCase()) {
		case 'success':
			return {
				state: saysError(task.message) ? 'failed' : 'succeeded',
				mayStillRetry: false,
			};
		case 'failure':
			return { state: 'failed', mayStillRetry: false };
		case 'error':
			return { state: errorIsFinal ? 'failed' : 'pending', mayStillRetry: !namesException(task) };
		default:
			// In-Queue, and anything that LeadSquared may add: never counted as a success.
			return notProcessed;
	}
}

/** The status can be Success although the wrapped call failed. */
function saysError(value: unknown): boolean {
	const message = parseEmbedded(value);
	if (typeof message === 'string') return textSaysError(message);
	if (Array.isArray(message)) return message.some(saysError);
	if (!isObject(message)) return false;
	const capture = readCapture(message);
	if (capture !== undefined) {
		// A duplicate found by the account's own rules is what they are for, not an error. After a partial success
		// something exists already, and sending it again would create it twice.
		const isExpected = capture.isDuplicate && !capture.isException;
		if (capture.outcome === 'failure') return !isExpected;
		if (capture.outcome !== undefined) return false;
		// An undocumented outcome may not be a success.
		return capture.isException || (pickText(message, 'Status').trim() !== '' && !isExpected);
	}
	// The numbers of a capture's answer.
	if (/^(error|failure|failed|1)$/i.test(pickText(message, 'Status').trim())) return true;
	if (pickText(message, 'ExceptionType') !== '' || pickText(message, 'ExceptionMessage') !== '') {
		return true;
	}
	return saysError(pick(message, 'Message'));
}

/**
 * An error in JSON that breaks off or is part of other text. Its quotes have backslashes when it is JSON in JSON.
 * A value counts only if it is, or begins with, LeadSquared's own words: other values are the customer's.
 */
const errorInPieces =
	/"Status\\*"\s*:\s*\\*"?(error|failure|failed|1)\b|"Exception(Type|Message)\\*"\s*:\s*\\*"[^"\\]|"\s*:\s*\\*"MX[a-z]*Exception\b/i;

function textSaysError(text: string): boolean {
	if (errorInPieces.test(text)) return true;
	const isBrokenJson = /^[\s"[]*\{\s*\\*"/.test(text);
	return !isBrokenJson && /\bMX[A-Za-z]*Exception\b/.test(text);
}

function namesException(task: TaskStatus): boolean {
	// Not every exception's name ends in Exception. MXN is a currency.
	return /\bMX[A-Z]+[a-z]\w*/.test(complaintOf(task));
}

/** Everything that LeadSquared objects to in a request; the reason is in one place or the other. */
export function complaintOf({ statusReason, message }: TaskStatus): string {
	return [statusReason, message]
		.map((part) =>
			// An escaped line break would hide the beginning of the word after it.
			typeof part === 'string' ? part : JSON.stringify(part)?.replace(/\\[nrt]/g, ' '),
		)
		.join(' ');
}
