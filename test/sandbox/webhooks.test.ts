import { http, once } from '../support/platform';
import type { AddressInfo } from '../support/platform';
import type { WebhookOptions } from './types';
import { client, closeAll, type Client } from './testing';

const receivers: http.Server[] = [];

afterEach(async () => {
	await closeAll();
	for (const server of receivers.splice(0)) {
		server.close();
		server.closeAllConnections();
		await once(server, 'close');
	}
});

const withHooks = async (webhooks: WebhookOptions = {}) => await client({ webhooks });

const hookBody = (more: Record<string, unknown> = {}) => ({
	Description: 'n8n: a workflow',
	URL: 'https://n8n.example.com/webhook/1/webhook',
	Method: 'POST',
	ContentType: 'application/json',
	WebhookEvent: '3',
	WebhookProperties: '{}',
	CustomHeaders: [{ Key: 'X-Secret', Value: 's' }],
	...more,
});

const create = async (one: Client, more: Record<string, unknown> = {}) =>
	await one.post('Webhook.svc/Create', hookBody(more));

const retrieve = async (one: Client, parameter: Record<string, unknown> = {}, paging?: object) =>
	(
		await one.post('Webhook.svc/Retrieve', {
			Parameter: { Type: 'Webhook', ...parameter },
			...(paging && { Paging: paging }),
		})
	).data as { RecordCount: number; Response: Array<Record<string, unknown>> };

const idOf = ({ data }: { data: unknown }) => (data as { Message: { Id: string } }).Message.Id;

describe('the calls of Webhook.svc', () => {
	test('create a webhook, list it with the name of its event, and delete it with GET', async () => {
		const one = await withHooks();
		const answer = await create(one);
		expect(answer.data).toEqual({ Status: 'Success', Message: { Id: expect.any(String) } });
		const [row] = (await retrieve(one, { WebhookId: idOf(answer) })).Response;
		expect(row).toEqual({
			WebhookId: idOf(answer),
			EventCode: 'Lead_Post_Create',
			StatusCode: 0,
			URL: hookBody().URL,
			Description: 'n8n: a workflow',
			WebhookProperties: '{}',
		});
		const { keys } = one.sandbox;
		const headers = { 'x-LSQ-AccessKey': keys.accessKey, 'x-LSQ-SecretKey': keys.secretKey };
		const params = { webhookId: idOf(answer) };
		const url = '/v2/Webhook.svc/Delete';
		expect((await one.call({ method: 'POST', url, params, headers })).status).toBe(404);
		expect((await one.call({ url, params, headers })).data).toEqual({ Status: 'Success' });
		expect(one.sandbox.webhooks.all.size).toBe(0);
		expect(await one.call({ url, params, headers })).toMatchObject({
			status: 500,
			data: { ExceptionType: 'MXInvalidEntityReferenceException' },
		});
	});

	test.each([
		['2', {}, 500, 'MXInvalidDataTypeException', 'ActivityEvent'],
		['2', { ActivityEvent: '3001' }, 500, 'MXInvalidDataTypeException', 'not valid'],
		['26', {}, 500, 'MXInvalidDataTypeException', 'ChangedLeadField'],
		['29', {}, 500, 'MXInvalidDataTypeException', 'OpportunityEvents'],
		['99', {}, 500, 'MXInvalidDataTypeException', 'not found'],
		['3', { WebhookProperties: {} }, 400, 'MXInvalidInputException', 'malformed'],
	])('refuse event %s with %j', async (WebhookEvent, more, status, type, words) => {
		const one = await withHooks();
		const answer = await create(one, { WebhookEvent, ...more });
		expect(answer).toMatchObject({
			status,
			data: { ExceptionType: type, ExceptionMessage: expect.stringContaining(words) },
		});
		expect(one.sandbox.webhooks.all.size).toBe(0);
	});

	test.each([
		['live', '31', 'Opportunity_Post_Delete'],
		['documented', '31', 'Opportunity_Post_Create'],
		['live', '29', 'Opportunity_Post_Create'],
	] as const)('make of %s number %s the event %s', async (numbers, WebhookEvent, name) => {
		const one = await withHooks({ numbers });
		await create(one, { WebhookEvent, OpportunityEvents: ['12000'] });
		expect((await retrieve(one)).Response).toMatchObject([{ EventCode: name }]);
	});

	test('take one webhook for a lead field, and others as often as the account allows', async () => {
		const field = { WebhookEvent: '26', ChangedLeadField: 'ProspectStage' };
		for (const sameEvent of ['allowed', 'refused'] as const) {
			const one = await withHooks({ sameEvent });
			await create(one, field);
			expect((await create(one, field)).data).toMatchObject({
				ExceptionType: 'MXDuplicateEntryException',
			});
			await create(one);
			const again = await create(one, { URL: 'https://n8n.example.com/webhook/2/webhook' });
			expect(again.status).toBe(sameEvent === 'allowed' ? 200 : 500);
		}
	});

	test('need an administrator', async () => {
		const one = await client({ administrator: false });
		expect((await create(one)).status).toBe(401);
	});

	test('allow as many webhooks as the plan', async () => {
		const one = await withHooks({ most: 1 });
		await create(one);
		expect((await create(one)).status).toBe(500);
	});

	test('list in pages, and select as the account does', async () => {
		const one = await withHooks({ searchText: 'description', idFilter: 'ignored' });
		for (let n = 0; n < 3; n++) await create(one, { Description: `n8n: ${n}` });
		expect(await retrieve(one, {}, { PageIndex: 2, PageSize: 2 })).toMatchObject({
			RecordCount: 3,
			Response: [{ Description: 'n8n: 2' }],
		});
		expect((await retrieve(one, { SearchText: 'n8n.example.com' })).Response).toEqual([]);
		expect((await retrieve(one, { SearchText: 'n8n: 1' })).Response).toHaveLength(1);
		expect((await retrieve(one, { WebhookId: 'x' })).Response).toHaveLength(3);
		expect((await retrieve(one, { WebhookEvent: 'Lead_Post_Update' })).Response).toEqual([]);
	});

	test('show a new webhook late, if the account does', async () => {
		const one = await withHooks({ visibleAfter: 1 });
		await create(one);
		expect((await retrieve(one)).Response).toEqual([]);
		expect((await retrieve(one)).Response).toHaveLength(1);
	});
});

describe('deliveries', () => {
	/** A receiver that answers with the given status, and keeps what it got. */
	async function receiver(status: () => number) {
		const got: Array<{ method: string; url: string; headers: object; body: string }> = [];
		const server = http.createServer((request, response) => {
			let body = '';
			request.on('data', (chunk) => (body += chunk));
			request.on('end', () => {
				const { method = '', url = '', headers } = request;
				got.push({ method, url, headers, body });
				response.writeHead(status(), { 'Content-Type': 'application/json' });
				response.end('{"Status":"Success"}');
			});
		});
		receivers.push(server);
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return { got, URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
	}

	test('carry the headers, the payload and what LeadSquared adds to the URL', async () => {
		const one = await withHooks();
		const { got, URL: url } = await receiver(() => 200);
		const id = idOf(await create(one, { URL: url, WebhookEvent: '2', ActivityEvent: '201' }));
		const payload = [{ ProspectActivityId: 'a' }];
		const { fire } = one.sandbox.webhooks;
		expect(await fire('LeadActivity_Post_Create', '105', payload)).toEqual([]);
		expect(await fire('LeadActivity_Post_Create', '201', payload)).toMatchObject([
			{ webhookId: id, status: 200, body: { Status: 'Success' } },
		]);
		expect(got).toMatchObject([
			{
				method: 'POST',
				url: `/hook?entityType=webhook&entityId=${id}&eventType=LeadActivity_Post_Create`,
				headers: { 'x-secret': 's', 'content-type': 'application/json' },
				body: JSON.stringify(payload),
			},
		]);
	});

	test('are tried again, and end when ten in a row have failed', async () => {
		const one = await withHooks();
		const { got, URL: url } = await receiver(() => 500);
		await create(one, { URL: url });
		const { fire, all } = one.sandbox.webhooks;
		for (let n = 0; n < 10; n++) await fire('Lead_Post_Create', undefined, {}, { attempts: 3 });
		expect(got).toHaveLength(30);
		expect([...all.values()]).toMatchObject([{ statusCode: 2, failures: 10 }]);
		expect(await fire('Lead_Post_Create', undefined, {})).toEqual([]);
	});

	test.each(['HEAD', 'GET', 'POST'] as const)(
		'begin with a handshake by %s, without which the webhook stays off',
		async (handshake) => {
			for (const status of [200, 404]) {
				const one = await withHooks({ handshake });
				const { got, URL: url } = await receiver(() => status);
				await create(one, { URL: url });
				await one.sandbox.webhooks.settled();
				expect(got).toMatchObject([{ method: handshake, body: '' }]);
				expect([...one.sandbox.webhooks.all.values()]).toMatchObject([
					{ handshake: status, statusCode: status === 200 ? 0 : 2 },
				]);
			}
		},
	);
});
