import fc from 'fast-check';

import { readReply } from '../../../nodes/shared/transport/read-reply';
import { redactor } from '../../../nodes/shared/transport/redact';
import type { HttpResponse } from '../../../nodes/shared/transport/response';
import { submitCall } from '../../../nodes/shared/async-api/submit-call';

const now = Date.UTC(2026, 10, 24, 4, 30);
const { read } = submitCall('opportunity/update', { body: {} }, false);

function reply(response: Partial<HttpResponse>) {
	return readReply(
		{ status: 200, headers: {}, text: '', ...response },
		{
			label: 'Update Opportunity',
			purpose: 'submit',
			host: 'asyncapi-in21.leadsquared.com',
			apiHost: 'api-in21.leadsquared.com',
			redact: redactor([]),
			nowMs: now,
			read,
		},
	);
}

describe('whether a reply is worth another try', () => {
	test.each([
		[200, '{"RequestID":"r"}', 'accepted'],
		[200, '{"requestid":"r"}', 'accepted'],
		[201, '{"RequestId":4711}', 'accepted'],
		[200, '{"Status":"Error","ExceptionType":"MXSomeException"}', 'refused'],
		[200, '{"Status":"error"}', 'refused'],
		[200, '"RequestID"', 'retryable'],
		[200, '[]', 'retryable'],
		[200, 'null', 'retryable'],
		[301, '', 'refused'],
		[400, '', 'refused'],
		[401, '{"Message":"no"}', 'refused'],
		[408, '', 'retryable'],
		[413, '', 'refused'],
		[429, '', 'throttled'],
		[500, '{"ExceptionType":"MXAPIRateLimitExceededException"}', 'throttled'],
		[500, '{"ExceptionType":"MXDuplicateEntryException"}', 'refused'],
		[500, '{"ExceptionType":"SqlException"}', 'retryable'],
		[503, '<html>', 'retryable'],
		[0, '', 'refused'],
	])('%i %s is %s', (status, text, kind) => {
		expect(reply({ status, text }).kind).toBe(kind);
	});

	test('whatever comes back is read without a throw, and only a RequestID in a 2xx is an acceptance', () => {
		const body = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.json(),
			fc
				.record({ Status: fc.anything(), RequestID: fc.anything(), ExceptionType: fc.anything() })
				.map((value) => JSON.stringify(value) ?? ''),
		);
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 999 }), body, (status, text) => {
				const result = reply({ status, text });
				if (result.kind !== 'accepted') return;
				expect(Math.floor(status / 100)).toBe(2);
				expect(result.value.requestId).not.toBe('');
				expect(text.toLowerCase()).toContain('requestid');
			}),
		);
	});
});

test('a 401 that names the host that was called is about the keys, not about the region', () => {
	const text = JSON.stringify({ ExceptionMessage: 'Keys are wrong on api-in21.leadsquared.com' });
	expect(reply({ status: 401, text })).toMatchObject({ problem: { code: 'wrongKeys' } });
});

test.each([
	['Tue, 24 Nov 2026 05:30:00 GMT', 'Tue, 24 Nov 2026 05:30:07 GMT', 7_000],
	['Tue, 24 Nov 2026 03:30:00 GMT', 'Tue, 24 Nov 2026 03:30:07 GMT', 7_000],
	// Without a readable date, the clock here has to do.
	['2.5', new Date(now + 7_000).toUTCString(), 7_000],
	['yesterday', new Date(now + 7_000).toUTCString(), 7_000],
	[undefined, new Date(now + 7_000).toUTCString(), 7_000],
])(
	'with Date %s on the reply, Retry-After %s is %s ms, whatever the clock here shows',
	(date, retryAfter, retryAfterMs) => {
		expect(reply({ status: 429, headers: { date, 'retry-after': retryAfter } })).toMatchObject({
			kind: 'throttled',
			retryAfterMs,
		});
	},
);

test('a long reply is quoted in part, on one line', () => {
	const result = reply({ status: 503, text: `line\r\n\u0000${'x'.repeat(5_000)}` });
	if (result.kind !== 'retryable') throw new Error(result.kind);
	expect(result.problem.message).toMatch(/: line x+… \(HTTP 503\)$/);
	expect(result.problem.message.length).toBeLessThan(700);
});
