/** The submit call that all asynchronous operations share, and what comes back from it. */
import type { Call } from './client';
import { operations, type OperationName } from './operations';
import { isObject, pickText } from './text';

export interface Acceptance {
	requestId: string;
	/** LeadSquared's sentence, e.g. `Request accepted. Please use below request id to check the status`. */
	status: string;
}

export function submitCall(
	operation: OperationName,
	body: unknown,
	query: Record<string, string> = {},
): Call<Acceptance> {
	const { path, label, repeatable } = operations[operation];
	return {
		label,
		purpose: 'submit',
		method: 'POST',
		host: 'async',
		path,
		query,
		body,
		repeatable,
		read: readAcceptance,
	};
}

function readAcceptance(body: unknown): Acceptance | undefined {
	if (!isObject(body)) return undefined;
	const requestId = pickText(body, 'RequestID').trim();
	return requestId === '' ? undefined : { requestId, status: pickText(body, 'Status') };
}
