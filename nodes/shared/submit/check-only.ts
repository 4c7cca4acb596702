/** The option Check Only: everything is checked, and nothing is sent. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { operationNamed, type OperationName } from '../async-api/operations';
import type { Submission } from '../async-api/submit-call';
import { addHint, counted } from '../run/hints';
import { optionsOf } from '../run/parameters';

/** An expression may say so for some items only; a call for several items is sent only if none of them is. */
export function isCheckOnly(context: IExecuteFunctions, itemIndexes: readonly number[]): boolean {
	return itemIndexes.some((itemIndex) => optionsOf(context, itemIndex).checkOnly === true);
}

/** The output for an item that was only checked. It has no RequestId, by which the status node knows it. */
export function checkedFields(
	operation: OperationName,
	{ body, query }: Submission,
	outputFields: IDataObject,
): IDataObject {
	const { path } = operationNamed(operation);
	// Without the private path, which names the connector of a call log.
	const WouldSend = {
		path,
		...(query === undefined ? {} : { query }),
		body: JSON.parse(body) as IDataObject,
	};
	return { WouldSend, ...outputFields, Operation: operation };
}

export function addCheckOnlyHint(context: IExecuteFunctions, checked: number): void {
	if (checked === 0) return;
	addHint(
		context,
		`Nothing was sent for ${counted(checked, 'item')}, because 'Check Only' is on. WouldSend shows the call`,
	);
}
