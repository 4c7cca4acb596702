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

export class LeadSquaredUpdateOpportunity implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LeadSquared Update Opportunity (Async)',
		name: 'leadSquaredUpdateOpportunity',
		icon: {
			light: 'file:../../icons/leadSquaredUpdate.svg',
			dark: 'file:../../icons/leadSquaredUpdate.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{ "update: opportunity" }}',
		description:
			"Updates opportunities through LeadSquared's Async API and returns the RequestId of each update. Changes only the fields that you specify.",
		defaults: { name: 'LeadSquared Update Opportunity' },
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
