/** The node's outputs: three, or one. */
import { NodeConnectionTypes, type INodeExecutionData } from 'n8n-workflow';

import type { CheckedItem } from './requests';

const splitNames = ['Completed', 'Failed', 'Pending'];

const split = splitNames.map((displayName) => ({ type: NodeConnectionTypes.Main, displayName }));

/** Evaluated by n8n whenever it draws or runs the node. */
export const outputsExpression =
	`={{ ["false", "no", "0"].includes(String($parameter["splitOutputs"]).trim().toLowerCase()) ? ["${NodeConnectionTypes.Main}"] : ${JSON.stringify(split)} }}` as const;

/**
 * When the node continues on errors, a request that could not be checked goes to Failed: people look there first, and
 * the other two outputs would be wrong. (n8n moves it to the error output if there is one.)
 */
export function splitByState(
	checked: ReadonlyArray<Pick<CheckedItem, 'item' | 'state'>>,
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
