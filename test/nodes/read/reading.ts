import type { ICredentialDataDecryptedObject, INode, INodeParameters } from 'n8n-workflow';

import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { items, readType, runNode, type NodeRun } from '../../support/run-node';

export interface Read extends NodeRun {
	/** The json of each item of the first output. */
	rows: Array<Record<string, unknown>>;
}

/** Opens accounts that are closed after each test. To be called at the top of a file. */
export function useAccounts(): (options?: SandboxOptions) => Promise<Sandbox> {
	const open: Sandbox[] = [];
	afterEach(async () => {
		await Promise.all(open.splice(0).map(async (sandbox) => await sandbox.close()));
	});
	return async (options = {}) => {
		const sandbox = await startSandbox(options);
		open.push(sandbox);
		return sandbox;
	};
}

/** Runs the reading node; `what` is `resource:operation`. */
export async function read(
	sandbox: Sandbox,
	what: string,
	parameters: INodeParameters = {},
	inputs = items({}),
	settings: Partial<INode> = {},
	type = readType,
	credential: ICredentialDataDecryptedObject = {},
): Promise<Read> {
	const [resource = '', operation = ''] = what.split(':');
	const run = await runNode(
		{
			type,
			parameters: { resource, operation, ...parameters },
			settings,
			credential: credentialFor(sandbox, credential),
		},
		inputs,
	);
	return { ...run, rows: (run.outputs[0] ?? []).map(({ json }) => json) };
}

/** The paths of the calls, without the common part, and without those for types and fields. */
export function pathsOf({ calls }: Sandbox): string[] {
	return calls
		.map(({ path }) => path.replace(/^\/v2\/\w+\.svc\//, ''))
		.filter((path) => !/Types|MetaData|Metadata|GetActivitySetting/.test(path));
}

/** A value of the list. */
export const column = (rows: Read['rows'], name: string) => rows.map((row) => row[name]);
