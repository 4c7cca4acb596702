/** The node's outputs: three, or one. */
import { NodeConnectionTypes, type INodeExecutionData } from 'n8n-workflow';

import type { CheckedItem } from './describe';

const splitNames = ['Completed', 'Failed', 'Pending'];

const split = splitNames.map((displayName) => ({ type: NodeConnectionTypes.Main, displayName }));

/** n8n evaluates it whenever it draws or runs the node. */
export const outputsExpression =
	`={{ ["false", "no", "0"].includes(String($parameter["splitOutputs"]).trim().toLowerCase()) ? ["${NodeConnectionTypes.Main}"] : ${JSON.stringify(split)} }}` as const;

/**
 * What could not be asked about leaves through Failed when the node goes on: a person looks there
 * first, and neither of the other outputs would be true. (n8n moves it to the error output where there is one.)
 */
export function splitByState(
	checked: readonly CheckedItem[],
	splits: boolean,
): INodeExecutionData[][] {
	if (!splits) return [checked.map(({ item }) => item)];
	const outputs: [INodeExecutionData[], INodeExecutionData[], INodeExecutionData[]] = [[], [], []];
	const [completed, failed, pending] = outputs;
	for (const { item, state } of checked) {
		if (state === 'succeeded') completed.push(item);
		else if (state === 'pending') pending.push(item);
		else failed.push(item);
	}
	return outputs;
}
