import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { testAccount } from '../shared/credential-test';
import { openForRun, readItems } from '../shared/items';
import { mapLists } from '../shared/map-lists';
import { submitItems } from '../shared/submit-items';
import { forms, type Form } from './forms';
import { editorMethods } from './load-options';
import { properties } from './properties';
import { getMetrics, readQueue } from './queue-metrics';
import { ItemInputs } from './read-inputs';

export class LeadSquaredAsync implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LeadSquared Async',
		name: 'leadSquaredAsync',
		icon: {
			light: 'file:../../icons/leadSquaredAsync.svg',
			dark: 'file:../../icons/leadSquaredAsync.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			"Creates opportunities, leads and activities through LeadSquared's Async API, updates leads, and tells how busy its queues are",
		defaults: { name: 'LeadSquared Async' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'leadSquaredAsyncApi', required: true, testedBy: 'leadSquaredAsyncApiTest' },
		],
		properties,
	};

	methods = { credentialTest: { leadSquaredAsyncApiTest: testAccount }, ...editorMethods };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = String(this.getNodeParameter('resource', 0));
		const operation = String(this.getNodeParameter('operation', 0));
		const form = forms[`${resource}:${operation}`];
		return [form === undefined ? await metrics(this) : await submit(this, form)];
	}
}

async function submit(context: IExecuteFunctions, form: Form): Promise<INodeExecutionData[]> {
	const drafts = readItems(context, (itemIndex) => form.read(new ItemInputs(context, itemIndex)));
	const ready = await openForRun(context, drafts);
	if ('failures' in ready) return ready.failures;
	const readings = await mapLists(context, ready.client, drafts, (draft, fields) =>
		draft.finish(fields),
	);
	// A cancelled execution has results that nobody takes.
	if (readings === undefined) return [];
	return await submitItems(context, ready.client, readings, { operation: form.operation });
}

async function metrics(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const readings = readItems(context, (itemIndex) => readQueue(context, itemIndex));
	const ready = await openForRun(context, readings);
	return 'failures' in ready ? ready.failures : await getMetrics(context, ready.client, readings);
}
