/** The ways to send N updates from n8n that are compared, each as a workflow on n8n's engine. */
import type { ICredentialType, IExecuteFunctions, INode, INodeType } from 'n8n-workflow';

import type { Keys } from '../sandbox';
import { runWorkflow, updateType, type RunSetup } from '../support/engine';
import { path, proc, root } from '../support/platform';

export type Contestant =
	| 'ours'
	/** Another build of ours. */
	| 'ours, other build'
	| 'http'
	| 'http batched'
	| 'loop and wait'
	| 'helper'
	| 'helper, one expression';

/** What they are called in the tables. */
export const titles: Record<Contestant, string> = {
	ours: 'LeadSquared Update Opportunity (Async)',
	'ours, other build': 'the same, of the build in BENCH_BESIDE',
	http: 'HTTP Request',
	'http batched': 'HTTP Request, batches of 25 every 5,000 ms',
	'loop and wait': 'Loop Over Items (25) + HTTP Request + Wait 5 s',
	helper: "n8n's HTTP helper in a bare loop, 25 at a time",
	'helper, one expression': 'the same, reading the ID with an expression',
};

/** The checkout of another build, to be measured in the same run. */
export const otherCheckout = proc.env.BENCH_BESIDE;

export interface Target {
	url: string;
	keys: Keys;
	callsPerWindow: number;
	/** The folder of n8n's own nodes. */
	nodesBase: string;
}

function load<T>(file: string, name: string): T {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is made at run time
	const exported = require(file) as Record<string, new () => T>;
	const Class = exported[name];
	if (Class === undefined) throw new Error(`${file} has no class ${name}`);
	return new Class();
}

const submitUrl = ({ url, keys }: Target) =>
	`${url}/opportunity/update?${new URLSearchParams({ accessKey: keys.accessKey, secretKey: keys.secretKey })}`;

const bodyOf = (id: unknown) => ({
	ProspectOpportunityId: id,
	Fields: [{ SchemaName: 'mx_Custom_1', Value: 'changed' }],
});

function node(name: string, type: string, version: number, parameters: object): INode {
	return {
		id: name,
		name,
		type,
		typeVersion: version,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		// A refusal must not end the run, or nothing could be compared.
		onError: 'continueRegularOutput',
	};
}

const chain = (...names: string[]): RunSetup['connections'] =>
	Object.fromEntries(
		names
			.slice(0, -1)
			.map((from, n) => [
				from,
				{ main: [[{ node: names[n + 1] ?? '', type: 'main' as const, index: 0 }]] },
			]),
	);

const start = node('Start', 'test.start', 1, {});

function httpRequest(target: Target, batching: object): INode {
	return node('Request', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url: submitUrl(target),
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'x-api-key', value: target.keys.apiKey }] },
		sendBody: true,
		specifyBody: 'json',
		jsonBody: `={{ ${JSON.stringify(bodyOf(0)).replace(':0', ':$json.id')} }}`,
		options: batching,
	});
}

/** The ceiling: n8n's helper alone, or with the one expression that every update needs. */
function helperNode(target: Target, readsId: boolean): INodeType {
	return {
		description: {
			displayName: 'Helper',
			name: 'helper',
			group: ['output'],
			version: 1,
			description: '',
			defaults: { name: 'Helper' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [{ displayName: 'ID', name: 'id', type: 'string', default: '' }],
		},
		async execute(this: IExecuteFunctions) {
			const items = this.getInputData();
			const output = new Array<{ json: object; pairedItem: { item: number } }>(items.length);
			let next = 0;
			const worker = async () => {
				for (let item = next++; item < items.length; item = next++) {
					const json = (await this.helpers.httpRequest({
						method: 'POST',
						url: submitUrl(target),
						headers: { 'x-api-key': target.keys.apiKey },
						body: bodyOf(readsId ? this.getNodeParameter('id', item) : items[item]?.json.id),
						json: true,
					})) as object;
					output[item] = { json, pairedItem: { item } };
				}
			};
			await Promise.all(Array.from({ length: 25 }, worker));
			return [output];
		},
	} as unknown as INodeType;
}

type Plan = Pick<RunSetup, 'nodes' | 'connections'>;

function plan(contestant: Contestant, target: Target): Plan {
	switch (contestant) {
		case 'ours':
		case 'ours, other build': {
			const update = {
				...node('Update', updateType, 1, {
					opportunityId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
					fieldsMode: 'manual',
					fields: { field: [{ schemaName: 'mx_Custom_1', value: 'changed' }] },
				}),
				credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
			};
			return { nodes: [start, update], connections: chain('Start', 'Update') };
		}
		case 'http':
		case 'http batched': {
			const batch = { batch: { batchSize: 25, batchInterval: 5_000 } };
			const options = contestant === 'http' ? {} : { batching: batch };
			return {
				nodes: [start, httpRequest(target, options)],
				connections: chain('Start', 'Request'),
			};
		}
		case 'loop and wait': {
			const loop = node('Loop', 'n8n-nodes-base.splitInBatches', 3, { batchSize: 25 });
			const wait = node('Wait', 'n8n-nodes-base.wait', 1.1, { amount: 5, unit: 'seconds' });
			const connections = chain('Start', 'Loop', 'Request', 'Wait', 'Loop');
			// Its second output is the loop; the first one is used when all is done.
			connections.Loop = { main: [[], [{ node: 'Request', type: 'main', index: 0 }]] };
			return { nodes: [start, loop, httpRequest(target, {}), wait], connections };
		}
		case 'helper':
		case 'helper, one expression':
			return {
				nodes: [start, node('Helper', 'bench.helper', 1, { id: '={{ $json.id }}' })],
				connections: chain('Start', 'Helper'),
			};
	}
}

/** The node types of a workflow, loaded. Loading takes n8n's own nodes some seconds, which is not part of a run. */
export function loadNodes(contestant: Contestant, target: Target): RunSetup['nodeTypes'] {
	const base = (folder: string) =>
		load<INodeType>(
			path.join(target.nodesBase, 'dist', 'nodes', folder, `${folder}.node.js`),
			folder,
		);
	switch (contestant) {
		case 'ours':
		case 'ours, other build': {
			const name = 'LeadSquaredUpdateOpportunity';
			const file = built(contestant, path.join('nodes', name), name, 'node');
			return { [updateType]: load<INodeType>(file, name) };
		}
		case 'helper':
		case 'helper, one expression':
			return { 'bench.helper': helperNode(target, contestant !== 'helper') };
		case 'http':
		case 'http batched':
			return { 'n8n-nodes-base.httpRequest': base('HttpRequest') };
		case 'loop and wait':
			return {
				'n8n-nodes-base.httpRequest': base('HttpRequest'),
				'n8n-nodes-base.splitInBatches': base('SplitInBatches'),
				'n8n-nodes-base.wait': base('Wait'),
			};
	}
}

function built(contestant: Contestant, folder: string, name: string, kind: string): string {
	const checkout = contestant === 'ours, other build' ? otherCheckout : root;
	if (checkout === undefined) throw new Error('BENCH_BESIDE names no checkout');
	return path.join(checkout, 'dist', folder, `${name}.${kind}.js`);
}

/** Runs the workflow; resolves when it has ended. */
export async function runContestant(
	contestant: Contestant,
	target: Target,
	nodeTypes: RunSetup['nodeTypes'],
	ids: readonly string[],
): ReturnType<typeof runWorkflow> {
	return await runWorkflow({
		...plan(contestant, target),
		items: ids.map((id) => ({ json: { id } })),
		credential: {
			region: 'custom',
			asyncHost: target.url,
			apiHost: target.url,
			...target.keys,
			callsPerWindow: target.callsPerWindow,
		},
		credentialType: load<ICredentialType>(
			built(contestant, 'credentials', 'LeadSquaredAsyncApi', 'credentials'),
			'LeadSquaredAsyncApi',
		),
		nodeTypes,
	});
}
