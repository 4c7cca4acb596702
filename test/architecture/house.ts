/** A small house that keeps every rule: a file or two for each room. No file has more than its imports. */
export const house: Readonly<Record<string, string>> = {
	'credentials/LeadSquaredAsyncApi.credentials.ts': `
		import 'n8n-workflow';
		import '../nodes/shared/account/account';`,
	'nodes/LeadSquaredAsync/LeadSquaredAsync.node.ts': `
		import '../shared/properties/options';
		import '../shared/async-api/operations';
		const execute = async () => await import('./execute');`,
	'nodes/LeadSquaredAsync/execute.ts': `
		import '../shared/editor/lists';
		import '../shared/fields/values';
		import '../shared/run/open';
		import '../shared/submit/request';`,
	'nodes/LeadSquared/LeadSquared.node.ts':
		"const rows = async () => await import('../shared/reading/rows');",
	'nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node.ts': '',
	'nodes/LeadSquaredCheckStatus/LeadSquaredCheckStatus.node.ts': '',
	'nodes/LeadSquaredTrigger/LeadSquaredTrigger.node.ts': '',
	'nodes/shared/lib/json.ts': '',
	'nodes/shared/properties/options.ts': '',
	'nodes/shared/account/account.ts': "import '../lib/json';",
	'nodes/shared/problems/problems.ts': "import '../properties/options';",
	'nodes/shared/limit/limiter.ts': "import '../lib/json';",
	'nodes/shared/transport/call.ts': "import '../problems/problems';",
	'nodes/shared/transport/client.ts': `
		import 'n8n-workflow';
		import '../limit/limiter';
		import type { Call } from './call';`,
	'nodes/shared/metadata/users.ts': "import type { Client } from '../transport/client';",
	'nodes/shared/run/open.ts': "import '../transport/client';",
	'nodes/shared/async-api/operations.ts': "import type { Call } from '../transport/call';",
	'nodes/shared/fields/values.ts': "import '../problems/problems';",
	'nodes/shared/reading/rows.ts': "import '../lib/json';",
	'nodes/shared/editor/lists.ts': "import '../metadata/users';",
	'nodes/shared/submit/request.ts': `
		import type { IDataObject } from 'n8n-workflow';
		import type { Open } from '../run/open';
		import '../async-api/operations';`,
};
