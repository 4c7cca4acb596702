/** Turns a problem into the error that n8n shows, with its words unchanged. */
import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';

import type { Problem } from './problems';

export type ShownError = NodeApiError | NodeOperationError;

export interface ErrorPlace {
	/** Index of the input item, if the error is about one. */
	itemIndex?: number;
	/** Another sentence for the description of an error that ends the run. */
	addendum?: string;
	/** The record that the item is about, e.g. `opportunity 5ca5…`. */
	record?: string;
	/** The request that the error is about, so that its ID is not lost. */
	requestId?: string;
}

export function toNodeError(node: INode, problem: Problem, place: ErrorPlace = {}): ShownError {
	const { itemIndex, addendum, record, requestId } = place;
	const where = [
		itemIndex === undefined ? '' : ` [item ${itemIndex}]`,
		record === undefined ? '' : ` [${record}]`,
		requestId === undefined ? '' : ` [request ${requestId}]`,
	].join('');
	const message = `${problem.message}${where}`;
	const description = [problem.nextStep, addendum].filter(Boolean).join('. ');
	const error =
		problem.httpStatus === undefined
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, {} as JsonObject, {
					message,
					description,
					httpCode: String(problem.httpStatus),
					itemIndex,
				});
	// n8n replaces any message that contains a code such as EPERM or ENOENT ("approvePERMission"),
	// including LeadSquared's own words. Restore ours.
	error.message = message;
	error.description = description;
	error.messages = [];
	error.context.data = details(problem, requestId);
	return error;
}

/**
 * The same error for an item that continues through the workflow. n8n keeps only the message of such an item, so the
 * next step is part of the message.
 */
export function toItemError(node: INode, problem: Problem, place: ErrorPlace = {}): ShownError {
	const error = toNodeError(node, problem, { ...place, addendum: undefined });
	error.message = `${error.message}. ${error.description ?? ''}`.trim();
	return error;
}

function details(problem: Problem, requestId: string | undefined) {
	return {
		code: problem.code,
		...(problem.httpStatus === undefined ? {} : { httpStatus: problem.httpStatus }),
		...(problem.exceptionType === undefined ? {} : { exceptionType: problem.exceptionType }),
		...(problem.exceptionMessage === undefined
			? {}
			: { exceptionMessage: problem.exceptionMessage }),
		...(requestId === undefined ? {} : { requestId }),
	};
}
