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
		getActivityFieldNames: lazyMethod(async () => (await editor()).getActivityFieldNames),
		getLeadFieldNames: lazyMethod(async () => (await editor()).getLeadFieldNames),
		getOpportunityFieldNames: lazyMethod(async () => (await editor()).getOpportunityFieldNames),
		getUniqueLeadFields: lazyMethod(async () => (await editor()).getUniqueLeadFields),
	},
} satisfies INodeType['methods'];
