/** Turns a problem into the error that n8n shows, and sees to it that it reads as it was written. */
import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';

import type { Problem } from './problems';

export type ShownError = NodeApiError | NodeOperationError;

export interface ErrorPlace {
	/** Index of the input item, where one item is meant. */
	itemIndex?: number;
	/** A further sentence for the description where the error ends the run. */
	addendum?: string;
	/** The request that it is about, so that nobody loses it. */
	requestId?: string;
}

export function toNodeError(node: INode, problem: Problem, place: ErrorPlace = {}): ShownError {
	const { itemIndex, addendum, requestId } = place;
	const where = [
		itemIndex === undefined ? '' : ` [item ${itemIndex}]`,
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
	// n8n replaces any message in which a word such as EPERM or ENOENT occurs ("approvePERMission"),
	// and with it what LeadSquared said. Ours stands.
	error.message = message;
	error.description = description;
	error.messages = [];
	error.context.data = details(problem, requestId);
	return error;
}

/**
 * The same error for an item that goes on through the workflow. n8n leaves such an item only
 * the message, so the next step is part of it.
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
