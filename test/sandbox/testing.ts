import axios from 'axios';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import { startSandbox } from './index';
import type { Sandbox, SandboxOptions } from './types';

/** Helpers of the sandbox's own tests: a plain HTTP client that accepts any status code, and a clock. */
export type Answer = AxiosResponse<unknown>;

export interface Client {
	sandbox: Sandbox;
	/** Any call, with nothing added. */
	call(config: AxiosRequestConfig): Promise<Answer>;
	/** A documented submit: keys in the query, x-api-key in the header, JSON. */
	submit(path: string, body: unknown, config?: AxiosRequestConfig): Promise<Answer>;
	/** A status or metrics call with x-api-key alone. */
	look(path: string, params?: Record<string, string>): Promise<Answer>;
	/** A V2 call with header keys. */
	read(path: string, params?: Record<string, string>): Promise<Answer>;
	/** A V2 call with header keys and a JSON body. */
	post(path: string, body: unknown): Promise<Answer>;
}

export interface Clock {
	now: () => number;
	ms: number;
}

export function clock(ms = 1_000_000): Clock {
	const self = { ms, now: () => self.ms };
	return self;
}

const open: Sandbox[] = [];

/** Starts a sandbox that `closeAll` closes. */
export async function client(options: SandboxOptions = {}): Promise<Client> {
	const sandbox = await startSandbox(options);
	open.push(sandbox);
	const { accessKey, secretKey, apiKey } = sandbox.keys;
	const syncKeys = { 'x-LSQ-AccessKey': accessKey, 'x-LSQ-SecretKey': secretKey };
	const call = (config: AxiosRequestConfig): Promise<Answer> =>
		axios.request({
			baseURL: sandbox.url,
			validateStatus: () => true,
			proxy: false,
			...config,
		});
	return {
		sandbox,
		call,
		submit: (path, data, config = {}) =>
			call({
				method: 'POST',
				url: path,
				// A real form encoder: axios leaves `$` and `+` as they are.
				params: new URLSearchParams({ accessKey, secretKey }),
				data,
				...config,
				headers: { 'x-api-key': apiKey, 'Content-Type': 'application/json', ...config.headers },
			}),
		look: (url, params) => call({ url, params, headers: { 'x-api-key': apiKey } }),
		read: (path, params) =>
			call({
				url: `/v2/${path}`,
				params,
				headers: syncKeys,
			}),
		post: (path, data) => call({ method: 'POST', url: `/v2/${path}`, data, headers: syncKeys }),
	};
}

export async function closeAll(): Promise<void> {
	await Promise.all(open.splice(0).map(async (sandbox) => await sandbox.close()));
}

export const UPDATE = '/opportunity/update';

/** The smallest valid update of one opportunity. */
export const update = (id: string, fields: Record<string, string> = {}) => ({
	ProspectOpportunityId: id,
	Fields: Object.entries(fields).map(([SchemaName, Value]) => ({ SchemaName, Value })),
});

interface Accepted {
	RequestID: string;
}

export const requestId = (answer: Answer): string => (answer.data as Accepted).RequestID;

export interface TaskStatus {
	TaskType: string;
	Status: string;
	StatusReason: string;
	TaskCurrentStep: string | null;
	TaskLastStep: string | null;
	RequestBody: string;
	Message: string | null;
}

export const task = (answer: Answer): TaskStatus =>
	(answer.data as { TaskStatus: TaskStatus }).TaskStatus;

/** Submits and asks for the status at once. */
export async function outcomeOf(
	one: Client,
	path: string,
	body: unknown,
	query = {},
): Promise<TaskStatus> {
	const { accessKey, secretKey } = one.sandbox.keys;
	const params = new URLSearchParams({ accessKey, secretKey, ...query });
	const accepted = await one.submit(path, body, { params });
	return task(await one.look(`${path}/status`, { RequestID: requestId(accepted) }));
}
