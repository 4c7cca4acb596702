/** The operation of a run; the same for all of its items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { problem } from '../problems/problems';
import { quotable } from '../problems/quote';
import { continuesOnFail } from './node';
import { endingError, failItem } from './output-items';

export interface ChosenOperation {
	resource: string;
	operation: string;
}

export function chosenOperation(context: IExecuteFunctions): ChosenOperation {
	return {
		resource: String(context.getNodeParameter('resource', 0)),
		operation: String(context.getNodeParameter('operation', 0)),
	};
}

/** For an operation that the node does not have: ends the run, or gives every item the error. */
export function failUnknownOperation(
	context: IExecuteFunctions,
	{ resource, operation }: ChosenOperation,
): INodeExecutionData[] {
	const unknown = problem('badInput', {
		parameter: 'Operation',
		reason: `is ${quotable(operation)}, which '${quotable(resource)}' does not have`,
		hint: "Open the node and choose one under 'Operation'",
	});
	// Not the fault of an item, so the error names none.
	if (!continuesOnFail(context)) throw endingError(context, unknown);
	return context.getInputData().map((_, itemIndex) => failItem(context, unknown, { itemIndex }));
}
