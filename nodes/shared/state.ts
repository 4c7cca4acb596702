/**
 * The closed set of states that a request can be in, as far as a workflow cares.
 * Documented raw values: `In-Queue`, `FAILURE`, `ERROR`, `Success`, in mixed case.
 */
import { readCapture } from './results';
import type { TaskStatus } from './status';
import { isObject, parseJson, pick, pickText } from './text';

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
				state: saysError(parseEmbedded(task.message)) ? 'failed' : 'succeeded',
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
function saysError(message: unknown): boolean {
	if (typeof message === 'string') return /^\s*MX[A-Za-z]*Exception/.test(message);
	if (!isObject(message)) return false;
	const capture = readCapture(message);
	if (capture !== undefined) {
		// An account's own rules found a duplicate: that is what they are for, and no error. Of a partial
		// success something is there already, and sent again it would be there twice.
		const isExpected = capture.isDuplicate && !capture.isException;
		return capture.outcome === 'failure'
			? !isExpected
			: capture.outcome === undefined && capture.isException;
	}
	// Numbers as in the answer of a capture.
	if (/^(error|failure|failed|1)$/i.test(pickText(message, 'Status').trim())) return true;
	if (pickText(message, 'ExceptionType') !== '' || pickText(message, 'ExceptionMessage') !== '') {
		return true;
	}
	return saysError(pick(message, 'Message'));
}

function namesException(task: TaskStatus): boolean {
	return /\bMX[A-Za-z]+/.test(complaintOf(task));
}

/** All that LeadSquared says against a request; the reason stands in one place or the other. */
export function complaintOf({ statusReason, message }: TaskStatus): string {
	return [statusReason, message]
		.map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
		.join(' ');
}

/** LeadSquared puts JSON into JSON as text; anything else stays as it is. */
export function parseEmbedded(value: unknown): unknown {
	if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
	const parsed = parseJson(value);
	return parsed.ok ? parsed.value : value;
}
