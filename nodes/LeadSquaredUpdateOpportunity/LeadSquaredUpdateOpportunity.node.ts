import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { testAccount } from '../shared/credential-test';
import { openForRun, readItems } from '../shared/items';
import { runOptions } from '../shared/options';
import { submitItems } from '../shared/submit-items';
import { combineUpdates } from './combine';
import { completeDrafts } from './complete-drafts';
import { editorMethods } from './load-options';
import { properties } from './properties';
import { readDraft } from './read-item';

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
		description:
			"Updates opportunities through LeadSquared's Async API and gives the RequestId of each update. Only the fields that it names change.",
		defaults: { name: 'LeadSquared Update Opportunity' },
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
		const drafts = readItems(this, (itemIndex) => readDraft(this, itemIndex));
		const ready = await openForRun(this, drafts);
		if ('failures' in ready) return [ready.failures];
		const readings = await completeDrafts(this, ready.client, drafts);
		// A cancelled execution has results that nobody takes.
		if (readings === undefined) return [[]];
		const output = await submitItems(this, ready.client, readings, {
			operation: 'opportunity/update',
			...(runOptions(this).combineSameOpportunity === true ? { combine: combineUpdates } : {}),
		});
		return [output];
	}
}
