import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { testAccount } from '../shared/credential-test';
import { openForRun, readItems } from '../shared/items';
import { properties } from './properties';
import { readUpdate } from './read-item';
import { submitItems } from './submit-items';

export class LeadSquaredUpdateOpportunity implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LeadSquared Update Opportunity (Async)',
		name: 'leadSquaredUpdateOpportunity',
		icon: {
			light: 'file:../../icons/leadSquaredAsync.svg',
			dark: 'file:../../icons/leadSquaredAsync.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{ "update: opportunity" }}',
		description: 'Queues updates of LeadSquared opportunities and gives the RequestId of each',
		defaults: { name: 'LeadSquared Update Opportunity' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'leadSquaredAsyncApi', required: true, testedBy: 'leadSquaredAsyncApiTest' },
		],
		properties,
	};

	methods = { credentialTest: { leadSquaredAsyncApiTest: testAccount } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const readings = readItems(this, (itemIndex) => readUpdate(this, itemIndex));
		const ready = await openForRun(this, readings);
		return ['client' in ready ? await submitItems(this, ready.client, readings) : ready.failures];
	}
}
