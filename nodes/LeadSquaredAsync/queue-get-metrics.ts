/** The metrics of queues, one output item for every input item. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { metricsCall, timeToProcess, type QueueMetrics } from '../shared/async-api/metrics-call';
import {
	isOperationName,
	operationNames,
	type OperationName,
} from '../shared/async-api/operations';
import { forEachConcurrently } from '../shared/lib/lanes';
import { badInput } from '../shared/problems/bad-input';
import { ok, type Result } from '../shared/problems/result';
import { addRunHints } from '../shared/run/hints';
import { inputOf } from '../shared/run/input';
import type { Ready } from '../shared/run/open';
import { concurrencyOf } from '../shared/run/options';
import { optionsOf, parameterOf } from '../shared/run/parameters';
import { cancelledOutput, failedItem, failItem, outputItem } from '../shared/run/output-items';
import type { ItemReading } from '../shared/run/read-items';
import type { Reply } from '../shared/transport/reply';

export function readQueue(context: IExecuteFunctions, itemIndex: number): Result<OperationName> {
	const name = parameterOf(context, itemIndex, 'queueOf');
	return isOperationName(name)
		? ok(name)
		: badInput('Queue Of', 'is empty', `Choose one, or enter one of ${operationNames.join(', ')}`);
}

/** Items that ask about the same queue share one call: its metrics change from moment to moment anyway. */
export async function getMetrics(
	context: IExecuteFunctions,
	{ client, options: runOptions }: Ready,
	readings: ReadonlyArray<ItemReading<OperationName>>,
): Promise<INodeExecutionData[]> {
	const queues = [...new Set(readings.flatMap((reading) => (reading.ok ? [reading.value] : [])))];
	const replies = new Map<OperationName, Reply<QueueMetrics>>();
	await forEachConcurrently(queues, concurrencyOf(runOptions), async (queue) => {
		const reply = await client.send(metricsCall(queue));
		replies.set(queue, reply);
		return reply.kind !== 'cancelled';
	});
	addRunHints(context, client);

	return readings.flatMap((reading, itemIndex): INodeExecutionData[] => {
		if (!reading.ok) return [failedItem(context, reading.error, itemIndex)];
		const reply = replies.get(reading.value);
		if (reply === undefined || reply.kind === 'cancelled') return cancelledOutput();
		if (reply.kind !== 'accepted') return [failItem(context, reply.problem, { itemIndex })];
		const options = optionsOf(context, itemIndex);
		const input = options.includeInputFields === true ? inputOf(context, itemIndex) : undefined;
		return [outputItem(describe(reading.value, reply.value), itemIndex, input)];
	});
}

function describe(operation: OperationName, metrics: QueueMetrics): IDataObject {
	return {
		PendingMessages: metrics.pendingMessages,
		MaxDelayInSeconds: metrics.maxDelayInSeconds,
		ProcessingRatePerMinute: metrics.processingRatePerMinute,
		EstimatedWaitSeconds: estimatedWaitSeconds(metrics),
		Operation: operation,
	};
}

/** How long a request submitted now would wait; null if LeadSquared's metrics do not allow an estimate. */
function estimatedWaitSeconds(metrics: QueueMetrics): number | null {
	if (metrics.pendingMessages === 0) return 0;
	const byRate = timeToProcess(metrics.pendingMessages, metrics);
	if (byRate !== undefined) return Math.ceil(byRate / 1_000);
	return metrics.maxDelayInSeconds > 0 ? metrics.maxDelayInSeconds : null;
}
