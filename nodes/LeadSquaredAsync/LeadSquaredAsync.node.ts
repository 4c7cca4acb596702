import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { credentialTest } from '../shared/editor/methods';
import { editorMethods } from './methods';
import { properties } from './properties';

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
			"Captures opportunities and leads, updates leads, posts activities and logs calls through LeadSquared's Async API, and reports how busy its queues are. Updating opportunities and checking the status of requests have nodes of their own.",
		defaults: { name: 'LeadSquared Async' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'leadSquaredAsyncApi', required: true, testedBy: 'leadSquaredAsyncApiTest' },
		],
		properties,
	};

	methods = { credentialTest, ...editorMethods };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return await execute(this);
	}
}
