/** What the node does with its items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toNodeError } from '../shared/problems/node-error';
import { problem } from '../shared/problems/problems';
import { quotable } from '../shared/problems/quote';
import { nodeOf } from '../shared/run/node';
import { openForRun } from '../shared/run/open';
import { cancelledOutput } from '../shared/run/output-items';
import { describeParameters } from '../shared/run/parameters';
import { readItems } from '../shared/run/read-items';
import { answerItems } from './answer-items';
import { properties } from './properties';
import { Inputs } from './questions/inputs';
import { readers } from './questions/table';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	describeParameters(context, properties);
	const resource = String(context.getNodeParameter('resource', 0));
	const operation = String(context.getNodeParameter('operation', 0));
	const read = readers[`${resource}:${operation}`];
	if (read === undefined) {
		const reason = `is ${quotable(operation)}, which '${quotable(resource)}' does not have`;
		throw toNodeError(nodeOf(context), problem('badInput', { parameter: 'Operation', reason }));
	}
	const startMs = Date.now();
	const questions = await readItems(context, (itemIndex) =>
		read(new Inputs(context, itemIndex, startMs)),
	);
	if (questions === undefined) return [cancelledOutput()];
	const ready = await openForRun(context, questions);
	if ('failures' in ready) return [ready.failures];
	return [await answerItems(context, ready, questions)];
}
