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

/** The checks behind the gateway, in order: keys, content type, JSON, shape. Then it is queued. */
function submit(context: AsyncContext, operation: Operation, call: RecordedCall): Answer {
	const { keys, options, queue } = context;
	if (operation.keyed) {
		if (options.wrongRegion !== undefined) return { reply: wrongRegion(options.wrongRegion) };
		// Header keys are documented on no async page (reference 1.3), so they count for nothing.
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

/** The page says `RequestID`, the overview's text `RequestId` (reference 3). */
export const requestIdOf = (call: RecordedCall): string =>
	call.query.RequestID ?? call.query.RequestId ?? '';

function status(context: AsyncContext, own: Operation[], call: RecordedCall): Answer {
	context.queue.process();
	const id = requestIdOf(call);
	if (id === '') return badRequest("'RequestID' is mandatory");
	const request = context.queue.requests.get(id);
	const operation = own.find((candidate) => candidate.name === request?.operation);
	if (!request || !operation) {
		// The vendor is silent about unknown and expired ids (reference 3.2). A 404 with the
		// envelope keeps them apart from an unknown route, which has none.
		return { reply: refuse(404, 'MXInvalidEntityReferenceException', `No request '${id}'`) };
	}
	const key = context.options.requestIdKey ?? operation.requestIdKey;
	return { reply: ok({ [key]: id, TaskStatus: taskStatus(operation, request) }) };
}

/** The documented shape (reference 3.1). Step names other than the Success pair are guesses. */
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
			kind: 'look',
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
			kind: 'look',
			method: 'GET',
			path: `${submitPath}/metrics`,
			answer: () => ({ reply: ok(context.queue.metrics()) }),
		}),
	);
	return [...submits, ...statuses, ...metrics];
}
