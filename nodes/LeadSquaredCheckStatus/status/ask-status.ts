/**
 * The Status API: one poll of one request.
 * https://apidocs.leadsquared.com/update-an-opportunity-status-api/ and the status page of each operation.
 */
import { operationNamed, operations, type OperationName } from '../../shared/async-api/operations';
import { isOtherId } from '../../shared/lib/guid';
import { isObject, pick, pickText } from '../../shared/lib/json';
import { unlessAborted } from '../../shared/lib/time';
import { problem } from '../../shared/problems/problems';
import { quoted } from '../../shared/problems/quote';
import type { Call } from '../../shared/transport/call';
import type { Client } from '../../shared/transport/client';
import type { Reply } from '../../shared/transport/reply';

/** The status of a request in LeadSquared's own words. */
export interface TaskStatus {
	/** The request that it is of; left out if LeadSquared does not say. */
	requestId?: string;
	/** Documented: `In-Queue`, `FAILURE`, `ERROR`, `Success`; others may exist. */
	status: string;
	statusReason: unknown;
	taskType: unknown;
	taskCurrentStep: unknown;
	taskLastStep: unknown;
	/** The posted body, usually as JSON text. */
	requestBody: unknown;
	/** The answer of the synchronous call behind the request, usually as JSON text; null when there is none. */
	message: unknown;
}

export function readTaskStatus(body: unknown): TaskStatus | undefined {
	if (!isObject(body)) return undefined;
	const task = pick(body, 'TaskStatus');
	if (!isObject(task)) return undefined;
	const requestId = pickText(body, 'RequestId').trim();
	return {
		...(requestId === '' ? {} : { requestId }),
		status: pickText(task, 'Status'),
		statusReason: pick(task, 'StatusReason') ?? null,
		taskType: pick(task, 'TaskType') ?? null,
		taskCurrentStep: pick(task, 'TaskCurrentStep') ?? null,
		taskLastStep: pick(task, 'TaskLastStep') ?? null,
		requestBody: pick(task, 'RequestBody') ?? null,
		message: pick(task, 'Message') ?? null,
	};
}

/**
 * LeadSquared does not publish the path of every status call. By analogy with those that it does publish, it is the path
 * of the submit call; but the overview page shows the entity alone.
 */
type PathForm = 'operation' | 'entity';

/** Which form worked, by host, for the lifetime of the process. */
const knownForms = new Map<string, PathForm>();

function pathOf(operation: OperationName, form: PathForm): string {
	const { path } = operations[operation];
	return form === 'operation' ? `${path}/status` : `/${operation.split('/')[0]}/status`;
}

export interface StatusQuestion {
	requestId: string;
	operation: OperationName;
	/** Set by the user, in place of the forms above. */
	path?: string;
}

/** The first poll of a host, in flight: it learns which path works, and others wait for it. */
const firstPolls = new Map<string, Promise<unknown>>();

/** Asks once. On an unknown route it tries the other form of the path, and remembers what worked. */
export async function askStatus(
	client: Client,
	question: StatusQuestion,
	signal?: AbortSignal,
): Promise<Reply<TaskStatus>> {
	const { requestId, operation } = question;
	const path = question.path ?? operationNamed(operation).statusPath;
	if (path !== undefined) return await poll(client, requestId, operation, path, signal);

	const host = client.account.asyncOrigin;
	const before = firstPolls.get(host);
	if (before !== undefined) await unlessAborted(before, signal);
	const asking = findPath(client, question, signal);
	if (!knownForms.has(host)) {
		firstPolls.set(
			host,
			asking.finally(() => firstPolls.delete(host)),
		);
	}
	return await asking;
}

async function findPath(
	client: Client,
	{ requestId, operation }: StatusQuestion,
	signal: AbortSignal | undefined,
): Promise<Reply<TaskStatus>> {
	const host = client.account.asyncOrigin;
	const first = knownForms.get(host) ?? 'operation';
	const reply = await poll(client, requestId, operation, pathOf(operation, first), signal);
	if (!isUnknownRoute(reply)) {
		// Only an answer from the Status API proves the path; a timeout or a wrong key proves nothing.
		if (reply.kind === 'accepted') knownForms.set(host, first);
		return reply;
	}
	const second = first === 'operation' ? 'entity' : 'operation';
	const other = await poll(client, requestId, operation, pathOf(operation, second), signal);
	if (other.kind === 'accepted') knownForms.set(host, second);
	return isUnknownRoute(other) ? reply : other;
}

function isUnknownRoute(reply: Reply<unknown>): boolean {
	return reply.kind === 'refused' && reply.problem.code === 'unknownRoute';
}

/** @param path of the status call; the forms differ by account */
export function statusCall(label: string, path: string, requestId: string): Call<TaskStatus> {
	return {
		label,
		purpose: 'status',
		method: 'GET',
		host: 'async',
		path,
		query: { RequestID: requestId },
		repeatable: true,
		read: readTaskStatus,
	};
}

async function poll(
	client: Client,
	requestId: string,
	operation: OperationName,
	path: string,
	signal: AbortSignal | undefined,
): Promise<Reply<TaskStatus>> {
	const label = `the status of ${operations[operation].label}`;
	const reply = await client.send(statusCall(label, path, requestId), signal);
	if (reply.kind === 'accepted' && isOtherId(reply.value.requestId ?? '', requestId)) {
		// LeadSquared, or what stands in front of it, has mixed up two answers; the next one may be right.
		const what = `the status of the request ${quoted(requestId)}`;
		return { kind: 'retryable', problem: problem('otherRecord', { label: what }), fate: 'refused' };
	}
	if (reply.kind !== 'refused' || reply.problem.code !== 'notFound') return reply;
	return { kind: 'refused', problem: problem('requestUnknown', reply.problem) };
}
