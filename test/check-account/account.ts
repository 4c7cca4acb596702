/** The account under test: the package's own client, with every reply as it came. */
import type { ICredentialDataDecryptedObject, IHttpRequestOptions, INodeType } from 'n8n-workflow';

import { credentialName } from '../../nodes/shared/account/account';
import { isObject, parseJson, pickText } from '../../nodes/shared/lib/json';
import { problem, type Problem } from '../../nodes/shared/problems/problems';
import type { Result } from '../../nodes/shared/problems/result';
import type { ClientContext } from '../../nodes/shared/transport/attempt';
import type { Call } from '../../nodes/shared/transport/call';
import { openClient, type Client } from '../../nodes/shared/transport/client';
import type { Loaded } from '../../nodes/shared/transport/reply';
import { readFullResponse } from '../../nodes/shared/transport/response';
import { editorContext } from '../support/editor-context';
import { nodeTypesWith } from '../support/engine';
import { allowedCalls } from './allowed';

/** Half of the smallest plan's limit of today: 5 of 10 calls in 5 seconds. */
export const calmPace = 5;

const clientOptions = { timeoutMs: 30_000, maxAttempts: 3, retryOnNetworkFailure: true };

/** n8n signs the calls of a node that has the credential. */
const type = 'test.account';
const anyNode = {
	description: {
		displayName: 'Account',
		name: 'account',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Account' },
		inputs: [],
		outputs: [],
		credentials: [{ name: credentialName, required: true }],
		properties: [],
	},
} as unknown as INodeType;

/** A reply as it came. Contains customer data. */
export interface Exchange {
	/** Method and path. */
	call: string;
	/** 0 if no answer came. */
	status: number;
	headers: Record<string, unknown>;
	text: string;
	/** undefined if the text is not JSON. */
	body: unknown;
}

export interface Answer<T> {
	/** undefined if LeadSquared refused the call or its reply cannot be read. */
	value: T | undefined;
	problem: Problem | undefined;
	/** undefined if no answer came. */
	exchange: Exchange | undefined;
}

/** What became of each kind of call, by its label. */
export type Reads = Map<string, string>;

export class AccountUnderTest {
	/** All replies that said that the limit is exceeded. */
	readonly throttled: Exchange[] = [];

	readonly reads: Reads = new Map();

	private last: Exchange | undefined;

	/** How many calls were sent. */
	calls = 0;

	private constructor(private readonly context: ReturnType<typeof editorContext>) {}

	private opened: Client | undefined;

	static async open(credential: ICredentialDataDecryptedObject): Promise<Result<AccountUnderTest>> {
		const context = editorContext(nodeTypesWith({ [type]: anyNode }), type, credential, {});
		const account = new AccountUnderTest(context);
		const client = await openClient(account.recordingContext(), clientOptions);
		if (!client.ok) return client;
		account.opened = client.value;
		return { ok: true, value: account };
	}

	get client(): Client {
		if (this.opened === undefined) throw new Error('the account is not open yet');
		return this.opened;
	}

	async ask<T>(call: Call<T>): Promise<Answer<T>> {
		const label = call.purpose === 'read' ? call.label : undefined;
		return await this.load(label, async () => {
			const reply = await this.client.send(call);
			if (reply.kind === 'accepted') return { ok: true, value: reply.value };
			return reply.kind === 'cancelled' ? undefined : { ok: false, problem: reply.problem };
		});
	}

	/**
	 * What a loader of the package returns, and the reply behind it.
	 *
	 * @param label of a read, which the keys may or may not be allowed to make
	 */
	async load<T>(label: string | undefined, load: () => Promise<Loaded<T>>): Promise<Answer<T>> {
		this.last = undefined;
		const loaded = await load();
		const exchange = this.last as Exchange | undefined;
		const answer: Answer<T> = {
			value: loaded?.ok ? loaded.value : undefined,
			problem:
				loaded === undefined
					? problem('connectionLost', {})
					: loaded.ok
						? undefined
						: loaded.problem,
			exchange,
		};
		// The first time counts: later calls of the same kind may ask for what is not there on purpose.
		if (label !== undefined && !this.reads.has(label)) this.reads.set(label, verdictOf(answer));
		return answer;
	}

	/** LeadSquared documents the keys in the query too, but the nodes never send them there for a read. */
	async takesKeysInQuery(path: string): Promise<boolean> {
		const { accessKey, secretKey, apiOrigin } = this.client.account;
		this.check('GET', path);
		const response: unknown = await this.context.helpers.httpRequest({
			method: 'GET',
			url: `${apiOrigin}${path}`,
			qs: { accessKey, secretKey },
			arrayFormat: 'repeat',
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: clientOptions.timeoutMs,
		});
		return this.record(`GET ${path}`, response).status === 200;
	}

	private check(method: string, path: string): void {
		const call = `${method} ${path}`;
		if (!allowedCalls.has(call)) throw new Error(`${call} is not among the calls that only read`);
		this.calls++;
	}

	private record(call: string, response: unknown): Exchange {
		const { status, headers, text } = readFullResponse(response);
		const parsed = parseJson(text);
		this.last = { call, status, headers, text, body: parsed.ok ? parsed.value : undefined };
		if (status === 429 || /MXAPIRateLimitExceeded/i.test(text)) this.throttled.push(this.last);
		return this.last;
	}

	private recordingContext(): ClientContext {
		const { context } = this;
		const send = async (name: string, request: IHttpRequestOptions): Promise<unknown> => {
			const path = new URL(request.url).pathname;
			const method = request.method ?? 'GET';
			this.check(method, path);
			this.last = undefined;
			const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
				context,
				name,
				request,
			);
			this.record(`${method} ${path}`, response);
			return response;
		};
		return {
			getCredentials: async () => await context.getCredentials(credentialName),
			getExecutionId: () => '',
			getNode: () => context.getNode(),
			logger: context.logger,
			helpers: { httpRequestWithAuthentication: send as Send },
		};
	}
}

type Send = ClientContext['helpers']['httpRequestWithAuthentication'];

/** LeadSquared's name for what went wrong; never its sentence, which may contain customer data. */
export function exceptionOf({ exchange, problem: seen }: Answer<unknown>): string {
	const type = isObject(exchange?.body) ? pickText(exchange.body, 'ExceptionType') : '';
	const name = /^\w{1,60}$/.exec(type)?.[0] ?? '';
	if (exchange === undefined) return `no answer (${seen?.code ?? 'unknown'})`;
	return `HTTP ${exchange.status}${name === '' ? '' : ` ${name}`}`;
}

export function verdictOf(answer: Answer<unknown>): string {
	if (answer.problem === undefined) return 'answers';
	if (answer.exchange !== undefined && answer.exchange.status < 300) {
		const isError = answer.problem.code === 'exception';
		return isError ? `refused, ${exceptionOf(answer)}` : 'answers in a form that cannot be read';
	}
	return `refused, ${exceptionOf(answer)}`;
}

/** No answer at all came: the network, the host's name, a proxy or a certificate. */
export const isUnreachable = ({ exchange }: Answer<unknown>): boolean => exchange === undefined;
