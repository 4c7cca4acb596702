import { exampleBody } from './curl';
import { faults, opportunityId } from './index';
import { client, closeAll, requestId, UPDATE, update } from './testing';
import type { Client } from './testing';
import type { Fault, FaultRule } from './types';

afterEach(closeAll);

/** What the client sees: the status code, or the code of the transport error. */
async function seen(attempt: Promise<{ status: number; data: unknown }>): Promise<unknown[]> {
	try {
		const { status, data } = await attempt;
		return [status, data];
	} catch (error) {
		return [error instanceof Error && 'code' in error ? error.code : error];
	}
}

describe('the kinds of faults, for a call that is lost and for one that is still accepted', () => {
	test.each<[Fault, unknown[], number]>([
		[{ kind: 'reply', status: 418, body: { a: 1 } }, [418, { a: 1 }], 418],
		[{ kind: 'reply', status: 200, body: 'plain words' }, [200, 'plain words'], 200],
		[{ kind: 'reply', status: 204 }, [204, ''], 204],
		[{ kind: 'html' }, [502, expect.stringContaining('<h1>502</h1>')], 502],
		[{ kind: 'empty' }, [200, ''], 200],
		[
			{ kind: 'truncated' },
			[200, expect.stringMatching(/^\{"Status":"Request accepted[^}]*$/)],
			200,
		],
		[{ kind: 'cut' }, ['ERR_BAD_RESPONSE'], 200],
		[{ kind: 'reset' }, ['ECONNRESET'], 0],
	])('answer as %j', async (fault, expected, statusCode) => {
		for (const accept of [false, true]) {
			const one = await client();
			one.sandbox.inject({ fault: { ...fault, accept } as Fault });
			expect(await seen(one.submit(UPDATE, exampleBody))).toEqual(expected);
			expect(one.sandbox.requests.size).toBe(accept ? 1 : 0);
			expect(one.sandbox.calls).toMatchObject([{ statusCode, fault: fault.kind }]);
		}
	});

	test('send a real RST for reset, not only the end of the connection', async () => {
		const one = await client();
		one.sandbox.inject({ fault: { kind: 'reset' } });
		await expect(one.submit(UPDATE, exampleBody)).rejects.toThrow('read ECONNRESET');
	});

	test('send a Content-Length of the half for truncated', async () => {
		const one = await client();
		const whole = await one.look(`${UPDATE}/metrics`);
		one.sandbox.inject({ fault: { kind: 'truncated' } });
		const { headers, data } = await one.look(`${UPDATE}/metrics`);
		const length = Math.floor(JSON.stringify(whole.data).length / 2);
		expect([headers['content-length'], data]).toEqual([
			String(length),
			JSON.stringify(whole.data).slice(0, length),
		]);
	});

	/** Injects the fault once and resolves when the call that it hits has been handled. */
	const arrival = async (one: Client, fault: Fault): Promise<void> =>
		await new Promise((resolve) => {
			const when = () => {
				resolve();
				return true;
			};
			one.sandbox.inject({ times: 1, when, fault });
		});

	test.each([false, true])(
		'send no answer until the sandbox is closed for hang, accept %s',
		async (accept) => {
			const one = await client();
			const arrived = arrival(one, { kind: 'hang', accept });
			const pending = seen(one.submit(UPDATE, exampleBody));
			await arrived;
			expect(one.sandbox.requests.size).toBe(accept ? 1 : 0);
			await one.sandbox.close();
			expect(await pending).toEqual(['ECONNRESET']);
			expect(one.sandbox.calls).toMatchObject([{ statusCode: 0, fault: 'hang' }]);
		},
	);

	test('accept at once and answer later for delay', async () => {
		const one = await client();
		const arrived = arrival(one, { kind: 'delay', ms: 20 });
		const pending = one.submit(UPDATE, exampleBody);
		await arrived;
		expect(one.sandbox.requests.size).toBe(1);
		expect(one.sandbox.calls).toMatchObject([{ fault: 'delay', statusCode: 0 }]);
		expect((await pending).status).toBe(200);
		expect(one.sandbox.calls).toMatchObject([{ statusCode: 200 }]);
	});
});

describe('a fault rule', () => {
	/** The status codes of the metrics call, of a read, and of updates of opportunities 1 and 2. */
	async function codes(one: Client): Promise<number[]> {
		const answers = [
			await one.look(`${UPDATE}/metrics`),
			await one.read('OpportunityManagement.svc/GetOpportunityDetails', {
				OpportunityId: opportunityId(2),
			}),
			await one.submit(UPDATE, update(opportunityId(1))),
			await one.submit(UPDATE, update(opportunityId(2))),
		];
		return answers.map((answer) => answer.status);
	}
	const fault: Fault = { kind: 'empty', status: 500 };

	test.each<[string, Omit<FaultRule, 'fault'>, number[]]>([
		['by method', { method: 'post' }, [200, 200, 500, 500]],
		['by path', { path: UPDATE }, [200, 200, 500, 500]],
		['by a part of the path', { path: /metrics$/g }, [500, 200, 200, 200]],
		['by opportunity', { opportunityId: opportunityId(2).toUpperCase() }, [200, 500, 200, 500]],
		[
			'by a function',
			{ when: ({ rawBody }) => rawBody.includes(opportunityId(1)) },
			[200, 200, 500, 200],
		],
		['this many times', { times: 2 }, [500, 500, 200, 200]],
		['after this many calls', { after: 1, times: 2 }, [200, 500, 500, 200]],
	])('hits calls %s', async (_what, rule, expected) => {
		const one = await client();
		one.sandbox.inject({ ...rule, fault });
		expect(await codes(one)).toEqual(expected);
	});

	test("hits the status call of an opportunity's request", async () => {
		const one = await client();
		const [first, second] = [opportunityId(1), opportunityId(2)];
		const ids = [
			requestId(await one.submit(UPDATE, update(first))),
			requestId(await one.submit(UPDATE, update(second))),
		];
		one.sandbox.inject({ opportunityId: second, fault });
		const asked = ids.map(async (RequestID) => await one.look(`${UPDATE}/status`, { RequestID }));
		expect((await Promise.all(asked)).map((answer) => answer.status)).toEqual([200, 500]);
	});

	test('hits no call once it is removed or the sandbox is reset', async () => {
		const one = await client();
		const remove = one.sandbox.inject({ fault });
		remove();
		expect(await codes(one)).toEqual([200, 200, 200, 200]);
		one.sandbox.inject({ fault });
		one.sandbox.reset();
		expect(await codes(one)).toEqual([200, 200, 200, 200]);
	});
});

describe('ready-made faults', () => {
	test.each<[string, Fault, number, string]>([
		['wrongKeys', faults.wrongKeys, 401, 'MXUnAuthorizedAccessException'],
		[
			'wrongRegion',
			faults.wrongRegion('api-in21.leadsquared.com'),
			401,
			'api-in21.leadsquared.com',
		],
		['badApiKey', faults.badApiKey, 403, '{"message":"Forbidden"}'],
		['unknownRoute', faults.unknownRoute, 403, '{"message":"Missing Authentication Token"}'],
		['badRequest', faults.badRequest, 400, '"Status":"Error"'],
		['notFound', faults.notFound, 404, '"Status":"Error"'],
		['throttled', faults.throttled(), 429, 'exceeded the limit of 25 in 5 second(s)'],
		['throttledInside200', faults.throttledInside200, 200, 'MXAPIRateLimitExceededException'],
		['mxException', faults.mxException, 500, '"ExceptionType":"MX'],
		['plain500', faults.plain500, 500, '"ExceptionType":"SqlException"'],
		['plain502', faults.plain502, 502, '{"message":"Internal server error"}'],
		['plain503', faults.plain503, 503, '<html>'],
		['plain504', faults.plain504, 504, '{"message":"Endpoint request timed out"}'],
		['errorIn200', faults.errorIn200, 200, '"Status":"Error"'],
	])('%s is in the words of the real server', async (_name, fault, status, content) => {
		const one = await client();
		one.sandbox.inject({ fault });
		const answer = await one.submit(UPDATE, exampleBody, { responseType: 'text' });
		expect([answer.status, answer.data]).toEqual([status, expect.stringContaining(content)]);
		expect(one.sandbox.requests.size).toBe(0);
	});

	test('throttled sends Retry-After only if asked to', async () => {
		const one = await client();
		one.sandbox.inject({ times: 1, fault: faults.throttled('7') });
		one.sandbox.inject({ times: 1, fault: faults.throttled() });
		const answers = [await one.submit(UPDATE, exampleBody), await one.submit(UPDATE, exampleBody)];
		expect(answers.map(({ headers }) => headers['retry-after'] as unknown)).toEqual([
			'7',
			undefined,
		]);
	});
});

test('answers 500 with the error that a callback of a test throws', async () => {
	const one = await client({
		outcome: () => {
			throw new Error('from the test');
		},
	});
	const RequestID = requestId(await one.submit(UPDATE, exampleBody));
	const answer = await one.look(`${UPDATE}/status`, { RequestID });
	expect([answer.status, answer.data]).toEqual([500, { message: 'sandbox: from the test' }]);
});
