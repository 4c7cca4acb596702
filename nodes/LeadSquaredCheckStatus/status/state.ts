/**
 * The closed set of states that a request can be in, as far as a workflow cares.
 * Documented raw values: `In-Queue`, `FAILURE`, `ERROR`, `Success`, in mixed case.
 */
import { isObject, parseEmbedded, pick, pickText } from '../../shared/lib/json';
import type { TaskStatus } from './ask-status';
import { readCapture } from './results';

export type RequestState = 'succeeded' | 'failed' | 'pending';

export interface StateReading {
	state: RequestState;
	/** LeadSquared retries what is not an application exception, for up to half a day (/async-api/). */
	mayStillRetry: boolean;
}

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
			// In-Queue, and whatever LeadSquared may add: never taken for a success.
			return { state: 'pending', mayStillRetry: false };
	}
}

/** The wrapper can be a Success while the call inside it was not. */
function saysError(value: unknown): boolean {
	const message = parseEmbedded(value);
	if (typeof message === 'string') return textSaysError(message);
	if (Array.isArray(message)) return message.some(saysError);
	if (!isObject(message)) return false;
	const capture = readCapture(message);
	if (capture !== undefined) {
		// An account's own rules found a duplicate: that is what they are for, and no error. Of a partial
		// success something is there already, and sent again it would be there twice.
		const isExpected = capture.isDuplicate && !capture.isException;
		if (capture.outcome === 'failure') return !isExpected;
		if (capture.outcome !== undefined) return false;
		// Of an outcome that is not documented nobody knows that it is a success.
		return capture.isException || (pickText(message, 'Status').trim() !== '' && !isExpected);
	}
	// Numbers as in the answer of a capture.
	if (/^(error|failure|failed|1)$/i.test(pickText(message, 'Status').trim())) return true;
	if (pickText(message, 'ExceptionType') !== '' || pickText(message, 'ExceptionMessage') !== '') {
		return true;
	}
	return saysError(pick(message, 'Message'));
}

/**
 * An error in JSON that breaks off, or that stands within other text. Its quotes have backslashes where it is JSON
 * in JSON. A value counts only where it is, or begins with, what LeadSquared says: others are the customer's own.
 */
const errorInPieces =
	/"Status\\*"\s*:\s*\\*"?(error|failure|failed|1)\b|"Exception(Type|Message)\\*"\s*:\s*\\*"[^"\\]|"\s*:\s*\\*"MX[a-z]*Exception\b/i;

function textSaysError(text: string): boolean {
	if (errorInPieces.test(text)) return true;
	const isBrokenJson = /^[\s"[]*\{\s*\\*"/.test(text);
	return !isBrokenJson && /\bMX[A-Za-z]*Exception\b/.test(text);
}

function namesException(task: TaskStatus): boolean {
	// Not every name of an exception ends with the word. MXN is a currency.
	return /\bMX[A-Z]+[a-z]\w*/.test(complaintOf(task));
}

/** All that LeadSquared says against a request; the reason stands in one place or the other. */
export function complaintOf({ statusReason, message }: TaskStatus): string {
	return [statusReason, message]
		.map((part) =>
			// A line break in JSON would hide that a word begins behind it.
			typeof part === 'string' ? part : JSON.stringify(part)?.replace(/\\[nrt]/g, ' '),
		)
		.join(' ');
}
