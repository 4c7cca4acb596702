/** What the node does with its items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isTool } from '../shared/run/node';
import { openForRun } from '../shared/run/open';
import { cancelledOutput } from '../shared/run/output-items';
import { readItems } from '../shared/run/read-items';
import { checkItems } from './check-items';
import { splitByState } from './outputs';
import { readQuestion } from './read-item';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const splits = context.getNodeParameter('splitOutputs', 0, true) !== false && !isTool(context);
	const readings = await readItems(context, (itemIndex) => readQuestion(context, itemIndex));
	if (readings === undefined) return splitByState(cancelledOutput(), splits);
	const waits = context.getNodeParameter('waitForCompletion', 0, false) === true;
	// While it waits, the next round is the next try.
	const ready = await openForRun(context, readings, waits ? { maxAttempts: 1 } : {});
	const checked =
		'client' in ready
			? await checkItems(context, ready, readings, waits)
			: ready.failures.map((item) => ({ item }));
	return splitByState(checked, splits);
}
