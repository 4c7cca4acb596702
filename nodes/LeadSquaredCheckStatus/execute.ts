/** What the node does with its items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ok } from '../shared/problems/result';
import { isTool } from '../shared/run/node';
import { openForRun } from '../shared/run/open';
import { cancelledOutput, failItem } from '../shared/run/output-items';
import { describeParameters, parameterOf } from '../shared/run/parameters';
import { evaluated, readItems } from '../shared/run/read-items';
import { checkItems } from './check-items';
import { splitByState } from './outputs';
import { properties } from './properties';
import { readQuestion } from './read-item';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	describeParameters(context, properties);
	const settings = evaluated(() =>
		ok({
			splits: parameterOf(context, 0, 'splitOutputs') !== false && !isTool(context),
			waits: parameterOf(context, 0, 'waitForCompletion') === true,
		}),
	);
	if (!settings.ok) {
		const items = context
			.getInputData()
			.map((_, itemIndex) => failItem(context, settings.problem, { itemIndex }));
		return splitByState({ items, states: [] }, !isTool(context));
	}
	const { splits, waits } = settings.value;
	const readings = await readItems(context, (itemIndex) => readQuestion(context, itemIndex));
	if (readings === undefined) return splitByState({ items: cancelledOutput(), states: [] }, splits);
	// While the node waits, the next poll is the next attempt.
	const ready = await openForRun(context, readings, waits ? { maxAttempts: 1 } : {});
	const checked =
		'client' in ready
			? await checkItems(context, ready, readings, waits)
			: { items: ready.failures, states: [] };
	return splitByState(checked, splits);
}
