/** The node's outputs: three, or one. */
import { NodeConnectionTypes, type INodeExecutionData } from 'n8n-workflow';

import type { CheckedItems } from './requests';

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
	{ items, states }: CheckedItems,
	splits: boolean,
): INodeExecutionData[][] {
	if (!splits) return [items.filter((item) => item !== undefined)];
	const outputs: [INodeExecutionData[], INodeExecutionData[], INodeExecutionData[]] = [[], [], []];
	const [completed, failed, pending] = outputs;
	for (const [itemIndex, item] of items.entries()) {
		if (item === undefined) continue;
		const state = states[itemIndex];
		if (state === 'succeeded') completed.push(item);
		else if (state === 'pending') pending.push(item);
		else failed.push(item);
	}
	return outputs;
}
