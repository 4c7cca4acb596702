/** What the node does with its items. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ListMapper } from '../shared/fields/map-field-lists';
import { previousNodesOnly } from '../shared/run/manual';
import { openForRun } from '../shared/run/open';
import { chosenOperation, failUnknownOperation } from '../shared/run/operation';
import { cancelledOutput } from '../shared/run/output-items';
import { describeParameters } from '../shared/run/parameters';
import { readItems } from '../shared/run/read-items';
import { submitItems } from '../shared/submit/submit-items';
import { properties } from './properties';
import { getMetrics, readQueue } from './queue-get-metrics';
import { ItemInputs } from './submissions/item-inputs';
import { readDraft, type Draft, type Submission } from './submissions/submission';
import { submissions } from './submissions/table';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	describeParameters(context, properties);
	const chosen = chosenOperation(context);
	if (chosen.resource === 'queue') return [await metrics(context)];
	const form = submissions[`${chosen.resource}:${chosen.operation}`];
	return [form === undefined ? failUnknownOperation(context, chosen) : await submit(context, form)];
}

async function submit(context: IExecuteFunctions, form: Submission): Promise<INodeExecutionData[]> {
	const unsent = previousNodesOnly(context);
	if (unsent !== undefined) return unsent;
	const mapper = new ListMapper((draft: Draft, fields) => form.build(draft.inputs, fields));
	const begun = await readItems(context, (itemIndex) =>
		mapper.begin(readDraft(form, new ItemInputs(context, itemIndex))),
	);
	if (begun === undefined) return cancelledOutput();
	const ready = await openForRun(context, begun);
	if ('failures' in ready) return ready.failures;
	const readings = await mapper.complete(context, ready.client, begun);
	if (readings === undefined) return cancelledOutput();
	return await submitItems(context, ready, readings, { operation: form.operation });
}

async function metrics(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const readings = await readItems(context, (itemIndex) => readQueue(context, itemIndex));
	if (readings === undefined) return cancelledOutput();
	const ready = await openForRun(context, readings);
	return 'failures' in ready ? ready.failures : await getMetrics(context, ready, readings);
}
