/** The methods that the editor may call; their code is loaded on the first call. */
import type { INodeType } from 'n8n-workflow';

import { lazyMethod } from '../shared/lib/lazy';

const editor = async () => await import('./editor-methods');

export const editorMethods = {
	loadOptions: {
		getActivityTypes: lazyMethod(async () => (await editor()).getActivityTypes),
		getLeadFields: lazyMethod(async () => (await editor()).getLeadFields),
		getOpportunityTypes: lazyMethod(async () => (await editor()).getOpportunityTypes),
		getUsers: lazyMethod(async () => (await editor()).getUsers),
	},
} satisfies INodeType['methods'];
