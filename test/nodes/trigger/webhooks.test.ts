/** The webhooks of a trigger in LeadSquared: none is left behind, none is deleted that is not its own. */
import { sleep } from 'n8n-workflow';

import {
	faults,
	type Fault,
	type FaultRule,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { logLines } from '../../support/logs';
import { closesHosts, TriggerHost, type TriggerSetup } from '../../support/trigger-host';
import { useNewSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
closesHosts();

const opportunityCreated = { event: 'opportunityCreated', opportunityTypes: ['12000'] };

async function hostFor(
	sandbox: Sandbox,
	parameters: TriggerSetup['parameters'],
	more: Partial<TriggerSetup> = {},
): Promise<TriggerHost> {
	return await TriggerHost.start({ parameters, credential: credentialFor(sandbox), ...more });
}

const hooksOf = ({ webhooks }: Sandbox) => [...webhooks.all.values()];

/** Puts a webhook into the account that somebody else made. */
async function foreignHook(sandbox: Sandbox, changes: Record<string, unknown> = {}): Promise<void> {
	const { accessKey, secretKey } = sandbox.keys;
	await fetch(`${sandbox.url}/v2/Webhook.svc/Create`, {
		method: 'POST',
		headers: {
			'x-LSQ-AccessKey': accessKey,
			'x-LSQ-SecretKey': secretKey,
			'Content-Type': 'application/json',
		},
		body: JSON.stringify({
			Description: 'Made by hand',
			URL: 'https://other.example.com/hook',
			WebhookEvent: '3',
			...changes,
		}),
	});
}

describe('activation', () => {
	const server = useNewSandbox();

	test.each([
		['leadCreated', {}, [['3', 'Lead_Post_Create', []]]],
		['leadUpdated', {}, [['6', 'Lead_Post_Update', []]]],
		['leadStageChanged', {}, [['26', 'Lead_Field_Change', ['ProspectStage']]]],
		[
			'activityCreated',
			{ activityTypes: ['201', '105'] },
			[
				['2', 'LeadActivity_Post_Create', ['201']],
				['2', 'LeadActivity_Post_Create', ['105']],
			],
		],
		['activityUpdated', { activityTypes: ['201'] }, [['15', 'LeadActivity_Post_Update', ['201']]]],
		[
			'opportunityCreated',
			{ opportunityTypes: ['12000', '12001'] },
			[['29', 'Opportunity_Post_Create', ['12000', '12001']]],
		],
		[
			'opportunityUpdated',
			{ opportunityTypes: '12000, 12001' },
			[['30', 'Opportunity_Post_Update', ['12000', '12001']]],
		],
		[
			'custom',
			{
				customEvent: '26',
				customKeys: '{ "ChangedLeadField": "mx_City" }',
				customProperties: { ChangedLeadField: 'mx_City' },
			},
			[['26', 'Lead_Field_Change', ['mx_City']]],
		],
	])(
		'creates for %s with %j what LeadSquared needs, and deactivation deletes it',
		async (event, more, expected) => {
			const { sandbox } = server;
			const host = await hostFor(sandbox, { event, ...more });
			expect(await host.activate()).toBeUndefined();
			expect(
				hooksOf(sandbox).map(({ eventNumber, eventName, subject }) => [
					eventNumber,
					eventName,
					subject,
				]),
			).toEqual(expected);
			for (const hook of hooksOf(sandbox)) {
				expect(hook).toMatchObject({
					url: host.address,
					description: 'n8n workflow w: Follow up, LeadSquared Trigger',
					contentType: 'application/json',
					headers: { 'X-N8n-Webhook-Secret': expect.stringMatching(/^[0-9a-f]{64}$/) },
				});
			}
			await host.deactivate();
			expect(hooksOf(sandbox)).toEqual([]);
			expect(sandbox.leaks).toEqual([]);
		},
	);

	test('finds its webhooks when n8n starts again, and creates none', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, opportunityCreated);
		await host.activate();
		const before = hooksOf(sandbox);
		expect(await host.activate('init')).toBeUndefined();
		expect(hooksOf(sandbox)).toEqual(before);
	});

	test.each([
		[1, 'was switched off in LeadSquared'],
		[2, 'was switched off by LeadSquared after failed deliveries'],
	] as const)('creates anew a webhook with status %s, and logs why', async (status, words) => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, opportunityCreated);
		await host.activate();
		const [old] = hooksOf(sandbox);
		old!.statusCode = status;
		await host.activate('init');
		expect(hooksOf(sandbox)).toMatchObject([{ statusCode: 0 }]);
		expect(hooksOf(sandbox)[0]?.id).not.toBe(old?.id);
		expect(logLines.join('\n')).toContain(`the webhook ${old?.id} ${words}`);
	});

	test('creates anew what somebody has deleted or pointed elsewhere', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, opportunityCreated);
		await host.activate();
		sandbox.webhooks.all.clear();
		await host.activate('init');
		expect(hooksOf(sandbox)).toHaveLength(1);
		hooksOf(sandbox)[0]!.url = 'https://other.example.com/hook';
		await host.activate('init');
		expect(hooksOf(sandbox)).toMatchObject([{ url: host.address }]);
	});

	test('replaces its webhooks when another event is chosen', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, opportunityCreated);
		await host.activate();
		Object.assign(host.setup, { parameters: { event: 'leadCreated' } });
		await host.activate('update');
		expect(hooksOf(sandbox)).toMatchObject([{ eventName: 'Lead_Post_Create' }]);
		await host.deactivate();
		expect(hooksOf(sandbox)).toEqual([]);
	});

	test('leaves no webhook behind when n8n dies between creating and saving', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, {
			event: 'activityCreated',
			activityTypes: ['201', '105'],
		});
		await host.activateAndDie();
		expect(hooksOf(sandbox)).toHaveLength(2);
		await host.activate('init');
		expect(hooksOf(sandbox)).toHaveLength(2);
		await host.deactivate();
		expect(hooksOf(sandbox)).toEqual([]);
	});

	test('leaves no webhook behind when it is deactivated after n8n died', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, opportunityCreated);
		await host.activateAndDie();
		await host.deactivate();
		expect(hooksOf(sandbox)).toEqual([]);
	});

	test('leaves alone what others made, for the same event, and even at its own address', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, { event: 'leadCreated' });
		await foreignHook(sandbox);
		await foreignHook(sandbox, { URL: host.address });
		const before = hooksOf(sandbox).map(({ id }) => id);
		await host.activate();
		expect(hooksOf(sandbox)).toHaveLength(3);
		await host.deactivate();
		expect(hooksOf(sandbox).map(({ id }) => id)).toEqual(before);
	});

	test('a copy of the workflow, with its address and what it keeps, deletes nothing of the original', async () => {
		const { sandbox } = server;
		const webhookId = 'b1e00019-0000-4000-8000-00000000aaaa';
		const host = await hostFor(sandbox, opportunityCreated, { webhookId });
		await host.activate();
		const publicUrl = host.url;
		const copy = await hostFor(sandbox, opportunityCreated, {
			webhookId,
			workflowId: 'copy',
			publicUrl,
		});
		copy.saved = structuredClone(host.saved);
		expect(copy.address).toBe(host.address);
		// n8n 1 does that when it refuses to activate the copy.
		await copy.deactivate();
		expect(hooksOf(sandbox)).toHaveLength(1);
		await host.deactivate();
		expect(hooksOf(sandbox)).toEqual([]);
	});

	test('gives two workflows with one event a webhook each', async () => {
		const { sandbox } = server;
		const [first, second] = [
			await hostFor(sandbox, opportunityCreated),
			await hostFor(sandbox, opportunityCreated),
		];
		await first!.activate();
		await second!.activate();
		await first!.deactivate();
		expect(hooksOf(sandbox)).toMatchObject([{ url: second!.address }]);
		await second!.deactivate();
		expect(hooksOf(sandbox)).toEqual([]);
	});

	test('has a webhook of its own while somebody tests the active workflow', async () => {
		const { sandbox } = server;
		const webhookId = 'b1e00019-0000-4000-8000-00000000bbbb';
		const active = await hostFor(sandbox, opportunityCreated, { webhookId });
		await active.activate();
		const before = hooksOf(sandbox);
		// At another address, and without what the active workflow keeps.
		const tested = await hostFor(sandbox, opportunityCreated, { webhookId });
		expect(await tested.activate('manual')).toBeUndefined();
		expect(hooksOf(sandbox)).toMatchObject([{ url: active.address }, { url: tested.address }]);
		await tested.deactivate();
		expect(hooksOf(sandbox)).toEqual(before);
	});

	test('lets a second workflow listen to the stage by way of Lead Updated', async () => {
		const { sandbox } = server;
		const [first, second] = [
			await hostFor(sandbox, { event: 'leadStageChanged' }),
			await hostFor(sandbox, { event: 'leadStageChanged' }),
		];
		await first!.activate();
		expect(await second!.activate()).toBeUndefined();
		expect(hooksOf(sandbox).map(({ eventName }) => eventName)).toEqual([
			'Lead_Field_Change',
			'Lead_Post_Update',
		]);
	});

	test('says that an address in the own network cannot be reached, and creates nothing', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, opportunityCreated, {
			publicUrl: 'http://localhost:5678/webhook',
			credential: { ...credentialFor(sandbox), region: 'in21' },
		});
		expect((await host.activate())?.message).toMatch(
			/^LeadSquared cannot reach this n8n at http:\/\/localhost:5678\. .*WEBHOOK_URL/,
		);
		expect(sandbox.calls).toEqual([]);
	});

	test.each([
		[{ event: 'opportunityCreated' }, "'Opportunity Type Names or IDs' is empty"],
		[
			{ event: 'activityCreated', activityTypes: ['phone'] },
			'\'Activity Type Names or IDs\' holds "phone", which is not an event code',
		],
		[{ event: 'custom' }, "'Event Number' is empty"],
		[{ event: 'custom', customEvent: 'x' }, '\'Event Number\' must be a number; "x" is not'],
		[
			{ event: 'custom', customEvent: '7', customKeys: '[1]' },
			"'Extra Keys (JSON)' is not a JSON object",
		],
		[
			{ event: 'custom', customEvent: '7', customProperties: '{' },
			"'Webhook Properties (JSON)' is not a JSON object",
		],
		[{ event: 'leadCreated', registration: 'byHand' }, "'Header Secret' is empty"],
	])('refuses %j before any call', async (parameters, message) => {
		const host = await hostFor(server.sandbox, parameters);
		expect((await host.activate())?.message).toContain(message);
		expect(server.sandbox.calls).toEqual([]);
	});

	test('makes no call where the webhook is registered by hand', async () => {
		const host = await hostFor(server.sandbox, {
			event: 'leadCreated',
			registration: 'byHand',
			secret: 'long and random',
		});
		expect(await host.activate()).toBeUndefined();
		await host.deactivate();
		expect(server.sandbox.calls).toEqual([]);
	});

	test('takes a number of the user before its own', async () => {
		const host = await hostFor(server.sandbox, {
			event: 'leadCreated',
			triggerOptions: { eventNumber: '4' },
		});
		expect((await host.activate())?.message).toContain(
			'LeadSquared made a webhook for Lead_Owner_Change instead of Lead Created',
		);
		expect(hooksOf(server.sandbox)).toEqual([]);
	});
});

describe('with a 500 at a step', () => {
	const server = useNewSandbox();

	const steps: Array<[string, Omit<FaultRule, 'fault'>]> = [
		...[0, 1, 2, 3, 4].map((after): [string, Omit<FaultRule, 'fault'>] => [
			`in call ${after + 1} of the list`,
			{ path: '/v2/Webhook.svc/Retrieve', after },
		]),
		['in the first creation', { path: '/v2/Webhook.svc/Create' }],
		['in the second creation', { path: '/v2/Webhook.svc/Create', after: 1 }],
		['in a deletion', { path: '/v2/Webhook.svc/Delete' }],
	];
	const parameters = { event: 'activityCreated', activityTypes: ['201', '105'] };

	test.each(steps)('%s, once, the account is as before', async (_name, rule) => {
		for (const fault of [faults.mxException, { ...faults.plain500, accept: true }]) {
			const { sandbox } = server;
			sandbox.reset();
			const host = await hostFor(sandbox, parameters);
			await foreignHook(sandbox);
			const before = hooksOf(sandbox);
			sandbox.inject({ ...rule, times: 1, fault });
			const error = await host.activate();
			if (error !== undefined) {
				expect(error.message).toMatch(/LeadSquared (refused|could not handle) \w+ Webhooks?/);
				expect(hooksOf(sandbox)).toEqual(before);
			} else {
				expect(hooksOf(sandbox)).toHaveLength(3);
			}
			await host.activate();
			await host.deactivate();
			await host.deactivate();
			expect(hooksOf(sandbox)).toEqual(before);
		}
	});

	test('leaves working webhooks alone when n8n starts while LeadSquared has an error', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, opportunityCreated);
		await host.activate();
		const before = hooksOf(sandbox);
		const end = sandbox.inject({ path: /Webhook/, fault: faults.plain503 });
		expect(await host.activate('init')).toBeUndefined();
		expect(logLines.join('\n')).toContain('the webhooks could not be checked');
		end();
		expect(hooksOf(sandbox)).toEqual(before);
	});

	test('says so when somebody activates the workflow meanwhile', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, opportunityCreated);
		await host.activate();
		const end = sandbox.inject({ path: /Retrieve/, fault: faults.plain503 });
		expect((await host.activate('update'))?.message).toContain(
			'LeadSquared could not handle Retrieve Webhooks right now',
		);
		end();
		await host.activate();
		expect(hooksOf(sandbox)).toHaveLength(1);
	});
});

describe('n8n 2, which tries again by itself', () => {
	const server = useNewSandbox({ webhooks: { handshake: 'HEAD' } });

	test.each<[string, Omit<FaultRule, 'times'>, RegExp | undefined]>([
		[
			'creation that LeadSquared refuses',
			{ path: '/v2/Webhook.svc/Create', fault: faults.mxException },
			/LeadSquared refused Create Webhook/,
		],
		[
			'creation that LeadSquared could not handle',
			{ path: '/v2/Webhook.svc/Create', fault: faults.plain500 },
			undefined,
		],
		[
			'creation that LeadSquared handled, but did not say so',
			{ path: '/v2/Webhook.svc/Create', fault: { ...faults.plain500, accept: true } as Fault },
			undefined,
		],
		[
			'list that LeadSquared refuses',
			{ path: '/v2/Webhook.svc/Retrieve', after: 4, fault: faults.mxException },
			/LeadSquared refused Retrieve Webhooks/,
		],
	])(
		'never has a webhook that found nobody to shake hands with, after a %s',
		async (_name, rule, message) => {
			const { sandbox } = server;
			const host = await hostFor(sandbox, opportunityCreated);
			sandbox.inject({ ...rule, times: 1 });
			const error = await host.publish();
			if (message === undefined) {
				expect(error).toBeUndefined();
			} else {
				expect(error?.message).toMatch(message);
				expect(hooksOf(sandbox)).toEqual([]);
				expect(await host.publish()).toBeUndefined();
			}
			await sandbox.webhooks.settled();
			expect(hooksOf(sandbox)).toMatchObject([{ statusCode: 0, handshake: 200 }]);
			await host.deactivate();
			expect(hooksOf(sandbox)).toEqual([]);
		},
	);
});

describe.each<SandboxOptions['webhooks']>([
	{ pageCap: 25, idFilter: 'ignored' },
	{ pageCap: 25, idFilter: 'ignored', recordCount: false },
	{ pageCap: 7, idFilter: 'ignored', searchText: 'description' },
])('a list in pages that LeadSquared cuts: %j', (webhooks) => {
	const server = useNewSandbox({ webhooks });

	test('is read whole: nothing is created twice, and nothing is left behind', async () => {
		const { sandbox } = server;
		for (let n = 0; n < 30; n++) await foreignHook(sandbox);
		const before = hooksOf(sandbox);
		const host = await hostFor(sandbox, { event: 'leadCreated' });
		expect(await host.activate()).toBeUndefined();
		const made = hooksOf(sandbox);
		expect(made).toHaveLength(31);
		expect(await host.activate('init')).toBeUndefined();
		expect(hooksOf(sandbox)).toEqual(made);
		// As after a crash before n8n saved anything.
		host.saved = {};
		await host.deactivate();
		expect(hooksOf(sandbox)).toEqual(before);
	});
});

describe('a list that shows changes late', () => {
	const server = useNewSandbox({ webhooks: { lagMs: 2_500 } });
	const unanswered: Record<string, Fault> = {
		'cut off': { kind: 'reset', accept: true },
		'not answered in time': { kind: 'hang', accept: true },
		'answered with an error': { ...faults.plain503, accept: true } as Fault,
	};
	const activities = { event: 'activityCreated', activityTypes: ['201', '105'] };

	test('activation, another one with another event, and deactivation leave nothing', async () => {
		const { sandbox } = server;
		await foreignHook(sandbox);
		const before = hooksOf(sandbox);
		const host = await hostFor(sandbox, activities);
		expect(await host.activate()).toBeUndefined();
		Object.assign(host.setup, { parameters: { event: 'leadCreated' } });
		expect(await host.activate('update')).toBeUndefined();
		expect(hooksOf(sandbox)).toHaveLength(2);
		await host.deactivate();
		expect(hooksOf(sandbox)).toEqual(before);
	});

	test.each(Object.keys(unanswered).flatMap((how) => [0, 1].map((after) => [how, after] as const)))(
		'has each webhook once after a creation that was made and %s, with %i before it',
		async (how, after) => {
			const { sandbox } = server;
			await foreignHook(sandbox);
			const before = hooksOf(sandbox);
			const host = await hostFor(sandbox, { ...activities, triggerOptions: { timeout: 2 } });
			sandbox.inject({ path: /Create/, after, times: 1, fault: unanswered[how]! });
			expect(await host.activate()).toBeUndefined();
			expect(hooksOf(sandbox).map(({ subject }) => subject.join())).toEqual(['', '201', '105']);
			await host.deactivate();
			expect(hooksOf(sandbox)).toEqual(before);
		},
	);

	test.each(Object.keys(unanswered))(
		'leaves nothing behind where all creations are made and %s',
		async (how) => {
			const { sandbox } = server;
			await foreignHook(sandbox);
			const before = hooksOf(sandbox);
			const host = await hostFor(sandbox, { ...activities, triggerOptions: { timeout: 2 } });
			sandbox.inject({ path: /Create/, fault: unanswered[how]! });
			expect((await host.activate())?.message).toMatch(/Create Webhook/);
			expect(hooksOf(sandbox)).toEqual(before);
		},
	);
});

describe('a list that shows changes very late', () => {
	const server = useNewSandbox({ webhooks: { lagMs: 60_000 } });

	test('leaves a webhook only until the next activation, and the log says so', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, { event: 'leadCreated' });
		const end = sandbox.inject({ path: /Create/, fault: { kind: 'reset', accept: true } });
		expect(await host.activate()).toBeInstanceOf(Error);
		end();
		expect(hooksOf(sandbox).length).toBeGreaterThan(0);
		expect(logLines.join('\n')).toContain('LeadSquared may have made a webhook');
		await sleep(60_000);
		await host.activate();
		await host.deactivate();
		expect(hooksOf(sandbox)).toEqual([]);
	});
});

describe('a deactivation that fails', () => {
	const server = useNewSandbox();

	const wrongKeys = (host: TriggerHost) => {
		const right = host.setup.credential;
		Object.assign(host.setup, { credential: { ...right, secretKey: 'another' } });
		return () => void Object.assign(host.setup, { credential: right });
	};
	const withFault = (path: string, fault: Fault) => (_host: TriggerHost, sandbox: Sandbox) =>
		sandbox.inject({ path, fault });
	const reasons = {
		'wrong keys': wrongKeys,
		'deletions that are refused': withFault('/v2/Webhook.svc/Delete', faults.mxException),
		'deletions that get no answer': withFault('/v2/Webhook.svc/Delete', { kind: 'reset' }),
		'deletions that LeadSquared cannot handle': withFault(
			'/v2/Webhook.svc/Delete',
			faults.plain503,
		),
	};
	const again = {
		'activated and deactivated': async (host: TriggerHost) => {
			expect(await host.activate()).toBeUndefined();
			await host.deactivate();
		},
		'published and deactivated': async (host: TriggerHost) => {
			expect(await host.publish()).toBeUndefined();
			await host.deactivate();
		},
		'activated with another event, and deactivated': async (host: TriggerHost) => {
			Object.assign(host.setup, { parameters: { event: 'leadCreated' } });
			expect(await host.activate()).toBeUndefined();
			await host.deactivate();
		},
		'activated in vain, activated and deactivated': async (host: TriggerHost, sandbox: Sandbox) => {
			sandbox.inject({ path: /Retrieve/, fault: faults.mxException, times: 1 });
			expect(await host.activate()).toBeInstanceOf(Error);
			expect(await host.activate()).toBeUndefined();
			await host.deactivate();
		},
		'activated when n8n dies, and deactivated': async (host: TriggerHost) => {
			await host.activateAndDie();
			await host.deactivate();
		},
		'deactivated again': async (host: TriggerHost) => await host.deactivate(),
	};
	const orders = Object.keys(reasons).flatMap((reason) =>
		Object.keys(again).map((then) => [reason, then] as const),
	);

	test.each(orders)(
		'because of %s leaves nothing once the workflow is %s',
		async (reason, then) => {
			const { sandbox } = server;
			await foreignHook(sandbox);
			const before = hooksOf(sandbox);
			const host = await hostFor(sandbox, {
				event: 'activityCreated',
				activityTypes: ['201', '105'],
			});
			await host.activate();
			const mend = reasons[reason as keyof typeof reasons](host, sandbox);
			await host.deactivate();
			expect(hooksOf(sandbox)).toHaveLength(3);
			mend();
			await again[then as keyof typeof again](host, sandbox);
			expect(hooksOf(sandbox)).toEqual(before);
		},
	);
});

describe('with other keys', () => {
	const server = useNewSandbox();

	test('logs the ID of a webhook that it cannot delete, and deletes it when the keys are right again', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, opportunityCreated);
		await host.activate();
		const [{ id } = { id: '' }] = hooksOf(sandbox);
		const right = host.setup.credential;
		Object.assign(host.setup, { credential: { ...right, secretKey: 'another' } });
		await host.deactivate();
		expect(logLines.join('\n')).toContain(`the webhook ${id} could not be deleted`);
		Object.assign(host.setup, { credential: right });
		await host.activate();
		await host.deactivate();
		expect(hooksOf(sandbox)).toEqual([]);
	});

	test('logs that a webhook may be left in an account that the credential no longer names', async () => {
		const { sandbox } = server;
		const host = await hostFor(sandbox, opportunityCreated);
		await host.activate();
		const [{ id } = { id: '' }] = hooksOf(sandbox);
		sandbox.keys.accessKey = 'u$r-of-another-account';
		sandbox.webhooks.all.clear();
		const credential = { ...host.setup.credential, accessKey: sandbox.keys.accessKey };
		Object.assign(host.setup, { credential });
		await host.deactivate();
		expect(logLines.join('\n')).toContain(
			`the credential has changed since the webhook ${id} was created`,
		);
	});
});

describe.each<[string, SandboxOptions]>([
	['the numbers of the page', { webhooks: { numbers: 'documented' } }],
	['a search that looks at descriptions', { webhooks: { searchText: 'description' } }],
	['a list that does not select by ID', { webhooks: { idFilter: 'ignored' } }],
	['deletions that always succeed', { webhooks: { deletedTwice: 'success' } }],
	['new webhooks that show late', { webhooks: { visibleAfter: 2 } }],
	['a handshake by HEAD', { webhooks: { handshake: 'HEAD' } }],
	['a handshake by GET', { webhooks: { handshake: 'GET' } }],
	['a handshake by POST', { webhooks: { handshake: 'POST' } }],
])('an account with %s', (_name, options) => {
	const server = useNewSandbox(options);

	test.each(['opportunityCreated', 'opportunityUpdated'])(
		'has one webhook for %s while it is active, and none afterwards',
		async (event) => {
			const { sandbox } = server;
			const host = await hostFor(sandbox, { event, opportunityTypes: ['12000'] });
			await host.activateAndDie();
			expect(await host.activate()).toBeUndefined();
			await sandbox.webhooks.settled();
			expect(hooksOf(sandbox)).toMatchObject([
				{
					eventName:
						event === 'opportunityCreated' ? 'Opportunity_Post_Create' : 'Opportunity_Post_Update',
					statusCode: 0,
				},
			]);
			await host.deactivate();
			expect(hooksOf(sandbox)).toEqual([]);
		},
	);
});

describe('an account that takes an event once', () => {
	const server = useNewSandbox({ webhooks: { sameEvent: 'refused' } });

	test('gets no second webhook, and the message says what to do', async () => {
		const { sandbox } = server;
		const first = await hostFor(sandbox, opportunityCreated);
		const second = await hostFor(sandbox, opportunityCreated);
		await first.activate();
		const before = hooksOf(sandbox);
		expect((await second.activate())?.message).toMatch(
			/^LeadSquared has a webhook for Opportunity Created already: MXDuplicateEntryException.*deactivate/,
		);
		expect(hooksOf(sandbox)).toEqual(before);
	});
});

describe('an account without administrator rights', () => {
	const server = useNewSandbox({ administrator: false });

	test('is told about rights and registration by hand', async () => {
		const host = await hostFor(server.sandbox, opportunityCreated);
		expect((await host.activate())?.message).toMatch(/administrator.*'By Hand' in 'Registration'/);
	});
});

describe('a plan with one webhook', () => {
	const server = useNewSandbox({ webhooks: { most: 1 } });

	test('has none of two after the second was refused', async () => {
		const host = await hostFor(server.sandbox, {
			event: 'activityCreated',
			activityTypes: ['201', '105'],
		});
		expect((await host.activate())?.message).toContain('At most 1 webhooks are allowed');
		expect(hooksOf(server.sandbox)).toEqual([]);
	});
});
