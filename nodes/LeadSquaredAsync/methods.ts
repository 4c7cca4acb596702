/** What the editor may call, by name; the code is loaded on the first call. */
import type { INodeType } from 'n8n-workflow';

import { lazyMethod } from '../shared/lib/lazy';

const editor = async () => await import('./editor-methods');

export const editorMethods = {
	listSearch: {
		searchActivityTypes: lazyMethod(async () => (await editor()).searchActivityTypes),
		searchOpportunityTypes: lazyMethod(async () => (await editor()).searchOpportunityTypes),
	},
	loadOptions: {
		getActivitySchemaNames: lazyMethod(async () => (await editor()).getActivitySchemaNames),
		getLeadSchemaNames: lazyMethod(async () => (await editor()).getLeadSchemaNames),
		getOpportunitySchemaNames: lazyMethod(async () => (await editor()).getOpportunitySchemaNames),
		getUniqueLeadFields: lazyMethod(async () => (await editor()).getUniqueLeadFields),
	},
	resourceMapping: {
		getActivityFields: lazyMethod(async () => (await editor()).getActivityFields),
		getLeadFields: lazyMethod(async () => (await editor()).getLeadFields),
		getOpportunityFields: lazyMethod(async () => (await editor()).getOpportunityFields),
	},
} satisfies INodeType['methods'];
