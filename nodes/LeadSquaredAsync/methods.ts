/** What the editor may call, by name; the code is read when it does. */
import type { INodeType } from 'n8n-workflow';

import { later } from '../shared/lib/lazy';

const editor = async () => await import('./load-options');

export const editorMethods = {
	listSearch: {
		searchActivityTypes: later(async () => (await editor()).searchActivityTypes),
		searchOpportunityTypes: later(async () => (await editor()).searchOpportunityTypes),
	},
	loadOptions: {
		getActivitySchemaNames: later(async () => (await editor()).getActivitySchemaNames),
		getLeadSchemaNames: later(async () => (await editor()).getLeadSchemaNames),
		getOpportunitySchemaNames: later(async () => (await editor()).getOpportunitySchemaNames),
	},
	resourceMapping: {
		getActivityFields: later(async () => (await editor()).getActivityFields),
		getLeadFields: later(async () => (await editor()).getLeadFields),
		getOpportunityFields: later(async () => (await editor()).getOpportunityFields),
	},
} satisfies INodeType['methods'];
