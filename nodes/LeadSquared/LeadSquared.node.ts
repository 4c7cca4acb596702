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

export class LeadSquared implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LeadSquared',
		name: 'leadSquared',
		icon: {
			light: 'file:../../icons/leadSquaredAsync.svg',
			dark: 'file:../../icons/leadSquaredAsync.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Gets leads, opportunities, activities, tasks, users, types and fields from LeadSquared',
		defaults: { name: 'LeadSquared' },
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
