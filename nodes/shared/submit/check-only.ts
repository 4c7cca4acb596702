/** The option Check Only: everything is checked, and nothing is sent. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { operationNamed, type OperationName } from '../async-api/operations';
import { addHint, counted } from '../run/hints';
import { optionsOf } from '../run/parameters';
import type { SubmitRequest } from './request';

/** An expression may say so for some items only; a call for several items is sent only if none of them is. */
export function isCheckOnly(
	context: IExecuteFunctions,
	{ itemIndexes }: { itemIndexes: readonly number[] },
): boolean {
	return itemIndexes.some((itemIndex) => optionsOf(context, itemIndex).checkOnly === true);
}

/** The output for an item that was only checked. It has no RequestId, by which the status node knows it. */
export function checkedFields(operation: OperationName, request: SubmitRequest): IDataObject {
	const { body, query, outputFields } = request;
	const { path } = operationNamed(operation);
	// Without the private path, which names the connector of a call log. As JSON, in which it would be sent: without what is undefined.
	const WouldSend = JSON.parse(JSON.stringify({ path, query, body })) as IDataObject;
	return { WouldSend, ...outputFields, Operation: operation };
}

export function addCheckOnlyHint(context: IExecuteFunctions, checked: number): void {
	if (checked === 0) return;
	addHint(
		context,
		`Nothing was sent for ${counted(checked, 'item')}, because 'Check Only' is on. WouldSend shows the call`,
	);
}
