/** The submit call that all asynchronous operations share, and what comes back from it. */
import { isObject, pickText } from '../lib/json';
import type { Call } from '../transport/call';
import { operationNamed, type OperationName } from './operations';

export interface Acceptance {
	requestId: string;
	/** LeadSquared's sentence, e.g. `Request accepted. Please use below request id to check the status`. */
	status: string;
}

/** What is handed over: a body, and for some operations a query beside the keys, or an address of its own. */
export interface Submission {
	body: unknown;
	query?: Record<string, string>;
	/** What the address goes on with. */
	privatePath?: string;
}

/** @param mayRepeat that the user has nothing against the same twice */
export function submitCall(
	operation: OperationName,
	{ body, query, privatePath }: Submission,
	mayRepeat: boolean,
): Call<Acceptance> {
	const { path, label, repeatable, lookFor, whereNamesStand } = operationNamed(operation);
	const isRepeatable = repeatable || mayRepeat;
	return {
		label,
		purpose: 'submit',
		method: 'POST',
		host: 'async',
		path,
		...(privatePath === undefined ? {} : { privatePath }),
		...(query === undefined ? {} : { query }),
		body,
		repeatable: isRepeatable,
		advice: {
			whereToFindNames: whereNamesStand,
			...(isRepeatable || lookFor === undefined ? {} : { lookFor }),
		},
		read: readAcceptance,
	};
}

function readAcceptance(body: unknown): Acceptance | undefined {
	if (!isObject(body)) return undefined;
	const requestId = pickText(body, 'RequestID').trim();
	return requestId === '' ? undefined : { requestId, status: pickText(body, 'Status') };
}
