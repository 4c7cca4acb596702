import { randomUUID } from '../support/platform';
import { parseJson } from './narrow';
import { operations } from './operations';
import type { Operation } from './operations';
import type { Queue } from './queue';
import { ok, refuse, wrongKeys, wrongRegion } from './replies';
import type { Answer, Route } from './route';
import type { Keys, QueuedRequest, RecordedCall, SandboxOptions } from './types';

/** The asynchronous API: submit, status and metrics of every operation. */
export interface AsyncContext {
	keys: Keys;
	queue: Queue;
	options: Pick<SandboxOptions, 'statusPath' | 'requestIdKey' | 'wrongRegion'>;
}

// No page shows the body of a refused submit, so the exception's name is a guess.
const badRequest = (message: string) => ({
	reply: refuse(400, 'MXInvalidInputException', message),
});

/** The checks behind the gateway, in order: keys, content type, JSON, shape. Then the call is queued. */
function submit(context: AsyncContext, operation: Operation, call: RecordedCall): Answer {
	const { keys, options, queue } = context;
	if (operation.keyed) {
		if (options.wrongRegion !== undefined) return { reply: wrongRegion(options.wrongRegion) };
		// No page of the Async API documents keys in headers, so they are ignored (REFERENCE.md, 2).
		const { accessKey, secretKey } = call.query;
		if (accessKey !== keys.accessKey || secretKey !== keys.secretKey) {
			return { reply: wrongKeys() };
		}
	}
	const contentType = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (contentType !== 'application/json') {
		return badRequest('Content-Type must be application/json');
	}
	if (call.body === undefined) return badRequest('The body is not valid JSON');
	const missing = operation.mandatoryQuery.find((name) => !call.query[name]);
	if (missing !== undefined) {
		return {
			reply: refuse(400, 'MXMandatoryAttributeMissingException', `'${missing}' is mandatory`),
		};
	}
	const problem = operation.shape(call.body);
	if (problem !== undefined) return badRequest(problem);

	const id = randomUUID();
	return {
		reply: ok({
			Status: 'Request accepted. Please use below request id to check the status',
			RequestID: id,
		}),
		accept: () =>
			queue.accept({
				id,
				operation: operation.name,
				body: parseJson(call.rawBody),
				rawBody: call.rawBody,
				query: call.query,
			}),
	};
}

/** `RequestID` on https://apidocs.leadsquared.com/update-an-opportunity-status-api/, `RequestId` in the overview. */
export const requestIdOf = (call: RecordedCall): string =>
	call.query.RequestID ?? call.query.RequestId ?? '';

function status(context: AsyncContext, own: Operation[], call: RecordedCall): Answer {
	context.queue.process();
	const id = requestIdOf(call);
	if (id === '') return badRequest("'RequestID' is mandatory");
	const request = context.queue.requests.get(id);
	const operation = own.find((candidate) => candidate.name === request?.operation);
	if (!request || !operation) {
		// No page says what an unknown or expired id gets (REFERENCE.md, 6). A 404 with the
		// envelope differs from an unknown route, which has none.
		return { reply: refuse(404, 'MXInvalidEntityReferenceException', `No request '${id}'`) };
	}
	const key = context.options.requestIdKey ?? operation.requestIdKey;
	return { reply: ok({ [key]: id, TaskStatus: taskStatus(operation, request) }) };
}

/**
 * The shape of https://apidocs.leadsquared.com/update-an-opportunity-status-api/
 * Step names other than those of a Success are guesses.
 */
function taskStatus(operation: Operation, request: QueuedRequest): Record<string, string | null> {
	const pending = request.state === 'In-Queue';
	return {
		TaskType: operation.taskType,
		Status: request.state,
		StatusReason: request.reason,
		TaskCurrentStep: pending || request.dueAt !== undefined ? 'In-Process-Queue' : null,
		TaskLastStep: pending ? null : 'In-Process-Queue',
		RequestBody: request.rawBody,
		Message: request.message,
	};
}

export function asyncRoutes(context: AsyncContext): Route[] {
	const submits = operations.map(
		(operation): Route => ({
			kind: 'submit',
			method: 'POST',
			path: operation.submitPath,
			openPath: operation.openPath,
			answer: (call) => submit(context, operation, call),
		}),
	);
	const statusPath = (operation: Operation) =>
		context.options.statusPath === 'entity'
			? operation.entityStatusPath
			: `${operation.submitPath}/status`;
	const statuses = [...new Set(operations.map(statusPath))].map(
		(path): Route => ({
			kind: 'poll',
			method: 'GET',
			path,
			answer: (call) =>
				status(
					context,
					operations.filter((operation) => statusPath(operation) === path),
					call,
				),
		}),
	);
	const metrics = operations.map(
		({ submitPath }): Route => ({
			kind: 'poll',
			method: 'GET',
			path: `${submitPath}/metrics`,
			answer: () => ({ reply: ok(context.queue.metrics()) }),
		}),
	);
	return [...submits, ...statuses, ...metrics];
}
