/** The methods that the editor may call; their code is loaded on the first call. */
import type { INodeType } from 'n8n-workflow';

import { lazyMethod } from '../shared/lib/lazy';

const editor = async () => await import('./editor-methods');

export const editorMethods = {
	listSearch: {
		searchOpportunities: lazyMethod(async () => (await editor()).searchOpportunities),
		searchOpportunityTypes: lazyMethod(async () => (await editor()).searchOpportunityTypes),
	},
	loadOptions: { getSchemaNames: lazyMethod(async () => (await editor()).getSchemaNames) },
	resourceMapping: { getFields: lazyMethod(async () => (await editor()).getFields) },
} satisfies INodeType['methods'];
