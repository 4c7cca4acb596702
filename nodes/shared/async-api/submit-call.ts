/** The submit call, which all asynchronous operations share, and LeadSquared's answer to it. */
import { isObject, pickText } from '../lib/json';
import type { Call } from '../transport/call';
import { operationNamed, type OperationName } from './operations';

export interface Acceptance {
	requestId: string;
	/** LeadSquared's sentence, e.g. `Request accepted. Please use below request id to check the status`. */
	status: string;
}

/** What is submitted: a body and, for some operations, query parameters or a path of the item's own. */
export interface Submission {
	/** JSON. */
	body: string;
	query?: Record<string, string>;
	/** Appended to the operation's path, and not logged. */
	privatePath?: string;
}

/**
 * @param mayRepeat whether the user allows duplicates
 * @param advice what else is known about who may send it again
 */
export function submitCall(
	operation: OperationName,
	{ body, query, privatePath }: Submission,
	mayRepeat: boolean,
	advice: Call<Acceptance>['advice'] = {},
): Call<Acceptance> {
	const { path, label, repeatable, lookFor, whereToFindNames, usesApiKeyOnly } =
		operationNamed(operation);
	const isRepeatable = repeatable || mayRepeat;
	return {
		label,
		purpose: 'submit',
		method: 'POST',
		host: 'async',
		path,
		privatePath,
		query,
		body,
		repeatable: isRepeatable,
		advice: {
			...advice,
			whereToFindNames,
			usesApiKeyOnly,
			lookFor: isRepeatable ? undefined : lookFor,
		},
		read: readAcceptance,
	};
}

function readAcceptance(body: unknown): Acceptance | undefined {
	if (!isObject(body)) return undefined;
	const requestId = pickText(body, 'RequestID').trim();
	return requestId === '' ? undefined : { requestId, status: pickText(body, 'Status') };
}
