/** What n8n's editor asks of a node while a person fills it in, on n8n-core's own LoadOptionsContext. */
import 'reflect-metadata';

import { LoadOptionsContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	IWorkflowExecuteAdditionalData,
	ResourceMapperFields,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { LeadSquaredAsyncApi } from '../../credentials/LeadSquaredAsyncApi.credentials';
import { LeadSquaredUpdateOpportunity } from '../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { nodeTypesWith, OneCredential, updateType } from './engine';

const node = new LeadSquaredUpdateOpportunity();
const url = 'http://localhost:5678';

/** `this` of a load-options method, as n8n makes it from what stands in the editor. */
function contextFor(
	credential: ICredentialDataDecryptedObject,
	parameters: INodeParameters,
): LoadOptionsContext {
	const workflow = new Workflow({
		id: 'w',
		nodes: [
			{
				id: '1',
				name: 'Subject',
				type: updateType,
				typeVersion: 1,
				position: [0, 0],
				parameters,
				credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
			},
		],
		connections: {},
		active: false,
		nodeTypes: nodeTypesWith({ [updateType]: node }),
	});
	const subject = workflow.getNode('Subject');
	if (subject === null) throw new Error('the workflow has no node called Subject');
	const additionalData = {
		credentialsHelper: new OneCredential(new LeadSquaredAsyncApi(), credential),
		currentNodeParameters: parameters,
		variables: {},
		restApiUrl: url,
		instanceBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		formWaitingBaseUrl: url,
	} as unknown as IWorkflowExecuteAdditionalData;
	return new LoadOptionsContext(workflow, subject, additionalData, '');
}

/** A person looking at the node, with what is filled in so far. */
export function editor(
	credential: ICredentialDataDecryptedObject,
	parameters: INodeParameters = {},
) {
	const { listSearch, loadOptions, resourceMapping } = node.methods;
	return {
		types: async (filter?: string): Promise<INodeListSearchResult> =>
			await listSearch.searchOpportunityTypes.call(contextFor(credential, parameters), filter),
		opportunities: async (filter?: string, token?: string): Promise<INodeListSearchResult> =>
			await listSearch.searchOpportunities.call(contextFor(credential, parameters), filter, token),
		fields: async (): Promise<ResourceMapperFields> =>
			await resourceMapping.getFields.call(contextFor(credential, parameters)),
		schemaNames: async (): Promise<INodePropertyOptions[]> =>
			await loadOptions.getSchemaNames.call(contextFor(credential, parameters)),
	};
}

/** The opportunity type parameter, from the list. */
export const typeOf = (value: string) => ({ __rl: true, mode: 'list', value });
