/**
 * The LeadSquared of a measurement, in a process of its own. Prints one line of JSON with its addresses.
 *
 *   tsx test/bench/server.ts limited log+rejected    the sandbox with a limit of 25 in 5 s, behind a slow line
 *   tsx test/bench/server.ts bare                    accepts every call at once, as fast as Node can
 */
import axios from 'axios';

import { startSandbox, type LimitModel, type Sandbox } from '../sandbox';
import { delay, http, once, proc, type AddressInfo } from '../support/platform';
import { randomFrom } from '../support/random';

/** What arrived, and its outcome. */
export interface Counts {
	calls: number;
	throttled: number;
	/** How many updates were accepted, and of how many opportunities. */
	accepted: number;
	opportunities: number;
	/** ms from the first arrival to the last. */
	spanMs: number;
}

/** From a call to its answer, in ms; half of it each way. */
const latency = { shortest: 20, longest: 120 };

async function listen(handler: http.RequestListener): Promise<string> {
	const server = http.createServer(handler).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString();
}

/** Passes every call on to the sandbox, delayed both ways. */
async function slowLine(sandbox: Sandbox): Promise<string> {
	const random = randomFrom(1);
	const aWhile = async () =>
		await delay((latency.shortest + random() * (latency.longest - latency.shortest)) / 2);
	const forward: http.RequestListener = (request, response) => {
		void (async () => {
			const [body] = await Promise.all([bodyOf(request), aWhile()]);
			const { status, data } = await axios.request<string>({
				baseURL: sandbox.url,
				url: request.url ?? '/',
				method: request.method ?? 'GET',
				headers: {
					'content-type': request.headers['content-type'],
					'x-api-key': request.headers['x-api-key'],
				},
				data: body,
				transformRequest: (text: string) => text,
				responseType: 'text',
				transformResponse: (text: string) => text,
				validateStatus: () => true,
				proxy: false,
			});
			await aWhile();
			response.writeHead(status, { 'content-type': 'application/json' }).end(data);
		})();
	};
	return await listen(forward);
}

function sandboxCounts(sandbox: Sandbox): Counts {
	const updates = sandbox.calls.filter(({ method }) => method === 'POST');
	const arrivals = updates.map(({ at }) => at);
	const accepted = [...sandbox.requests.values()].map(
		({ body }) => (body as { ProspectOpportunityId: string }).ProspectOpportunityId,
	);
	return {
		calls: arrivals.length,
		throttled: updates.filter(({ rejectedByLimit }) => rejectedByLimit).length,
		accepted: accepted.length,
		opportunities: new Set(accepted).size,
		spanMs: Math.max(...arrivals) - Math.min(...arrivals),
	};
}

async function limited(model: LimitModel) {
	const sandbox = await startSandbox({ limit: { model, calls: 25, windowMs: 5_000 } });
	return {
		url: await slowLine(sandbox),
		keys: sandbox.keys,
		counts: () => sandboxCounts(sandbox),
	};
}

/** The documented status of an update that is done. */
const completed = (id: string) => ({
	RequestID: id,
	TaskStatus: {
		TaskType: 'Opportunity Update',
		Status: 'Success',
		StatusReason: 'Request was successfully completed',
		TaskCurrentStep: null,
		TaskLastStep: 'In-Process-Queue',
		RequestBody: JSON.stringify({
			ProspectOpportunityId: id,
			Fields: [{ SchemaName: 'mx_Custom_1', Value: 'changed' }],
		}),
		Message: JSON.stringify({ Status: 'Success', Message: { Id: id } }),
	},
});

/** The documented acceptance or status without the sandbox's work, which would distort the measurement. */
async function bare() {
	let calls = 0;
	const url = await listen((request, response) => {
		request.resume();
		request.on('end', () => {
			const id = `00000000-0000-4000-8000-${String(++calls).padStart(12, '0')}`;
			const answer =
				request.method === 'GET'
					? completed(id)
					: {
							Status: 'Request accepted. Please use below request id to check the status',
							RequestID: id,
						};
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
		});
	});
	const keys = { accessKey: 'bench', secretKey: 'bench', apiKey: 'bench' };
	const counts = () => ({ calls, throttled: 0, accepted: calls, opportunities: calls, spanMs: 0 });
	return { url, keys, counts };
}

async function main(): Promise<void> {
	const [kind, model = 'log+rejected'] = proc.argv.slice(2);
	const { url, keys, counts } = kind === 'bare' ? await bare() : await limited(model as LimitModel);
	const countsUrl = await listen((_, response) => response.end(JSON.stringify(counts())));
	proc.stdout.write(`${JSON.stringify({ url, keys, countsUrl })}\n`);
}

void main();
