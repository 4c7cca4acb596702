/** The methods that n8n's editor calls while someone fills in a node, on n8n-core's own LoadOptionsContext. */
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
import { LeadSquaredAsync } from '../../nodes/LeadSquaredAsync/LeadSquaredAsync.node';
import { LeadSquaredUpdateOpportunity } from '../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { asyncType, instanceData, nodeTypesWith, OneCredential, updateType } from './engine';

const updateNode = new LeadSquaredUpdateOpportunity();
const asyncNode = new LeadSquaredAsync();
const nodeTypes = nodeTypesWith({ [updateType]: updateNode, [asyncType]: asyncNode });

/** `this` of such a method, as n8n makes it from what is in the editor. */
export function contextFor(
	type: string,
	credential: ICredentialDataDecryptedObject | undefined,
	parameters: INodeParameters,
): LoadOptionsContext {
	const workflow = new Workflow({
		id: 'w',
		nodes: [
			{
				id: '1',
				name: 'Subject',
				type,
				typeVersion: 1,
				position: [0, 0],
				parameters,
				...(credential && {
					credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
				}),
			},
		],
		connections: {},
		active: false,
		nodeTypes,
	});
	const subject = workflow.getNode('Subject');
	if (subject === null) throw new Error('the workflow has no node called Subject');
	const additionalData = {
		credentialsHelper: new OneCredential(new LeadSquaredAsyncApi(), credential ?? {}),
		currentNodeParameters: parameters,
		...instanceData,
	} as unknown as IWorkflowExecuteAdditionalData;
	return new LoadOptionsContext(workflow, subject, additionalData, '');
}

/** The update node in the editor, with what is filled in so far. A new node may have no credential yet. */
export function editor(
	credential: ICredentialDataDecryptedObject | undefined,
	parameters: INodeParameters = {},
) {
	const { listSearch, loadOptions, resourceMapping } = updateNode.methods;
	const self = () => contextFor(updateType, credential, parameters);
	return {
		types: async (filter?: string): Promise<INodeListSearchResult> =>
			await listSearch.searchOpportunityTypes.call(self(), filter),
		opportunities: async (filter?: string, token?: string): Promise<INodeListSearchResult> =>
			await listSearch.searchOpportunities.call(self(), filter, token),
		fields: async (): Promise<ResourceMapperFields> => await resourceMapping.getFields.call(self()),
		schemaNames: async (): Promise<INodePropertyOptions[]> =>
			await loadOptions.getSchemaNames.call(self()),
		uniqueLeadFields: async (): Promise<INodePropertyOptions[]> =>
			await loadOptions.getUniqueLeadFields.call(self()),
	};
}

/** The same for the node of all other operations. */
export function asyncEditor(
	credential: ICredentialDataDecryptedObject,
	parameters: INodeParameters = {},
) {
	const { listSearch, loadOptions, resourceMapping } = asyncNode.methods;
	const self = () => contextFor(asyncType, credential, parameters);
	return {
		list: async (method: keyof typeof listSearch): Promise<INodeListSearchResult> =>
			await listSearch[method].call(self()),
		fields: async (method: keyof typeof resourceMapping): Promise<ResourceMapperFields> =>
			await resourceMapping[method].call(self()),
		schemaNames: async (method: keyof typeof loadOptions): Promise<INodePropertyOptions[]> =>
			await loadOptions[method].call(self()),
	};
}

/** A type parameter, from the list. */
export const typeOf = (value: string) => ({ __rl: true, mode: 'list', value });
