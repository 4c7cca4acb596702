/**
 * The metrics of an operation's queue: https://apidocs.leadsquared.com/get-create-lead-and-activity-metrics/ and
 * /get-capture-opportunities-metrics/. Only these two paths are published; the others follow their pattern.
 */
import { isObject, pick } from '../lib/json';
import type { Call } from '../transport/call';
import { operations, type OperationName } from './operations';

export interface QueueMetrics {
	/** Requests in the queue, approximately. */
	pendingMessages: number;
	maxDelayInSeconds: number;
	/** Requests processed per minute, over the last ten minutes. */
	processingRatePerMinute: number;
}

export function metricsCall(operation: OperationName): Call<QueueMetrics> {
	const { path, label } = operations[operation];
	return {
		label: `the queue of ${label}`,
		purpose: 'metrics',
		method: 'GET',
		host: 'async',
		path: `${path}/metrics`,
		repeatable: true,
		read: readMetrics,
	};
}

/** Whatever the letter case of the names: one of LeadSquared's samples differs from the others. */
export function readMetrics(body: unknown): QueueMetrics | undefined {
	if (!isObject(body)) return undefined;
	const [pendingMessages, maxDelayInSeconds, processingRatePerMinute] = [
		'PendingMessages',
		'MaxDelayInSeconds',
		'ProcessingRatePerMinute',
	].map((name) => Number(pick(body, name)));
	if (pendingMessages === undefined || !Number.isFinite(pendingMessages)) return undefined;
	return {
		pendingMessages,
		maxDelayInSeconds: maxDelayInSeconds || 0,
		processingRatePerMinute: processingRatePerMinute || 0,
	};
}

/**
 * How long the queue takes to process a number of requests; undefined if LeadSquared does not report its rate.
 *
 * @returns ms
 */
export function timeToProcess(requests: number, metrics: QueueMetrics): number | undefined {
	const { processingRatePerMinute: rate } = metrics;
	return rate > 0 ? (Math.max(0, requests) / rate) * 60_000 : undefined;
}
