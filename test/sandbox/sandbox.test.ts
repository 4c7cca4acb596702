import { exampleBody } from './curl';
import { autoId, opportunityId } from './index';
import { clock, client, closeAll, outcomeOf, requestId, task, UPDATE, update } from './testing';

afterEach(closeAll);

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const mx = (type: string) => ({
	Status: 'Error',
	ExceptionType: type,
	ExceptionMessage: expect.any(String) as unknown,
});

describe('Update an Opportunity (Async)', () => {
	test("accepts LeadSquared's own example with the documented reply", async () => {
		const one = await client();
		const answer = await one.submit(UPDATE, exampleBody);
		expect(answer.status).toBe(200);
		expect(answer.data).toEqual({
			Status: 'Request accepted. Please use below request id to check the status',
			RequestID: expect.stringMatching(guid) as unknown,
		});
		expect([...one.sandbox.requests.keys()]).toEqual([requestId(answer)]);
	});

	test('changes only the given fields of the opportunity', async () => {
		const one = await client();
		const before = { ...one.sandbox.opportunities.get(opportunityId(1))?.fields };
		await one.submit(UPDATE, exampleBody);
		one.sandbox.process();
		const after = one.sandbox.opportunities.get(opportunityId(1));
		expect(after).toMatchObject({ notes: ['Update note'], updates: 1 });
		expect(after?.fields).toEqual({
			...before,
			mx_Custom_6: '200,000',
			mx_Custom_7: '180,000',
			mx_Custom_8: '2020-09-16 12:13:44',
			ModifiedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) as unknown,
		});
		expect(after?.fields.ModifiedOn).not.toBe(before.ModifiedOn);
		expect(one.sandbox.opportunities.get(opportunityId(2))?.updates).toBe(0);
	});

	test('accepts an AutoId in place of the id, and a GUID in any letter case', async () => {
		const one = await client();
		await one.submit(UPDATE, update(autoId(3), { mx_Custom_1: 'by AutoId' }));
		await one.submit(UPDATE, update(opportunityId(4).toUpperCase(), { mx_Custom_1: 'by id' }));
		one.sandbox.process();
		expect(one.sandbox.opportunities.get(opportunityId(3))?.fields.mx_Custom_1).toBe('by AutoId');
		expect(one.sandbox.opportunities.get(opportunityId(4))?.fields.mx_Custom_1).toBe('by id');
	});

	test('stores a custom field set as JSON text and keeps its other parts', async () => {
		const one = await client();
		const set = (part: number, Value: string) => ({
			ProspectOpportunityId: opportunityId(1),
			Fields: [
				{
					SchemaName: 'mx_Custom_4',
					Value: '',
					Fields: [{ SchemaName: `mx_CustomObject_${part}`, Value }],
				},
			],
		});
		expect((await outcomeOf(one, UPDATE, set(1, 'Prestige'))).Status).toBe('Success');
		expect((await outcomeOf(one, UPDATE, set(3, '560001'))).Status).toBe('Success');
		const stored = one.sandbox.opportunities.get(opportunityId(1))?.fields.mx_Custom_4 ?? '';
		expect(JSON.parse(stored)).toEqual({
			mx_CustomObject_1: 'Prestige',
			mx_CustomObject_3: '560001',
		});
		expect((await outcomeOf(one, UPDATE, set(9, 'x'))).StatusReason).toMatch(
			/^MXInvalidActivityFieldsException: .*'mx_Custom_4~mx_CustomObject_9'/,
		);
	});
});

describe('the status and metrics calls', () => {
	test('answer In-Queue, then Success, in the documented shape', async () => {
		const time = clock();
		const one = await client({ now: time.now, processingDelayMs: 2000 });
		const raw = `{\r\n "ProspectOpportunityId": "${opportunityId(1)}",\r\n "Fields": []\r\n}`;
		const RequestID = requestId(await one.submit(UPDATE, raw));
		const ask = async () => await one.look(`${UPDATE}/status`, { RequestID });

		time.ms += 1999;
		expect(task(await ask())).toMatchObject({ Status: 'In-Queue', Message: null });
		time.ms += 1;
		expect((await ask()).data).toEqual({
			RequestID,
			TaskStatus: {
				TaskType: 'Opportunity Update',
				Status: 'Success',
				StatusReason: 'Request was successfully completed',
				TaskCurrentStep: null,
				TaskLastStep: 'In-Process-Queue',
				RequestBody: raw,
				Message: JSON.stringify({ Status: 'Success', Message: { Id: opportunityId(1) } }),
			},
		});
	});

	test('answer an unknown RequestID, and one of another operation, with a 404 and the envelope', async () => {
		const one = await client();
		const RequestID = requestId(await one.submit(UPDATE, exampleBody));
		for (const [path, id] of [
			[`${UPDATE}/status`, 'nobody'],
			['/lead/update/status', RequestID],
		] as const) {
			const answer = await one.look(path, { RequestID: id });
			expect(answer.status).toBe(404);
			expect(answer.data).toEqual(mx('MXInvalidEntityReferenceException'));
		}
	});

	test('report what waits, the longest wait, and the rate of the last ten minutes', async () => {
		const time = clock();
		const one = await client({ now: time.now, processingDelayMs: 4000 });
		for (const n of [1, 2, 3]) await one.submit(UPDATE, update(opportunityId(n)));
		time.ms += 1000;
		const path = `${UPDATE}/metrics`;
		expect((await one.look(path)).data).toEqual({
			PendingMessages: 3,
			MaxDelayInSeconds: 3,
			ProcessingRatePerMinute: 0,
		});
		time.ms += 3000;
		expect((await one.look(path)).data).toEqual({
			PendingMessages: 0,
			MaxDelayInSeconds: 0,
			ProcessingRatePerMinute: 0.3,
		});
		time.ms += 600_000;
		expect((await one.look(path)).data).toMatchObject({ ProcessingRatePerMinute: 0 });
	});

	test.each(['operation', 'entity'] as const)(
		'answer only on the status path of the option: %s',
		async (statusPath) => {
			const one = await client({ statusPath });
			const RequestID = requestId(await one.submit(UPDATE, exampleBody));
			const answers = await Promise.all(
				['/opportunity/update/status', '/opportunity/status'].map(
					async (path) => await one.look(path, { RequestID }),
				),
			);
			const [known, unknown] = statusPath === 'operation' ? answers : answers.reverse();
			expect(known && task(known).Status).toBe('Success');
			expect(unknown?.status).toBe(403);
			expect(unknown?.data).toEqual({ message: 'Missing Authentication Token' });
		},
	);

	test('spell the id as the page or the option says', async () => {
		const capture = [{ Attribute: 'EmailAddress', Value: 'new@example.com' }];
		for (const [requestIdKey, expected] of [
			[undefined, ['RequestId', 'RequestID']],
			['RequestID', ['RequestID', 'RequestID']],
			['RequestId', ['RequestId', 'RequestId']],
		] as const) {
			const one = await client(requestIdKey ? { requestIdKey } : {});
			const seen: Array<string | undefined> = [];
			for (const [path, body] of [
				['/lead/capture', capture],
				[UPDATE, exampleBody],
			] as const) {
				const RequestID = requestId(await one.submit(path, body));
				const answer = await one.look(`${path}/status`, { RequestID });
				seen.push(Object.keys(answer.data as object)[0]);
			}
			expect(seen).toEqual(expected);
		}
	});
});

describe('the checks of a submit, in order', () => {
	test('answer 403 to a missing or wrong x-api-key first, even on an unknown route', async () => {
		const one = await client({ limit: { model: 'log', calls: 0 } });
		for (const key of [undefined, 'wrong']) {
			for (const path of [UPDATE, '/no/such/route', `${UPDATE}/status`, `${UPDATE}/metrics`]) {
				const method = path.endsWith('s') ? 'GET' : 'POST';
				const answer = await one.call({ method, url: path, headers: { 'x-api-key': key } });
				expect([answer.status, answer.data]).toEqual([403, { message: 'Forbidden' }]);
			}
		}
	});

	test('answer an unknown route or method with the 403 of AWS, or with 404', async () => {
		const one = await client({ limit: { model: 'log', calls: 0 } });
		expect((await one.submit('/opportunity/delete', {})).data).toEqual({
			message: 'Missing Authentication Token',
		});
		expect((await one.look(UPDATE)).status).toBe(403);
		const other = await client({ unknownRoute: 'notFound' });
		const answer = await other.submit('/opportunity/delete', {});
		expect([answer.status, answer.data]).toEqual([404, { message: 'Not Found' }]);
	});

	test('answer 429 before they check the keys, and 401 before the content type', async () => {
		const one = await client({ now: clock().now, limit: { model: 'log', calls: 1 } });
		const noKeys = { params: {}, headers: { 'Content-Type': 'text/plain' } };
		const [first, second] = [
			await one.submit(UPDATE, 'x', noKeys),
			await one.submit(UPDATE, 'x', noKeys),
		];
		expect([first.status, first.data]).toEqual([401, mx('MXUnAuthorizedAccessException')]);
		expect(second.status).toBe(429);
		expect(second.data).toEqual({
			Status: 'Error',
			ExceptionType: 'MXAPIRateLimitExceededException',
			ExceptionMessage: 'API calls exceeded the limit of 1 in 5 second(s)',
		});
	});

	test('answer 401 to keys in headers, and to unencoded keys in the URL', async () => {
		const one = await client();
		const { accessKey, secretKey } = one.sandbox.keys;
		const headers = { 'x-LSQ-AccessKey': accessKey, 'x-LSQ-SecretKey': secretKey };
		expect((await one.submit(UPDATE, exampleBody, { params: {}, headers })).status).toBe(401);
		const pasted = `${UPDATE}?accessKey=${accessKey}&secretKey=${secretKey}`;
		expect((await one.submit(pasted, exampleBody, { params: {} })).status).toBe(401);
		expect(one.sandbox.requests.size).toBe(0);
	});

	test.each(['accessKey', 'secretKey'])('answer 401 if only the %s is wrong', async (name) => {
		const one = await client();
		const { accessKey, secretKey } = one.sandbox.keys;
		const params = new URLSearchParams({ accessKey, secretKey, [name]: 'wrong' });
		expect((await one.submit(UPDATE, exampleBody, { params })).status).toBe(401);
	});

	test('answer 401 with the right host to an account of another region', async () => {
		const one = await client({ wrongRegion: 'api-us11.leadsquared.com' });
		for (const answer of [
			await one.submit(UPDATE, exampleBody),
			await one.read('OpportunityManagement.svc/GetOpportunityTypes'),
		]) {
			expect(answer.status).toBe(401);
			expect(answer.data).toMatchObject({
				Status: 'Error',
				ExceptionMessage: expect.stringContaining('api-us11.leadsquared.com') as unknown,
			});
		}
	});

	test('answer 400 to a valid body with another content type', async () => {
		const one = await client();
		const body = JSON.stringify(exampleBody);
		const send = async (type: string) =>
			await one.submit(UPDATE, body, { headers: { 'Content-Type': type } });
		expect((await send('text/plain')).status).toBe(400);
		expect((await send('application/json; charset=utf-8')).status).toBe(200);
	});

	const id = opportunityId(1);
	test.each<[string, unknown]>([
		['not JSON', '{'],
		['an array', []],
		['no id', { Fields: [] }],
		['an empty id', { ProspectOpportunityId: '', Fields: [] }],
		['no Fields', { ProspectOpportunityId: id }],
		['Fields as an object', { ProspectOpportunityId: id, Fields: { mx_Custom_6: '1' } }],
		[
			'a number as Value',
			{ ProspectOpportunityId: id, Fields: [{ SchemaName: 'Status', Value: 1 }] },
		],
		[
			'lead style Fields',
			{ ProspectOpportunityId: id, Fields: [{ Attribute: 'Status', Value: '' }] },
		],
		[
			'a note that is not a string',
			{ ProspectOpportunityId: id, OpportunityNote: null, Fields: [] },
		],
		['a wrong attribute name', { ProspectOpportunityId: id, Note: 'x', Fields: [] }],
		['a wrapped body', { Opportunity: exampleBody }],
		[
			'a number inside a custom field set',
			{
				ProspectOpportunityId: id,
				Fields: [
					{
						SchemaName: 'mx_Custom_4',
						Value: '',
						Fields: [{ SchemaName: 'mx_CustomObject_1', Value: 1 }],
					},
				],
			},
		],
	])('answer 400 to %s', async (_what, body) => {
		const one = await client();
		const answer = await one.submit(UPDATE, typeof body === 'string' ? body : JSON.stringify(body));
		expect([answer.status, answer.data]).toEqual([400, mx('MXInvalidInputException')]);
		expect(one.sandbox.requests.size).toBe(0);
	});
});

test('records calls, and reports leaked keys without showing them', async () => {
	const one = await client();
	const { accessKey, secretKey, apiKey } = one.sandbox.keys;
	await one.submit(UPDATE, exampleBody);
	await one.look(`${UPDATE}/metrics`);
	await one.read('OpportunityManagement.svc/GetOpportunityTypes');
	expect(one.sandbox.leaks).toEqual([]);
	expect(one.sandbox.calls[0]).toMatchObject({
		method: 'POST',
		path: UPDATE,
		query: { accessKey, secretKey },
		headers: { 'x-api-key': apiKey },
		rawBody: JSON.stringify(exampleBody),
		body: exampleBody,
		statusCode: 200,
		rejectedByLimit: false,
	});

	await one.look(`${UPDATE}/status`, { RequestID: 'x', accessKey: 'other' });
	await one.look('/opportunity/status', { RequestID: secretKey });
	await one.call({
		url: '/v2/Authentication.svc/UserByAccessKey.Get',
		params: { accessKey, secretKey },
	});
	expect(one.sandbox.leaks).toEqual([
		`accessKey in the URL of GET ${UPDATE}/status`,
		'secretKey in the URL of GET /opportunity/status',
		'accessKey in the URL of GET /v2/Authentication.svc/UserByAccessKey.Get',
		'secretKey in the URL of GET /v2/Authentication.svc/UserByAccessKey.Get',
	]);

	one.sandbox.reset();
	expect([one.sandbox.calls, one.sandbox.leaks, one.sandbox.requests.size]).toEqual([[], [], 0]);
});

test('logs one line per call, without any key', async () => {
	const lines: string[] = [];
	const one = await client({ now: clock(0).now, logLine: (line) => lines.push(line) });
	await one.submit(UPDATE, exampleBody);
	await one.look(`/${encodeURIComponent(one.sandbox.keys.secretKey)}`);
	expect(lines).toEqual(['00:00:00.000 POST /opportunity/update 200', '00:00:00.000 GET /*** 403']);
});
