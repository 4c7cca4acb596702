import { http, once } from './platform';
import type { AddressInfo } from './platform';

interface Message {
	role: string;
	content?: unknown;
}

export interface ChatServer {
	url: string;
	/** The tools that the agent offered, by name and with their parameters. */
	tools: Array<{ name: string; parameters: unknown }>;
	/** What the agent returned as the tool's results, one for each call. */
	results: string[];
	close(): Promise<void>;
}

/**
 * A chat model that speaks OpenAI's protocol as far as n8n needs it, on 127.0.0.1. It calls the first tool that it
 * is offered, once with each of the given arguments, and answers the last result with a sentence.
 */
export async function startChatServer(
	...calls: ReadonlyArray<Record<string, unknown>>
): Promise<ChatServer> {
	const tools: ChatServer['tools'] = [];
	const results: string[] = [];

	function answer(body: {
		messages?: Message[];
		tools?: Array<{ function: { name: string; parameters: unknown } }>;
	}): object {
		const returned = (body.messages ?? []).filter(({ role }) => role === 'tool');
		const offered = (body.tools ?? []).map((tool) => tool.function);
		if (tools.length === 0) tools.push(...offered);
		const last = returned.at(-1);
		if (last !== undefined) {
			results.push(typeof last.content === 'string' ? last.content : JSON.stringify(last.content));
		}
		const args = calls[returned.length];
		if (args === undefined) {
			return { role: 'assistant', content: 'The update is in the queue of LeadSquared.' };
		}
		const call = {
			id: `call_${returned.length + 1}`,
			type: 'function',
			function: { name: offered[0]?.name, arguments: JSON.stringify(args) },
		};
		return { role: 'assistant', content: null, tool_calls: [call] };
	}

	const server = http.createServer((request, response) => {
		void (async () => {
			const parts: string[] = [];
			for await (const part of request) parts.push(String(part));
			const isList = request.url?.endsWith('/models') === true;
			const reply = isList
				? {
						object: 'list',
						data: [{ id: 'gpt-4.1-mini', object: 'model', created: 0, owned_by: 'test' }],
					}
				: completion(answer(JSON.parse(parts.join('')) as Parameters<typeof answer>[0]));
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
		})();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		tools,
		results,
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

function completion(message: object): object {
	return {
		id: 'chat_1',
		object: 'chat.completion',
		created: 0,
		model: 'gpt-4.1-mini',
		choices: [
			{
				index: 0,
				message,
				finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop',
				logprobs: null,
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
