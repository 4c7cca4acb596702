import fc from 'fast-check';

import { readReply } from '../../../nodes/shared/transport/read-reply';
import { redactor } from '../../../nodes/shared/transport/redact';
import { fateOf } from '../../../nodes/shared/transport/reply';
import type { HttpResponse } from '../../../nodes/shared/transport/response';
import { submitCall } from '../../../nodes/shared/async-api/submit-call';

const now = Date.UTC(2026, 10, 24, 4, 30);
const { read } = submitCall('opportunity/update', { body: '{}' }, false);

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

describe('what a reply means', () => {
	test.each([
		[200, '{"RequestID":"r"}', 'accepted'],
		[200, '{"requestid":"r"}', 'accepted'],
		[201, '{"RequestId":4711}', 'accepted'],
		[200, '{"Status":"Error","ExceptionType":"MXSomeException"}', 'refused'],
		[200, '{"Status":"error"}', 'refused'],
		[200, '{"ExceptionMessage":"MXSomeException: no"}', 'refused'],
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
		// An exception of LeadSquared's may be named in the message only.
		[500, '{"Status":"Error","ExceptionMessage":"MXDuplicateEntryException: there"}', 'refused'],
		[500, '{"message":"LeadSquared.MXInvalidInputException: no"}', 'refused'],
		[503, 'MXInvalidInputException: no', 'refused'],
		[500, '{"message":"mx_Custom_1 could not be read"}', 'retryable'],
		[500, '{"ExceptionType":"SqlException","ExceptionMessage":"MXSomeException"}', 'retryable'],
		[500, '{"ExceptionType":"SqlException"}', 'retryable'],
		[500, '{"ExceptionType":"ArgumentNullException"}', 'refused'],
		[500, '{"ExceptionType":"System.FormatException"}', 'refused'],
		[500, '{"ExceptionType":"Newtonsoft.Json.JsonReaderException"}', 'refused'],
		[
			500,
			'{"Status":"Error","ExceptionMessage":"System.NullReferenceException: Object"}',
			'refused',
		],
		[500, 'ArgumentOutOfRangeException: index', 'refused'],
		[500, '{"ExceptionType":"TimeoutException"}', 'retryable'],
		[500, '{"ExceptionType":"System.Net.Http.HttpRequestException"}', 'retryable'],
		[500, '{"ExceptionType":"SqlException","ExceptionMessage":"FormatException"}', 'retryable'],
		[500, '{"ExceptionType":"SomeReformatException"}', 'retryable'],
		[407, '', 'refused'],
		[511, '<html>', 'refused'],
		[429, '{"ExceptionMessage":"API calls exceeded the limit of 10 in 1 day(s)"}', 'refused'],
		[429, '{"ExceptionMessage":"API calls exceeded the limit of 10 in 5 second(s)"}', 'throttled'],
		// The limit by its name or its sentence, wherever it stands in a refusal.
		[500, '{"ExceptionMessage":"MXAPIRateLimitExceededException: slower"}', 'throttled'],
		[
			500,
			'{"ExceptionType":"MXException","ExceptionMessage":"API calls exceeded the limit of 20 in 5 second(s)"}',
			'throttled',
		],
		[500, '{"message":"API calls exceeded the limit of 20 in 5 second(s)"}', 'throttled'],
		[403, '{"message":"API calls exceeded the limit of 20 in 5 second(s)"}', 'throttled'],
		[
			200,
			'{"Status":"Error","Message":"API calls exceeded the limit of 20 in 5 second(s)"}',
			'throttled',
		],
		[
			200,
			'{"Status":"Error","ExceptionMessage":"API calls exceeded the limit of 9 in 1 day(s)"}',
			'refused',
		],
		[
			200,
			'{"RequestID":"r","Message":"API calls exceeded the limit of 20 in 5 second(s)"}',
			'accepted',
		],
		[503, '<html>', 'retryable'],
		[0, '', 'refused'],
	])('%i %s is %s', (status, text, kind) => {
		expect(reply({ status, text }).kind).toBe(kind);
	});

	test('never throws, whatever comes back, and takes only a 2xx with a RequestID for an acceptance', () => {
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

test('blames the keys and not the region for a 401 that names the host that was called', () => {
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

test.each([
	[{ ExceptionMessage: 'API calls exceeded the limit of 20 in 5 second(s)' }, 20],
	[{ message: 'API calls exceeded the limit of 10 in 5 second(s)' }, 10],
	[{ message: 'Too Many Requests' }, undefined],
])('a 429 with %o names the limit of %p', (body, calls) => {
	expect(reply({ status: 429, text: JSON.stringify(body) })).toMatchObject({
		kind: 'throttled',
		quota: calls === undefined ? undefined : { calls, windowMs: 5_000 },
	});
});

test('quotes a part of a long reply, on one line', () => {
	const result = reply({ status: 503, text: `line\r\n\u0000${'x'.repeat(5_000)}` });
	if (result.kind !== 'retryable') throw new Error(result.kind);
	expect(result.problem.message).toMatch(/: line x+… \(HTTP 503\)$/);
	expect(result.problem.message.length).toBeLessThan(700);
});

describe('a proxy in front of LeadSquared', () => {
	const squid = (error: string) => ({ 'x-squid-error': error });
	const rfc = (error: string) => ({ 'proxy-status': `squid; error=${error}` });
	test.each<[number, Record<string, string>, string, string]>([
		[407, {}, 'proxyFailed', 'refused'],
		[511, {}, 'proxyFailed', 'refused'],
		[403, squid('ERR_ACCESS_DENIED 0'), 'proxyFailed', 'refused'],
		[503, squid('ERR_CONNECT_FAIL 111'), 'proxyFailed', 'refused'],
		[503, squid('ERR_DNS_FAIL 0'), 'proxyFailed', 'refused'],
		// Squid had sent the call on when it met these.
		[504, squid('ERR_READ_TIMEOUT 0'), 'serverTrouble', 'unknown'],
		[502, squid('ERR_READ_ERROR 104'), 'serverTrouble', 'unknown'],
		[502, squid('constructor'), 'serverTrouble', 'unknown'],
		[502, rfc('destination_unavailable'), 'proxyFailed', 'refused'],
		[502, { 'proxy-status': 'p; error="dns_error"' }, 'proxyFailed', 'refused'],
		[504, rfc('http_response_timeout'), 'serverTrouble', 'unknown'],
		[502, {}, 'serverTrouble', 'unknown'],
	])('%i with %j is %s, of a fate %s', (status, headers, code, fate) => {
		const result = reply({ status, headers, text: 'no' });
		expect(result).toMatchObject({ problem: { code } });
		expect(fateOf(result)).toBe(fate);
	});

	test('an answer that went through a proxy is LeadSquared’s', () => {
		const headers = { 'proxy-status': 'squid; error=dns_error', via: '1.1 squid' };
		expect(reply({ status: 200, headers, text: '{"RequestID":"r"}' }).kind).toBe('accepted');
	});
});
