import { readMetrics, timeToProcess } from '../../../nodes/shared/async-api/metrics-call';

// https://apidocs.leadsquared.com/get-create-lead-and-activity-metrics/
const sample = { PendingMessages: 1, MaxDelayInSeconds: 0, ProcessingRatePerMinute: 24.8 };

test("reads LeadSquared's samples, whatever the letter case of a name", () => {
	const read = { pendingMessages: 1, maxDelayInSeconds: 0, processingRatePerMinute: 24.8 };
	expect(readMetrics(sample)).toEqual(read);
	const { ProcessingRatePerMinute, ...rest } = sample;
	expect(readMetrics({ ...rest, ProcessingratePerMinute: ProcessingRatePerMinute })).toEqual(read);
});

test.each([[[]], ['text'], [null], [{}], [{ PendingMessages: 'many' }]])(
	'does not take %j for metrics',
	(body) => expect(readMetrics(body)).toBeUndefined(),
);

test('estimates one minute for 24.8 requests at a rate of 24.8 a minute', () => {
	const metrics = readMetrics(sample)!;
	expect(timeToProcess(24.8, metrics)).toBeCloseTo(60_000);
	expect(timeToProcess(-3, metrics)).toBe(0);
});

test.each([[{ PendingMessages: 6 }], [{ PendingMessages: 6, ProcessingRatePerMinute: 0 }]])(
	'estimates no time without a rate: %j',
	(body) => expect(timeToProcess(6, readMetrics(body)!)).toBeUndefined(),
);
