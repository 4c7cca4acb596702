/** What a call from LeadSquared starts, and what it is answered. */
import { sleep } from 'n8n-workflow';

import { faults, leadId, opportunityId, user, type Delivered, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { logLines } from '../../support/logs';
import { soon } from '../../support/platform';
import { closesHosts, TriggerHost, type TriggerSetup } from '../../support/trigger-host';
import { useNewSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
closesHosts();
const server = useNewSandbox();

const taken = { status: 200, body: { Status: 'Success', StatusReason: '' } };
const notTaken = (reason: string) => ({
	status: 200,
	body: { Status: 'Error', StatusReason: expect.stringContaining(reason) },
});

async function active(
	parameters: TriggerSetup['parameters'],
	more: Partial<TriggerSetup> = {},
): Promise<TriggerHost> {
	const credential = credentialFor(server.sandbox);
	const host = await TriggerHost.start({ parameters, credential, ...more });
	expect(await host.activate()).toBeUndefined();
	return host;
}

const hookOf = ({ webhooks }: Sandbox) => [...webhooks.all.values()][0]!;

async function deliver(payload: unknown): Promise<Delivered> {
	return await server.sandbox.webhooks.deliver(hookOf(server.sandbox), payload);
}

const jsons = (host: TriggerHost) => host.runs.map((items) => items.map(({ json }) => json));

const lead = (changes: Record<string, unknown> = {}) => ({
	ProspectID: leadId(1),
	FirstName: 'Asha',
	ProspectStage: 'Prospect',
	mx_City: null,
	ModifiedOn: '2026-11-28 05:00:00',
	ModifiedBy: user.id,
	...changes,
});

const leadChange = (changes: Record<string, unknown>) => ({
	Before: lead(),
	After: lead({ ModifiedOn: '2026-11-28 05:30:00', ...changes }),
});

const activity = (id: string, changes: Record<string, unknown> = {}) => ({
	ProspectActivityId: id,
	ActivityEvent: '201',
	ActivityEventName: 'Phone Conversation',
	RelatedProspectId: leadId(1),
	CreatedOn: '2026-11-28 05:30:00',
	CreatedBy: user.id,
	Data: { Note: 'Called', mx_Custom_1: '64' },
	...changes,
});

const opportunity = (n: number, changes: Record<string, unknown> = {}) => ({
	ProspectActivityId: opportunityId(n),
	ActivityEvent: '12000',
	RelatedProspectId: leadId(1),
	CreatedOn: '2026-11-28 05:30:00',
	Data: {},
	...changes,
});

const forActivities = { event: 'activityCreated', activityTypes: ['201'] };
const forOpportunities = { event: 'opportunityUpdated', opportunityTypes: ['12000'] };

describe('an event', () => {
	test('of a new lead becomes one item', async () => {
		const host = await active({ event: 'leadCreated' });
		expect(await deliver(lead({ CreatedOn: '2026-11-28 04:00:00' }))).toMatchObject(taken);
		expect(jsons(host)).toEqual([
			[
				{
					eventKey: expect.stringMatching(`^leadCreated:${leadId(1)}:[0-9a-f]{16}$`),
					event: 'leadCreated',
					eventType: 'Lead_Post_Create',
					leadId: leadId(1),
					occurredOn: '2026-11-28T05:00:00.000Z',
					fields: lead({ CreatedOn: '2026-11-28 04:00:00' }),
				},
			],
		]);
	});

	test('of a changed lead says what changed', async () => {
		const host = await active({ event: 'leadUpdated' });
		const change = leadChange({ mx_City: 'Pune', FirstName: 'Asha' });
		await deliver(change);
		expect(jsons(host)).toEqual([
			[
				{
					eventKey: expect.any(String),
					event: 'leadUpdated',
					eventType: 'Lead_Post_Update',
					leadId: leadId(1),
					occurredOn: '2026-11-28T05:30:00.000Z',
					changed: ['mx_City', 'ModifiedOn'],
					before: change.Before,
					after: change.After,
				},
			],
		]);
	});

	test('of activities that come together becomes the items of one run', async () => {
		const host = await active(forActivities);
		await deliver([activity('a'), activity('b', { Data: [{ Key: 'Note', Value: 'x' }] })]);
		expect(jsons(host)).toEqual([
			[
				{
					eventKey: expect.any(String),
					event: 'activityCreated',
					eventType: 'LeadActivity_Post_Create',
					leadId: leadId(1),
					activityId: 'a',
					typeCode: '201',
					occurredOn: '2026-11-28T05:30:00.000Z',
					fields: { Note: 'Called', mx_Custom_1: '64' },
				},
				expect.objectContaining({ activityId: 'b', fields: { Note: 'x' } }),
			],
		]);
	});

	test('of an opportunity brings the opportunity, and is answered before it is read', async () => {
		const host = await active(forOpportunities);
		let answered = false;
		const asked = new Promise<boolean>((resolve) => {
			const when = () => {
				resolve(answered);
				return true;
			};
			// Held back: the answer to LeadSquared must not wait for it.
			server.sandbox.inject({
				path: /GetOpportunityDetails/,
				when,
				fault: { kind: 'delay', ms: 5_000 },
			});
		});
		expect(await deliver(opportunity(1))).toMatchObject(taken);
		answered = true;
		expect(host.runs).toEqual([]);
		await asked;
		await until(() => host.runs.length === 1);
		expect(jsons(host)).toEqual([
			[
				expect.objectContaining({
					event: 'opportunityUpdated',
					opportunityId: opportunityId(1),
					leadId: leadId(1),
					typeCode: '12000',
					record: expect.objectContaining({
						opportunityId: opportunityId(1),
						leadId: leadId(1),
						note: null,
						fields: expect.objectContaining({ Status: 'Open', mx_Custom_1: 'Home Loan 1' }),
					}),
				}),
			],
		]);
	});

	test.each([
		['refuses', faults.mxException],
		['has an error', faults.plain503],
	])(
		'of an opportunity that LeadSquared %s to read starts the workflow all the same',
		async (_name, fault) => {
			const host = await active(forOpportunities);
			server.sandbox.inject({ path: /GetOpportunityDetails/, fault });
			await deliver(opportunity(1));
			await until(() => host.runs.length === 1);
			expect(jsons(host)[0]).toMatchObject([
				{ opportunityId: opportunityId(1), fetchError: expect.stringContaining('Get Opportunity') },
			]);
			expect(jsons(host)[0]?.[0]).not.toHaveProperty('record');
		},
	);

	test('brings the lead of an activity, if it is asked to', async () => {
		const host = await active({ ...forActivities, fetchRecord: true });
		await deliver([activity('a'), activity('b', { RelatedProspectId: 'unknown' })]);
		await until(() => host.runs.length === 1);
		expect(jsons(host)[0]).toMatchObject([
			{
				activityId: 'a',
				record: { leadId: leadId(1), fields: { EmailAddress: 'lead1@example.com' } },
			},
			{ activityId: 'b', fetchError: expect.stringContaining('did not find') },
		]);
	});

	test.each([
		['opportunity', forOpportunities, opportunity(1), /Details/],
		['lead', { event: 'leadCreated', fetchRecord: true }, lead(), /GetById/],
	] as const)('has no other %s than its own for a record', async (_what, event, payload, path) => {
		const host = await active(event);
		const other = [{ ProspectID: leadId(2) }];
		const body =
			event === forOpportunities ? { OpportunityId: opportunityId(2), Fields: [] } : other;
		server.sandbox.inject({ path, fault: { kind: 'reply', status: 200, body } });
		await deliver(payload);
		await until(() => host.runs.length === 1);
		expect(jsons(host)[0]?.[0]).not.toHaveProperty('record');
		expect(jsons(host)[0]?.[0]?.fetchError).toContain(
			event === forOpportunities ? opportunityId(1) : leadId(1),
		);
	});

	test('of an unknown shape is passed on as it is', async () => {
		const host = await active({ event: 'custom', customEvent: '7' });
		await deliver({ TaskId: 't', Subject: 'Call back' });
		expect(jsons(host)).toEqual([
			[
				{
					eventKey: expect.any(String),
					event: 'custom',
					eventType: 'Task_Create',
					occurredOn: expect.any(String),
					raw: { TaskId: 't', Subject: 'Call back' },
				},
			],
		]);
	});

	test('is added as it came, if that is asked for', async () => {
		const host = await active({ ...forActivities, triggerOptions: { includeRaw: true } });
		await deliver(activity('a'));
		expect(jsons(host)[0]?.[0]?.raw).toEqual(activity('a'));
	});
});

/** The run that follows an answer. */
async function until(isTrue: () => boolean): Promise<void> {
	while (!isTrue()) await new Promise((resolve) => soon(resolve));
}

describe('what starts nothing', () => {
	test.each(['', '{}', '[]', 'null', ' \n'])(
		'a handshake %j is answered before the secret is asked for',
		async (body) => {
			const host = await active(forActivities);
			hookOf(server.sandbox).headers = {};
			expect(await deliver(body)).toMatchObject(taken);
			expect(host.runs).toEqual([]);
		},
	);

	test.each([
		['{"ProspectActivityId": "a"', 'not a JSON object'],
		['plain words', 'not a JSON object'],
		['"text"', 'not a JSON object'],
		['[1, 2]', 'not a JSON object'],
		['<html></html>', 'not a JSON object'],
		['{"a":\u0000}', 'not a JSON object'],
	])('a body that is none, %s, is answered 200 and logged', async (body, reason) => {
		const host = await active(forActivities);
		logLines.length = 0;
		expect(await deliver(body)).toMatchObject(notTaken(reason));
		expect(host.runs).toEqual([]);
		expect(logLines.join('\n')).toContain(`a call started nothing, because the body is ${reason}`);
	});

	test.each([
		['missing', {}],
		['wrong', { 'X-N8n-Webhook-Secret': 'guessed' }],
		['empty', { 'X-N8n-Webhook-Secret': '' }],
	])('a call whose secret is %s is answered 200 and logged', async (_name, headers) => {
		const host = await active(forActivities);
		hookOf(server.sandbox).headers = headers as Record<string, string>;
		logLines.length = 0;
		expect(await deliver(activity('a'))).toMatchObject(notTaken('missing or wrong'));
		expect(host.runs).toEqual([]);
		expect(logLines.join('\n')).toContain('the header X-N8n-Webhook-Secret is missing or wrong');
	});

	test('that meets wrong settings learns nothing of them, which are in the log', async () => {
		const host = await active(forActivities);
		Object.assign(host.setup, {
			parameters: { ...forActivities, activityTypes: ['Visit Mr Roy'] },
		});
		const { status, body } = await deliver(activity('a'));
		expect({ status, body }).toMatchObject(notTaken('the settings of the trigger are not valid'));
		expect(JSON.stringify(body)).not.toContain('Roy');
		expect(host.runs).toEqual([]);
		expect(logLines.join('\n')).toContain('"Visit Mr Roy", which is not an event code');
	});

	test('a part that is no object is left out, and logged', async () => {
		const host = await active(forActivities);
		expect(await deliver([activity('a'), 7])).toMatchObject(taken);
		expect(host.runs.map(({ length }) => length)).toEqual([1]);
		expect(logLines.join('\n')).toContain(
			'events that are not JSON objects were left out of a call (1)',
		);
	});

	test('an event of another type', async () => {
		const host = await active(forActivities);
		expect(await deliver([activity('a', { ActivityEvent: 105 })])).toMatchObject(taken);
		expect(host.runs).toEqual([]);
	});

	test.each([
		[['mx_City'], { mx_City: 'Pune' }, 1],
		[['mx_city', 'FirstName'], { mx_City: 'Pune' }, 1],
		[['FirstName'], { mx_City: 'Pune' }, 0],
		[['mx_City'], { mx_City: '' }, 0],
		[[], { FirstName: 'A' }, 1],
	])('a change of other fields than %j: %j starts %i', async (onlyWhenFields, changes, runs) => {
		const host = await active({ event: 'leadUpdated', onlyWhenFields });
		expect(await deliver(leadChange(changes))).toMatchObject(taken);
		expect(host.runs).toHaveLength(runs);
	});

	test('a change of a lead that keeps its stage, where the stage is watched', async () => {
		const host = await active({ event: 'leadStageChanged' });
		await deliver(leadChange({ mx_City: 'Pune' }));
		expect(host.runs).toEqual([]);
		await deliver(leadChange({ ProspectStage: 'Customer' }));
		expect(jsons(host)[0]).toMatchObject([{ changed: expect.arrayContaining(['ProspectStage']) }]);
	});

	test.each([
		[user.id, {}, 0],
		[user.email.toUpperCase(), {}, 0],
		['Asha Sandbox', {}, 0],
		['c0ffee00-0000-4000-8000-000000000002', {}, 1],
		['ravi.menon@example.com', {}, 1],
		[user.id, { ModifiedBy: 'Asha Sandbox' }, 0],
		[user.id, { ModifiedBy: 'Ravi Menon' }, 1],
	])('a change by an ignored user %s: %j starts %i', async (ignored, changes, runs) => {
		const host = await active({ event: 'leadUpdated', ignoreChangesBy: [ignored] });
		const other = { mx_City: 'Pune', ...changes };
		await deliver(leadChange(other));
		await deliver(leadChange({ ...other, ModifiedBy: 'somebody else', mx_City: 'Goa' }));
		await until(() => host.runs.length === runs + 1);
	});

	test.each([
		['leadCreated', { CreatedBy: user.id, ModifiedBy: 'somebody else' }, 0],
		['leadCreated', { CreatedBy: 'somebody else', ModifiedBy: user.id }, 1],
		['leadUpdated', { CreatedBy: user.id, ModifiedBy: 'somebody else' }, 1],
		['leadUpdated', { CreatedBy: 'somebody else', ModifiedBy: user.id }, 0],
	])('%s by an ignored user, as a lead alone says: %j starts %i', async (event, users, runs) => {
		const host = await active({ event, ignoreChangesBy: [user.id] });
		await deliver(lead(users));
		const last = { ProspectID: leadId(2), CreatedBy: 'nobody', ModifiedBy: 'nobody' };
		await deliver(lead(last));
		await until(() => host.runs.length === runs + 1);
	});

	test.each([
		[{ CreatedBy: user.id, ModifiedBy: 'somebody else' }, 0],
		[{ CreatedBy: 'somebody else', ModifiedBy: user.id }, 1],
	])('a new opportunity of an ignored user, as its record says: %j starts %i', async (users, n) => {
		const more = { ignoreChangesBy: [user.id], opportunityTypes: ['12000'] };
		const host = await active({ event: 'opportunityCreated', ...more });
		const { opportunities } = server.sandbox;
		Object.assign(opportunities.get(opportunityId(1))!.fields, users);
		opportunities.get(opportunityId(2))!.fields.CreatedBy = 'nobody';
		await deliver(opportunity(1));
		await deliver(opportunity(2));
		await sleep(20_000);
		expect(host.runs).toHaveLength(n + 1);
	});

	test('an update of an opportunity by an ignored user, as its record says', async () => {
		const host = await active({ ...forOpportunities, ignoreChangesBy: [user.id] });
		await deliver(opportunity(1));
		const other = 'c0ffee00-0000-4000-8000-000000000002';
		server.sandbox.opportunities.get(opportunityId(2))!.fields.ModifiedBy = other;
		await deliver(opportunity(2));
		await until(() => host.runs.length === 1);
		expect(jsons(host)[0]).toMatchObject([{ opportunityId: opportunityId(2) }]);
	});
});

describe.each(['activityCreated', 'activityUpdated'])(
	'the lead that is read for %s says nothing of the activity',
	(event) => {
		const parameters = { event, activityTypes: ['201'], fetchRecord: true };
		const payload = (id: string) => activity(id, { CreatedBy: null });

		test('neither who did it', async () => {
			server.sandbox.leads.get(leadId(1))!.ModifiedBy = user.id;
			const host = await active({ ...parameters, ignoreChangesBy: [user.id] });
			await deliver(payload('a'));
			await deliver(payload('b'));
			await sleep(20_000);
			expect(host.runs).toHaveLength(2);
		});

		test('nor whether it is the same event', async () => {
			const host = await active(parameters);
			for (let n = 0; n < 2; n++) await deliver([payload('a'), payload('a')]);
			await sleep(20_000);
			// An activity is created once, and may be updated any number of times.
			const lengths = host.runs.map((items) => items.length);
			expect(lengths).toEqual(event === 'activityCreated' ? [1] : [2, 2]);
		});
	},
);

describe('an event that LeadSquared sends again', () => {
	test.each([
		['leadCreated', {}, lead()],
		['leadUpdated', {}, leadChange({ mx_City: 'Pune' })],
		['activityCreated', { activityTypes: ['201'] }, [activity('a')]],
		[
			'activityUpdated',
			{ activityTypes: ['201'] },
			[activity('a', { ModifiedOn: '2026-11-28 06:00:00' })],
		],
		['opportunityCreated', { opportunityTypes: ['12000'] }, [opportunity(1)]],
		['opportunityUpdated', { opportunityTypes: ['12000'] }, [opportunity(1)]],
	])('starts nothing: %s', async (event, more, payload) => {
		const host = await active({ event, ...more });
		for (let n = 0; n < 3; n++) expect(await deliver(payload)).toMatchObject(taken);
		// A last one that is new shows that the others are over.
		await deliver(newOne(event));
		await until(() => host.runs.length === 2);
	});

	function newOne(event: string): unknown {
		if (event === 'leadCreated') return lead({ ProspectID: leadId(2) });
		if (event === 'leadUpdated') return leadChange({ mx_City: 'Goa' });
		return event.startsWith('activity') ? [activity('b')] : [opportunity(2)];
	}

	test('starts nothing when both calls arrive together', async () => {
		const host = await active(forActivities);
		const [first, second] = await Promise.all([deliver(activity('a')), deliver(activity('a'))]);
		expect([first, second]).toMatchObject([taken, taken]);
		expect(host.runs).toHaveLength(1);
	});

	test('starts the workflow if n8n could not start it the first time', async () => {
		let isBroken = true;
		const host = await active(forActivities, { failsToStart: () => isBroken });
		expect((await deliver(activity('a'))).status).toBe(500);
		isBroken = false;
		expect(await deliver(activity('a'))).toMatchObject(taken);
		expect(host.runs).toHaveLength(1);
	});

	test('is told from a second change of the same opportunity', async () => {
		const host = await active(forOpportunities);
		await deliver(opportunity(1));
		await until(() => host.runs.length === 1);
		server.sandbox.opportunities.get(opportunityId(1))!.fields.ModifiedOn = '2026-11-28 07:00:00';
		await deliver(opportunity(1));
		await until(() => host.runs.length === 2);
		const [[first] = [], [second] = []] = jsons(host);
		expect(first?.eventKey).not.toBe(second?.eventKey);
		expect(second?.occurredOn).toEqual(expect.any(String));
	});

	test.each([
		['one before, while LeadSquared still shows that', []],
		['one before by an ignored user, while LeadSquared still shows that', [user.id]],
	])('is told from %s', async (_what, ignoreChangesBy) => {
		const host = await active({ ...forOpportunities, ignoreChangesBy });
		const { fields } = server.sandbox.opportunities.get(opportunityId(1))!;
		Object.assign(fields, { ModifiedOn: '2026-01-05 05:00:00', ModifiedBy: user.id });
		if (ignoreChangesBy.length === 0) {
			await deliver(opportunity(1));
			await until(() => host.runs.length === 1);
		}
		const before = host.runs.length;
		const change = { ModifiedOn: '2026-01-05 06:00:00', ModifiedBy: 'another' };
		void sleep(4_000).then(() => Object.assign(fields, change, { mx_Custom_1: 'Second' }));
		await deliver(opportunity(1));
		await until(() => host.runs.length === before + 1);
		expect(jsons(host).at(-1)).toMatchObject([{ record: { fields: { mx_Custom_1: 'Second' } } }]);
	});

	test.each([
		['although LeadSquared shows the second late', 4_000, ['First', 'Second']],
		['unless the record shows both', 0, ['Second']],
	])(
		'is told from another change of the same opportunity that comes in the same call, %s',
		async (_what, afterMs, names) => {
			const host = await active(forOpportunities);
			const { fields } = server.sandbox.opportunities.get(opportunityId(1))!;
			Object.assign(fields, { ModifiedOn: '2026-01-05 05:00:00', mx_Custom_1: 'First' });
			const change = () =>
				Object.assign(fields, { ModifiedOn: '2026-01-05 06:00:00', mx_Custom_1: 'Second' });
			if (afterMs === 0) change();
			else void sleep(afterMs).then(change);
			await deliver([opportunity(1), opportunity(1)]);
			await until(() => host.runs.length === 1);
			expect(jsons(host)[0]).toMatchObject(
				names.map((mx_Custom_1) => ({ record: { fields: { mx_Custom_1 } } })),
			);
			expect(jsons(host)[0]).toHaveLength(names.length);
		},
	);

	test('is not told where nothing tells it apart, and then starts the workflow', async () => {
		const host = await active({ ...forOpportunities, fetchRecord: false });
		await deliver([opportunity(1), opportunity(1)]);
		await deliver([opportunity(1)]);
		expect(host.runs.map(({ length }) => length)).toEqual([2, 1]);
	});
});

test('a webhook registered by hand is told apart by the secret of the user', async () => {
	const host = await active({
		event: 'leadCreated',
		registration: 'byHand',
		secret: ' long and random ',
	});
	const hook = {
		id: 'x',
		eventNumber: '3',
		eventName: 'Lead_Post_Create',
		subject: [],
		description: '',
		properties: '',
		statusCode: 0,
		failures: 0,
		contentType: 'application/json',
		url: host.address,
	} as const;
	const { deliver: send } = server.sandbox.webhooks;
	for (const secret of ['long and random', 'wrong']) {
		const headers = { 'X-N8n-Webhook-Secret': secret };
		const expected = secret === 'wrong' ? notTaken('wrong') : taken;
		expect(await send({ ...hook, subject: [], headers }, lead())).toMatchObject(expected);
	}
	expect(host.runs).toHaveLength(1);
});

test('answers HEAD and GET', async () => {
	const host = await active({ event: 'leadCreated' });
	for (const method of ['HEAD', 'GET']) {
		expect((await fetch(host.address, { method })).status).toBe(200);
	}
});

test('takes an event although n8n has saved nothing of the activation, or although the keys have changed', async () => {
	const host = await active({ event: 'leadCreated' });
	const { saved, setup } = host;
	host.saved = {};
	expect(await deliver(lead())).toMatchObject(taken);
	host.saved = saved;
	Object.assign(setup, { credential: { ...setup.credential, secretKey: 'another' } });
	expect(await deliver(lead({ ProspectID: leadId(2) }))).toMatchObject(taken);
	expect(host.runs).toHaveLength(2);
	host.saved = {};
	expect(await deliver(lead({ ProspectID: leadId(3) }))).toMatchObject(notTaken('wrong'));
});

test('neither an item nor the log nor an answer holds the secret', async () => {
	const host = await active({ ...forActivities, triggerOptions: { includeRaw: true } });
	const [secret = ''] = Object.values(hookOf(server.sandbox).headers);
	expect(secret).toHaveLength(64);
	const answers = [await deliver(activity('a')), await deliver('x')];
	hookOf(server.sandbox).headers = {};
	answers.push(await deliver(activity('b')));
	const everything = [
		JSON.stringify(host.runs),
		JSON.stringify(host.saved),
		JSON.stringify(answers),
		...logLines,
	].join('\n');
	expect(everything).toContain('Phone Conversation');
	expect(everything).not.toContain(secret);
});

test('a complaint of LeadSquared that repeats the secret is shown without it', async () => {
	const { sandbox } = server;
	const host = await TriggerHost.start({
		parameters: { event: 'leadCreated' },
		credential: credentialFor(sandbox),
	});
	let secret = '';
	sandbox.inject({
		path: /Create/,
		when: ({ body }) => {
			secret = (body as { CustomHeaders: Array<{ Value: string }> }).CustomHeaders[0]!.Value;
			complaint.body.ExceptionMessage = `Header ${secret} is not allowed`;
			return true;
		},
		fault: { kind: 'reply', ...complaint },
	});
	const error = await host.activate();
	expect(error?.message).toContain('Header [hidden] is not allowed');
	expect(JSON.stringify(error)).not.toContain(secret);
});

const complaint = {
	status: 500,
	body: { Status: 'Error', ExceptionType: 'MXInvalidInputException', ExceptionMessage: '' },
};
