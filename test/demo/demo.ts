/**
 * The main job, end to end: a CSV file goes through examples/update-and-check.json on n8n's engine.
 *
 *   npm run demo                                             against the embedded sandbox
 *   npm run demo -- --keys my.local.json --csv my.csv        against LeadSquared
 */
import '../support/setup';

import type { ICredentialType, INodeType } from 'n8n-workflow';

import { checkType, updateType } from '../support/engine';
import { parseArgs, path, proc, root } from '../support/platform';
import { realAccount, sandboxAccount } from './account';
import { runExample } from './run-example';

const say = (text: string) => proc.stdout.write(`${text}\n`);

/** A class as it was built and as it ships, not its source. */
function built<T>(folder: string, name: string, kind: 'node' | 'credentials'): T {
	const file = path.join(root, 'dist', folder, `${name}.${kind}.js`);
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is made at run time
	const exported = require(file) as Record<string, new () => T>;
	const Class = exported[name];
	if (Class === undefined) throw new Error(`${file} has no class ${name}`);
	return new Class();
}

const builtNode = (name: string) => built<INodeType>(path.join('nodes', name), name, 'node');

async function main(): Promise<number> {
	const { values } = parseArgs({ options: { keys: { type: 'string' }, csv: { type: 'string' } } });
	if (values.keys !== undefined && values.csv === undefined) {
		// The example's rows are made up and do not belong in a real account.
		say('Name your own file with --csv when you run against a real account.');
		return 2;
	}
	const csv = path.resolve(values.csv ?? path.join(root, 'examples', 'opportunity-updates.csv'));
	const account = values.keys === undefined ? await sandboxAccount(say) : realAccount(values.keys);
	try {
		const types = {
			credentialType: built<ICredentialType>('credentials', 'LeadSquaredAsyncApi', 'credentials'),
			nodeTypes: {
				[updateType]: builtNode('LeadSquaredUpdateOpportunity'),
				[checkType]: builtNode('LeadSquaredCheckStatus'),
			},
		};
		return (await runExample(account, csv, types, say)) ? 0 : 1;
	} finally {
		await account.close();
	}
}

void main().then((code) => proc.exit(code));
