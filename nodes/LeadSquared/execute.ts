/** What the node does with its items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { openForRun } from '../shared/run/open';
import { chosenOperation, failUnknownOperation } from '../shared/run/operation';
import { cancelledOutput } from '../shared/run/output-items';
import { describeParameters } from '../shared/run/parameters';
import { readItems } from '../shared/run/read-items';
import { answerItems } from './answer-items';
import { properties } from './properties';
import { Inputs } from './questions/inputs';
import { readers } from './questions/table';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	describeParameters(context, properties);
	const chosen = chosenOperation(context);
	const read = readers[`${chosen.resource}:${chosen.operation}`];
	if (read === undefined) return [failUnknownOperation(context, chosen)];
	const startMs = Date.now();
	const questions = await readItems(context, (itemIndex) =>
		read(new Inputs(context, itemIndex, startMs)),
	);
	if (questions === undefined) return [cancelledOutput()];
	const ready = await openForRun(context, questions);
	if ('failures' in ready) return [ready.failures];
	return [await answerItems(context, ready, questions)];
}
