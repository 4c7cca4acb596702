/** The ways to send N updates from n8n that are compared, each as a workflow on n8n's engine. */
import type {
	ICredentialType,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	INodeType,
} from 'n8n-workflow';

import type { Keys } from '../sandbox';
import { asyncType, checkType, runWorkflow, updateType, type RunSetup } from '../support/engine';
import { path, proc, root } from '../support/platform';

export type Contestant =
	| 'ours'
	/** Another build of ours. */
	| 'ours, other build'
	| 'capture'
	| 'capture, other build'
	| 'check'
	| 'check, other build'
	| 'http'
	| 'http batched'
	| 'loop and wait'
	| 'helper'
	| 'helper, one expression'
	| 'helper, capture'
	| 'helper, check';

/** What they are called in the tables. */
export const titles: Record<Contestant, string> = {
	ours: 'LeadSquared Update Opportunity (Async)',
	'ours, other build': 'LeadSquared Update Opportunity (Async), other build',
	capture: 'LeadSquared Async, Capture Opportunity',
	'capture, other build': 'LeadSquared Async, Capture Opportunity, other build',
	check: 'LeadSquared Check Status, one look',
	'check, other build': 'LeadSquared Check Status, one look, other build',
	http: 'HTTP Request',
	'http batched': 'HTTP Request, batches of 25 every 5,000 ms',
	'loop and wait': 'Loop Over Items (25) + HTTP Request + Wait 5 s',
	helper: "n8n's HTTP helper in a bare loop, 25 at a time",
	'helper, one expression': 'the bare loop, reading the ID with an expression',
	'helper, capture': 'the bare loop for captures, reading the ID with an expression',
	'helper, check': 'the bare loop for statuses, reading the ID with an expression',
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

const statusUrl = ({ url }: Target, id: unknown) =>
	`${url}/opportunity/update/status?${new URLSearchParams({ RequestID: String(id) })}`;

const captureOf = (id: unknown) => ({
	LeadDetails: [
		{ Attribute: 'EmailAddress', Value: `${String(id)}@example.com` },
		{ Attribute: 'SearchBy', Value: 'EmailAddress' },
	],
	Opportunity: {
		OpportunityEventCode: 12000,
		Fields: [{ SchemaName: 'mx_Custom_1', Value: 'changed' }],
	},
});

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

/** The ceiling: n8n's helper alone, or with the one expression that every call needs. */
function helperNode(target: Target, contestant: Contestant): INodeType {
	const headers = { 'x-api-key': target.keys.apiKey };
	const requestFor = (id: unknown): IHttpRequestOptions =>
		contestant === 'helper, check'
			? { method: 'GET', url: statusUrl(target, id), headers, json: true }
			: {
					method: 'POST',
					url: submitUrl(target),
					headers,
					body: contestant === 'helper, capture' ? captureOf(id) : bodyOf(id),
					json: true,
				};
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
					const id =
						contestant === 'helper' ? items[item]?.json.id : this.getNodeParameter('id', item);
					const json = (await this.helpers.httpRequest(requestFor(id))) as object;
					output[item] = { json, pairedItem: { item } };
				}
			};
			await Promise.all(Array.from({ length: 25 }, worker));
			return [output];
		},
	} as unknown as INodeType;
}

type Plan = Pick<RunSetup, 'nodes' | 'connections'>;

const fields = { field: [{ schemaName: 'mx_Custom_1', value: 'changed' }] };

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A workflow of one of our nodes. */
function planOf(type: string, version: number, parameters: object): Plan {
	const ours = {
		...node('Ours', type, version, parameters),
		credentials: { leadSquaredAsyncApi: { id: '1', name: 'LeadSquared' } },
	};
	return { nodes: [start, ours], connections: chain('Start', 'Ours') };
}

function plan(contestant: Contestant, target: Target): Plan {
	switch (contestant) {
		case 'ours':
		case 'ours, other build': {
			const opportunityId = byId('={{ $json.id }}');
			return planOf(updateType, 1, { opportunityId, fieldsMode: 'manual', fields });
		}
		case 'capture':
		case 'capture, other build':
			return planOf(asyncType, 1, {
				resource: 'opportunity',
				operation: 'capture',
				opportunityType: byId('12000'),
				searchBy: 'EmailAddress',
				leadFieldsMode: 'manual',
				leadFields: {
					field: [{ schemaName: 'EmailAddress', value: '={{ $json.id }}@example.com' }],
				},
				fieldsMode: 'manual',
				fields,
			});
		case 'check':
		case 'check, other build':
			return planOf(checkType, 1.1, { requestId: '={{ $json.id }}', requestType: 'auto' });
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
		case 'helper, capture':
		case 'helper, check':
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
		case 'ours, other build':
			return { [updateType]: ownNode(contestant, 'LeadSquaredUpdateOpportunity') };
		case 'capture':
		case 'capture, other build':
			return { [asyncType]: ownNode(contestant, 'LeadSquaredAsync') };
		case 'check':
		case 'check, other build':
			return { [checkType]: ownNode(contestant, 'LeadSquaredCheckStatus') };
		case 'helper':
		case 'helper, one expression':
		case 'helper, capture':
		case 'helper, check':
			return { 'bench.helper': helperNode(target, contestant) };
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

function ownNode(contestant: Contestant, name: string): INodeType {
	return load<INodeType>(built(contestant, path.join('nodes', name), name, 'node'), name);
}

function built(contestant: Contestant, folder: string, name: string, kind: string): string {
	const checkout = contestant.endsWith(', other build') ? otherCheckout : root;
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
