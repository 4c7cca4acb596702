/** One measurement: a server and a worker, each in its own process, both ended afterwards. */
import axios from 'axios';

import { installN8n } from '../e2e/install';
import { n8nLines } from '../e2e/lines';
import {
	delay,
	once,
	path,
	proc,
	root,
	runTypeScript,
	spawn,
	type ChildProcess,
} from '../support/platform';
import type { Contestant, Target } from './contestants';
import type { Counts } from './server';
import type { Measured, Task } from './worker';

export interface Machine {
	/** The Node that n8n runs on. */
	node: string;
	nodesBase: string;
	n8nVersion: string;
	nodeVersion: string;
}

/** The n8n of the end-to-end run: its Node and its own nodes. */
export async function prepare(say: (line: string) => void): Promise<Machine> {
	const [line] = n8nLines;
	if (line === undefined) throw new Error('no n8n is named in test/e2e/lines.ts');
	const { folder, node } = await installN8n(line, say);
	const nodesBase = path.join(folder, 'node_modules', 'n8n-nodes-base');
	return { node, nodesBase, n8nVersion: line.n8n, nodeVersion: line.node };
}

function start(node: string, file: string, args: string[], flags: string[] = []): ChildProcess {
	return spawn(
		node,
		[...runTypeScript, ...flags, path.join(root, 'test', 'bench', file), ...args],
		{
			cwd: root,
			stdio: ['ignore', 'pipe', 'inherit'],
			env: { ...proc.env, N8N_LOG_LEVEL: 'silent' },
		},
	);
}

/** The first line that the process prints as JSON. */
async function answerOf<T>(child: ChildProcess): Promise<T> {
	let text = '';
	for await (const part of child.stdout ?? []) {
		text += String(part);
		const line = text.split('\n').find((each) => each.startsWith('{') && each.endsWith('}'));
		if (line !== undefined) return JSON.parse(line) as T;
	}
	throw new Error(`a process of the benchmark ended without an answer: ${text.slice(-2_000)}`);
}

export interface Setting {
	contestant: Contestant;
	count: number;
	/** `bare` or the kind of limit. */
	server: string;
	runs?: number;
	/** Calls a second of a client unknown to n8n. */
	foreign?: number;
}

export type Result = Measured & Counts;

export async function measure(machine: Machine, setting: Setting): Promise<Result> {
	const { contestant, count, server, runs = 1, foreign = 0 } = setting;
	const isBare = server === 'bare';
	const serving = start(machine.node, 'server.ts', isBare ? ['bare'] : ['limited', server]);
	try {
		const { url, keys, countsUrl } = await answerOf<
			Pick<Target, 'url' | 'keys'> & { countsUrl: string }
		>(serving);
		const target: Target = {
			url,
			keys,
			nodesBase: machine.nodesBase,
			callsPerWindow: isBare ? 1_000_000 : 25,
		};
		const task: Task = { contestant, count, runs, target };
		const working = start(machine.node, 'worker.ts', [JSON.stringify(task)], ['--expose-gc']);
		let done = false;
		const other = callNowAndThen(target, foreign, () => done);
		const measured = await answerOf<Measured>(working);
		done = true;
		await other;
		const { data } = await axios.get<Counts>(countsUrl, { proxy: false });
		return { ...measured, ...data };
	} finally {
		serving.kill();
		await once(serving, 'exit');
	}
}

/** Another program on the account: it reads the queue's metrics, which counts against the limit and changes nothing. */
async function callNowAndThen(
	{ url, keys }: Target,
	perSecond: number,
	done: () => boolean,
): Promise<void> {
	while (perSecond > 0 && !done()) {
		const call = axios.get(`${url}/opportunity/update/metrics`, {
			headers: { 'x-api-key': keys.apiKey },
			validateStatus: () => true,
			proxy: false,
		});
		await Promise.all([call, delay(1_000 / perSecond)]);
	}
}
