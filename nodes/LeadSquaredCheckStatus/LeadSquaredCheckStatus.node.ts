import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { credentialTest } from '../shared/editor/methods';
import { outputsExpression } from './outputs';
import { properties } from './properties';

export class LeadSquaredCheckStatus implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LeadSquared Check Status',
		name: 'leadSquaredCheckStatus',
		icon: {
			light: 'file:../../icons/leadSquaredStatus.svg',
			dark: 'file:../../icons/leadSquaredStatus.dark.svg',
		},
		group: ['transform'],
		// 1.1: the option Simplify, on by default. Nodes of version 1 keep their output.
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle: '={{ $parameter["waitForCompletion"] ? "wait for completion" : "check once" }}',
		description:
			"Looks up the status of requests to LeadSquared's Async API by RequestId: succeeded, failed or still pending",
		defaults: { name: 'LeadSquared Check Status' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression,
		credentials: [
			{ name: 'leadSquaredAsyncApi', required: true, testedBy: 'leadSquaredAsyncApiTest' },
		],
		properties,
	};

	methods = { credentialTest };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return await execute(this);
	}
}
