import axios from 'axios';
import { delay } from '../support/platform';

/** What an MCP server answered to a call of a tool. */
export interface ToolAnswer {
	isError: boolean;
	text: string;
}

interface Reply {
	result?: {
		isError?: boolean;
		content?: Array<{ text?: string }>;
		tools?: Array<{ name: string }>;
	};
	error?: { message: string };
}

/** How long n8n may take to register what was activated. */
const activationMs = 30_000;

/** A client of an MCP server, over streamable HTTP as far as n8n's MCP Server Trigger needs it. */
export class McpClient {
	private ids = 0;

	private session = '';

	constructor(private readonly url: string) {}

	async connect(): Promise<void> {
		const deadline = Date.now() + activationMs;
		const clientInfo = { name: 'e2e', version: '1' };
		const hello = { protocolVersion: '2025-03-26', capabilities: {}, clientInfo };
		while ((await this.post('initialize', hello)) === undefined) {
			if (Date.now() > deadline) throw new Error(`${this.url} does not answer`);
			await delay(200);
		}
	}

	async toolNames(): Promise<string[]> {
		const reply = await this.post('tools/list', {});
		return (reply?.result?.tools ?? []).map(({ name }) => name);
	}

	async callTool(name: string, args: Record<string, unknown>): Promise<ToolAnswer> {
		const reply = await this.post('tools/call', { name, arguments: args });
		const { result, error } = reply ?? {};
		if (result === undefined) throw new Error(`${name}: ${error?.message ?? 'no answer'}`);
		return {
			isError: result.isError === true,
			text: (result.content ?? []).map(({ text }) => text ?? '').join('\n'),
		};
	}

	/** @returns undefined while n8n does not know the address */
	private async post(method: string, params: object): Promise<Reply | undefined> {
		const message = { jsonrpc: '2.0', id: ++this.ids, method, params };
		const { status, headers, data } = await axios.post<string>(this.url, message, {
			headers: {
				accept: 'application/json, text/event-stream',
				...(this.session ? { 'mcp-session-id': this.session } : {}),
			},
			proxy: false,
			responseType: 'text',
			timeout: 60_000,
			transformResponse: (text: string) => text,
			validateStatus: () => true,
		});
		if (status === 404) return undefined;
		if (status >= 300) throw new Error(`${method} answered ${status}: ${data}`);
		this.session = String(headers['mcp-session-id'] ?? this.session);
		// The answer is the only event of its stream.
		const event = /^data: (.+)$/m.exec(data)?.[1] ?? data;
		return JSON.parse(event) as Reply;
	}
}
