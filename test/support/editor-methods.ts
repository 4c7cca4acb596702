/** The methods that n8n's editor calls while someone fills in a node, on n8n-core's own LoadOptionsContext. */
import type {
	ICredentialDataDecryptedObject,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import { LeadSquaredAsync } from '../../nodes/LeadSquaredAsync/LeadSquaredAsync.node';
import { LeadSquaredUpdateOpportunity } from '../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node';
import { editorContext } from './editor-context';
import { asyncType, nodeTypesWith, updateType } from './engine';

const updateNode = new LeadSquaredUpdateOpportunity();
const asyncNode = new LeadSquaredAsync();
const nodeTypes = nodeTypesWith({ [updateType]: updateNode, [asyncType]: asyncNode });

/** The update node in the editor, with what is filled in so far. A new node may have no credential yet. */
export function editor(
	credential: ICredentialDataDecryptedObject | undefined,
	parameters: INodeParameters = {},
) {
	const { listSearch, loadOptions, resourceMapping } = updateNode.methods;
	const self = () => editorContext(nodeTypes, updateType, credential, parameters);
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
	const self = () => editorContext(nodeTypes, asyncType, credential, parameters);
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
