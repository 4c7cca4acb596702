import type { Account } from './account';
import { captureFailure, isRejection } from './effects';
import { envelope } from './replies';
import { operationNamed } from './operations';
import type { Outcome, QueuedRequest, SandboxOptions } from './types';

const minute = 60_000;
/** The server's own retries of a system error: at most 10, each delay after the last. https://apidocs.leadsquared.com/async-api/ */
export const RETRY_LADDER_MS: readonly number[] = [
	30_000,
	2 * minute,
	7 * minute,
	15 * minute,
	30 * minute,
	45 * minute,
	60 * minute,
	90 * minute,
	120 * minute,
	180 * minute,
];

const SUCCEEDED = 'Request was successfully completed';
// The reason of a system error is not documented. It must name no MX exception: those are the
// application errors, which LeadSquared does not retry.
const SYSTEM_ERROR = 'Could not connect to the database';

export interface Queue {
	requests: Map<string, QueuedRequest>;
	accept(request: Pick<QueuedRequest, 'id' | 'operation' | 'body' | 'rawBody' | 'query'>): void;
	/** Processes everything due by now(). */
	process(): void;
	metrics(): {
		PendingMessages: number;
		MaxDelayInSeconds: number;
		ProcessingRatePerMinute: number;
	};
	reset(): void;
}

type QueueOptions = Pick<SandboxOptions, 'processingDelayMs' | 'outcome' | 'errorIsFinal'>;

export function createQueue(account: Account, now: () => number, options: QueueOptions): Queue {
	const requests = new Map<string, QueuedRequest>();
	const waiting = new Set<QueuedRequest>();
	const rejection = {
		exceptionType: 'MXInvalidInputException',
		exceptionMessage: 'Failed on request of the test',
	};

	function finish(request: QueuedRequest, state: string, reason: string, message?: unknown): void {
		request.state = state;
		request.reason = reason;
		request.message = message === undefined ? null : JSON.stringify(message);
	}

	/** Runs the wrapped call on the account's records. */
	function runEffect(request: QueuedRequest, forced: boolean): void {
		const result = operationNamed(request.operation).effect(account, request);
		if (!isRejection(result)) {
			finish(request, 'Success', SUCCEEDED, result.message);
		} else if (forced) {
			finish(request, 'Success', SUCCEEDED, { Status: 'Success', Message: { Id: null } });
		} else {
			finish(request, 'FAILURE', `${result.exceptionType}: ${result.exceptionMessage}`);
		}
	}

	/** After how many failed attempts an ERROR ends: 0 = it never was one. */
	function errorCount(outcome: Outcome | undefined): number {
		if (outcome === 'error') return (options.errorIsFinal ?? true) ? Infinity : 1;
		if (outcome === 'errorThenSuccess') return 1;
		return typeof outcome === 'object' && 'errors' in outcome ? outcome.errors : 0;
	}

	function attempt(request: QueuedRequest, at: number): void {
		request.attempts++;
		request.processedAt = at;
		request.dueAt = undefined;
		const outcome = options.outcome?.(request);
		const errors = errorCount(outcome);
		if (request.attempts <= errors) {
			finish(request, 'ERROR', SYSTEM_ERROR);
			const wait = errors === Infinity ? undefined : RETRY_LADDER_MS[request.attempts - 1];
			if (wait !== undefined) request.dueAt = at + wait;
		} else if (outcome === 'failure') {
			finish(request, 'FAILURE', `${rejection.exceptionType}: ${rejection.exceptionMessage}`);
		} else if (outcome === 'successWithInnerError') {
			const inner =
				request.operation === 'opportunity/capture'
					? captureFailure(request.id, rejection)
					: envelope(rejection.exceptionType, rejection.exceptionMessage);
			finish(request, 'Success', SUCCEEDED, inner);
		} else if (typeof outcome === 'object' && 'status' in outcome) {
			finish(request, outcome.status, `The sandbox was told to say ${outcome.status}`);
		} else {
			runEffect(request, outcome !== undefined);
		}
		if (request.dueAt === undefined) waiting.delete(request);
	}

	const dueAt = (request: QueuedRequest) => request.dueAt ?? Infinity;

	function process(): void {
		for (;;) {
			const due = [...waiting].filter((request) => dueAt(request) <= now());
			if (due.length === 0) return;
			due.sort((a, b) => dueAt(a) - dueAt(b));
			for (const request of due) attempt(request, dueAt(request));
		}
	}

	return {
		requests,
		process,
		accept(accepted) {
			const request: QueuedRequest = {
				...accepted,
				acceptedAt: now(),
				state: 'In-Queue',
				attempts: 0,
				reason: 'Request is in queue',
				message: null,
			};
			const { processingDelayMs = 0 } = options;
			const wait =
				typeof processingDelayMs === 'number' ? processingDelayMs : processingDelayMs(request);
			request.dueAt = request.acceptedAt + wait;
			requests.set(request.id, request);
			waiting.add(request);
		},
		metrics() {
			process();
			const pending = [...waiting].map((request) => Math.max(0, dueAt(request) - now()));
			const recent = [...requests.values()].filter(
				(request) => (request.processedAt ?? -Infinity) > now() - 10 * minute,
			);
			return {
				PendingMessages: pending.length,
				MaxDelayInSeconds: Math.ceil(pending.reduce((a, b) => Math.max(a, b), 0) / 1000),
				ProcessingRatePerMinute: recent.length / 10,
			};
		},
		reset() {
			requests.clear();
			waiting.clear();
		},
	};
}
