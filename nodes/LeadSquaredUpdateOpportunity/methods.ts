/** What the editor may call, by name; the code is read when it does. */
import type { INodeType } from 'n8n-workflow';

import { later } from '../shared/lib/lazy';

const editor = async () => await import('./load-options');

export const editorMethods = {
	listSearch: {
		searchOpportunities: later(async () => (await editor()).searchOpportunities),
		searchOpportunityTypes: later(async () => (await editor()).searchOpportunityTypes),
	},
	loadOptions: { getSchemaNames: later(async () => (await editor()).getSchemaNames) },
	resourceMapping: { getFields: later(async () => (await editor()).getFields) },
} satisfies INodeType['methods'];
