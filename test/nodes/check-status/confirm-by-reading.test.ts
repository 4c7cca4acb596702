/** Confirm by Reading: what the node says of completed requests after it has read their records. */
import axios from 'axios';
import { sleep, type INodeExecutionData, type INodeParameters } from 'n8n-workflow';

import type { Confirmation } from '../../../nodes/LeadSquaredCheckStatus/confirming/confirmation';
import {
	formerUsers,
	leadId,
	opportunityId,
	startSandbox,
	users,
	type Sandbox,
	type SandboxOptions,
	type WritingQuirks,
} from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { byId, checkType, field, items, runNode, runUpdate } from '../../support/run-node';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
let sandbox: Sandbox;
afterEach(async () => await sandbox.close());

const open = async (options: SandboxOptions = {}) => (sandbox = await startSandbox(options));

/** Sends a request past the nodes, and returns the item that they would. */
async function submit(
	operation: string,
	body: unknown,
	query: Record<string, string> = {},
	more: Record<string, string> = {},
): Promise<INodeExecutionData> {
	const { accessKey, secretKey, apiKey } = sandbox.keys;
	const { data } = await axios.post<{ RequestID: string }>(`${sandbox.url}/${operation}`, body, {
		params: new URLSearchParams({ accessKey, secretKey, ...query }),
		headers: { 'x-api-key': apiKey },
		proxy: false,
	});
	return { json: { RequestId: data.RequestID, Operation: operation, ...more } };
}

type Values = Record<string, string | Record<string, string>>;

function entries(values: Values, nameKey: 'SchemaName' | 'Attribute' = 'SchemaName'): unknown[] {
	return Object.entries(values).map(([name, value]) =>
		typeof value === 'string'
			? { [nameKey]: name, Value: value }
			: { [nameKey]: name, Value: '', Fields: entries(value, nameKey) },
	);
}

const update = async (id: string, values: Values, note?: string) =>
	await submit('opportunity/update', {
		ProspectOpportunityId: id,
		...(note === undefined ? {} : { OpportunityNote: note }),
		Fields: entries(values),
	});

interface Settings {
	parameters?: INodeParameters;
	options?: INodeParameters;
	onStarted?: (cancel: () => void) => void;
	/** Of the node; 1 by default, which outputs everything. */
	typeVersion?: number;
}

async function check(inputs: INodeExecutionData[], settings: Settings = {}) {
	const { parameters = {}, options = {}, onStarted, typeVersion = 1 } = settings;
	sandbox.calls.length = 0;
	const { outputs, hints, error, status } = await runNode(
		{
			type: checkType,
			parameters: { ...parameters, options: { confirmByReading: true, ...options } },
			settings: { typeVersion },
			credential: credentialFor(sandbox),
			...(onStarted === undefined ? {} : { onStarted }),
		},
		inputs,
	);
	const [completed = [], failed = [], pending = []] = outputs;
	const confirmations = completed.map(({ json }) => json.Confirmation as unknown as Confirmation);
	return { completed, failed, pending, confirmations, hints, error, status };
}

const reads = () => sandbox.calls.filter(({ path }) => path.startsWith('/v2/'));

const readsOf = (name: string) => reads().filter(({ path }) => path.endsWith(name)).length;

const everything = opportunityId(300);

describe('an update', () => {
	test('that the record shows is matched, with one read', async () => {
		await open();
		const { completed, confirmations, hints } = await check([
			await update(opportunityId(1), { mx_Custom_1: 'New', mx_Custom_6: '5' }, 'Called'),
		]);
		expect(completed).toMatchObject([{ json: { State: 'succeeded' }, pairedItem: { item: 0 } }]);
		expect(confirmations).toEqual([{ verdict: 'matched', fields: [], reads: 1 }]);
		expect(reads()).toHaveLength(1);
		expect(hints).toContain('Confirmed by reading: 1 matched');
	});

	test('that an automation altered differs, stays completed, and says who changed it and when', async () => {
		await open({ writing: { automation: () => ({ mx_Custom_1: 'Altered' }) } });
		const { completed, confirmations, hints } = await check([
			await update(opportunityId(1), { mx_Custom_1: 'New', mx_Custom_6: '5' }),
		]);
		expect(completed).toHaveLength(1);
		expect(confirmations).toEqual([
			{
				verdict: 'differs',
				fields: [{ schemaName: 'mx_Custom_1', sent: 'New', found: 'Altered' }],
				modifiedOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as unknown,
				modifiedBy: 'System',
				reads: 4,
			},
		]);
		expect(hints).toContainEqual(
			expect.stringMatching(/^Confirmed by reading: 0 matched, 1 differed\. .*is not a failure/),
		);
	});

	test('is read with the keys that reads need, and with no others', async () => {
		await open();
		await check([await update(opportunityId(1), { mx_Custom_1: 'New' })]);
		expect(sandbox.leaks).toEqual([]);
	});

	test('by AutoId is read by it', async () => {
		await open();
		const { confirmations } = await check([await update('HL-1002', { mx_Custom_1: 'New' })]);
		expect(confirmations).toMatchObject([{ verdict: 'matched', reads: 1 }]);
	});

	test('whose text LeadSquared cuts is shortened', async () => {
		await open({ writing: { textCut: 200 } });
		const long = 'a long text '.repeat(30);
		const { confirmations } = await check([await update(opportunityId(1), { mx_Custom_5: long })]);
		expect(confirmations).toMatchObject([
			{
				verdict: 'shortened',
				fields: [{ schemaName: 'mx_Custom_5', sent: long, found: long.slice(0, 200) }],
			},
		]);
	});

	test('of a custom field set is compared in part, and read once', async () => {
		await open();
		const { confirmations } = await check([
			await update(everything, { mx_Custom_1: 'New', mx_Custom_4: { mx_CustomObject_1: 'x' } }),
		]);
		expect(confirmations).toMatchObject([
			{
				verdict: 'partlyCompared',
				fields: [{ schemaName: 'mx_Custom_4', reason: 'custom field sets are not compared' }],
				reads: 1,
			},
		]);
	});

	test('that clears a boolean and a number is compared in part where LeadSquared shows 0', async () => {
		await open({ writing: { emptied: 'zero' } });
		const { confirmations } = await check([
			await update(everything, { mx_Custom_21: '', mx_Custom_6: '', mx_Custom_5: '' }),
		]);
		const reason = 'LeadSquared may show an empty field like this';
		expect(confirmations).toMatchObject([
			{
				verdict: 'partlyCompared',
				fields: [
					{ schemaName: 'mx_Custom_21', sent: '', found: '0', reason },
					{ schemaName: 'mx_Custom_6', sent: '', found: '0', reason },
				],
			},
		]);
	});

	test.each(['9876543210', '09876543210', '00919876543210'])(
		'of the phone number %s, which LeadSquared writes in another form, is compared in part',
		async (number) => {
			await open({ writing: { phones: 'international' } });
			const { confirmations } = await check([await update(everything, { mx_Custom_23: number })]);
			expect(confirmations).toMatchObject([
				{
					verdict: 'partlyCompared',
					fields: [
						{
							sent: number,
							found: '+91-9876543210',
							reason: 'may be the same phone number in another form',
						},
					],
				},
			]);
		},
	);

	test('of a key is not matched by another key, although both are hidden', async () => {
		await open();
		const { accessKey, secretKey } = sandbox.keys;
		sandbox.writing.automation = () => ({ mx_Custom_1: `key ${secretKey}` });
		const { confirmations } = await check([
			await update(opportunityId(1), { mx_Custom_1: `key ${accessKey}` }),
		]);
		expect(confirmations).toMatchObject([
			{
				verdict: 'partlyCompared',
				fields: [
					{
						sent: 'key [hidden]',
						found: 'key [hidden]',
						reason: 'holds a key of the credential, which is hidden',
					},
				],
				reads: 1,
			},
		]);
	});

	test('of nothing but a note is confirmed by the note', async () => {
		await open();
		const { confirmations } = await check([await update(opportunityId(1), {}, 'Called')]);
		expect(confirmations).toMatchObject([{ verdict: 'matched' }]);
	});

	test('of nothing is never matched', async () => {
		await open();
		const { confirmations } = await check([await update(opportunityId(1), {})]);
		expect(confirmations).toMatchObject([{ verdict: 'partlyCompared', fields: [] }]);
	});

	test('is output simplified with ten fields at most, Confirmation among them', async () => {
		await open();
		const one = await update(opportunityId(1), { mx_Custom_1: 'New' });
		one.json.SubmittedAt = new Date().toISOString();
		const { completed } = await check([one], { typeVersion: 1.1 });
		expect(Object.keys(completed[0]!.json)).toEqual([
			...['RequestId', 'State', 'ProspectOpportunityId', 'Confirmation', 'StatusReason'],
			...['Operation', 'SubmittedAt', 'Polls', 'WaitedMs'],
		]);
	});
});

describe('without the option', () => {
	test('nothing is read, and the output is as before', async () => {
		await open();
		const { completed } = await check([await update(opportunityId(1), { mx_Custom_1: 'New' })], {
			options: { confirmByReading: false },
		});
		expect(completed[0]!.json).not.toHaveProperty('Confirmation');
		expect(reads()).toEqual([]);
	});
});

test('what failed or is pending is not read', async () => {
	await open({
		processingDelayMs: ({ body }) => (JSON.stringify(body).includes('Later') ? 3_600_000 : 0),
	});
	const { completed, failed, pending } = await check([
		await update('00000000-0000-4000-8000-00000000dead', { mx_Custom_1: 'New' }),
		await update(opportunityId(1), { mx_Custom_1: 'Later' }),
	]);
	expect([completed.length, failed.length, pending.length]).toEqual([0, 1, 1]);
	expect([...failed, ...pending].some(({ json }) => 'Confirmation' in json)).toBe(false);
	expect(reads()).toEqual([]);
});

describe('LeadSquared shows new values late', () => {
	test.each([
		[1_000, 1, 'matched'],
		[3_000, 2, 'matched'],
		[7_000, 3, 'matched'],
		[15_000, 4, 'matched'],
		[60_000, 4, 'differs'],
	])('by %i ms: %i reads, %s', async (lagMs, count, verdict) => {
		await open({ writing: { lagMs } });
		const { confirmations } = await check([
			await update(opportunityId(1), { mx_Custom_1: 'New', mx_Custom_5: 'New' }),
		]);
		expect(confirmations).toMatchObject([{ verdict, reads: count }]);
		expect(reads()).toHaveLength(count);
	});

	test('it reads again until Max Wait is over, and at least once', async () => {
		await open({ writing: { lagMs: 60_000 } });
		const { confirmations } = await check(
			[await update(opportunityId(1), { mx_Custom_1: 'New' })],
			{
				parameters: { waitForCompletion: true },
				options: { maxWait: 5 },
			},
		);
		expect(confirmations).toMatchObject([{ verdict: 'differs', reads: 1 }]);
	});
});

describe('other operations', () => {
	const person = { FirstName: 'Meera', EmailAddress: 'lead1@example.com', mx_Income: '50000' };
	const details = entries({ ...person, SearchBy: 'EmailAddress' }, 'Attribute');

	test('an update of a lead is confirmed by the LeadId of its item', async () => {
		await open({ writing: { numbers: 'grouped' } });
		const body = entries({ mx_Income: '250000', mx_Consent: 'true' }, 'Attribute');
		const one = await submit(
			'lead/update',
			body,
			{ leadId: leadId(1), postUpdatedLead: 'false' },
			{ LeadId: leadId(1) },
		);
		const { confirmations } = await check([one]);
		expect(confirmations).toEqual([{ verdict: 'matched', fields: [], reads: 1 }]);
		expect([readsOf('Leads.GetById'), readsOf('LeadsMetaData.Get')]).toEqual([1, 1]);
	});

	test.each([' ', '\u00a0', '\u200b', '\n'])(
		'also where its RequestId stands between blanks: %j',
		async (blank) => {
			await open();
			const body = entries({ mx_Income: '250000' }, 'Attribute');
			const query = { leadId: leadId(1), postUpdatedLead: 'false' };
			const submittedAt = { SubmittedAt: '2026-11-24T04:30:00.000Z' };
			const { json } = await submit('lead/update', body, query, {
				LeadId: leadId(1),
				...submittedAt,
			});
			json.RequestId = `${blank}${String(json.RequestId)}${blank}`;
			const { confirmations, completed } = await check([{ json }]);
			expect(confirmations).toMatchObject([{ verdict: 'matched', reads: 1 }]);
			expect(completed).toMatchObject([{ json: submittedAt }]);
		},
	);

	test("a lead's file is not compared, however the account calls its type", async () => {
		await open();
		sandbox.leads.get(leadId(1))!.mx_Photo = 'https://files.example.com/1/photo.png';
		for (const [DataType, RenderTypeTextValue] of [
			['File', 'File'],
			['Text', 'FileUpload'],
		]) {
			sandbox.inject({
				path: /LeadsMetaData/,
				times: 1,
				fault: {
					kind: 'reply',
					status: 200,
					body: [{ SchemaName: 'mx_Photo', DataType, RenderTypeTextValue }],
				},
			});
			const body = entries({ mx_Photo: 'photo.png' }, 'Attribute');
			const query = { leadId: leadId(1), postUpdatedLead: 'false' };
			const one = await submit('lead/update', body, query, { LeadId: leadId(1) });
			sandbox.process();
			sandbox.leads.get(leadId(1))!.mx_Photo = 'https://files.example.com/1/photo.png';
			const { confirmations } = await check([one]);
			expect(confirmations).toMatchObject([
				{
					verdict: 'partlyCompared',
					fields: [{ schemaName: 'mx_Photo', reason: 'files are not compared' }],
				},
			]);
		}
	});

	test('without it the lead is not known, and nothing is read', async () => {
		await open();
		const body = entries({ mx_City: 'Pune' }, 'Attribute');
		const query = { leadId: leadId(1), postUpdatedLead: 'false' };
		const { confirmations } = await check([await submit('lead/update', body, query)]);
		expect(confirmations).toMatchObject([{ verdict: 'notReadable', fields: [], reads: 0 }]);
		expect(confirmations[0]!.reason).toMatch(/no LeadId/);
		expect(reads()).toEqual([]);
	});

	test('a captured lead is confirmed by the ID in the answer', async () => {
		await open({ writing: { automation: () => ({ mx_Income: '1' }) } });
		const { confirmations } = await check([await submit('lead/capture', details)]);
		expect(confirmations).toMatchObject([
			{ verdict: 'differs', fields: [{ schemaName: 'mx_Income', sent: '50000', found: '1' }] },
		]);
	});

	test('fields of leads without metadata are compared where they are equal', async () => {
		await open({ writing: { numbers: 'decimals' } });
		sandbox.inject({ path: /LeadsMetaData/, fault: { kind: 'reply', status: 500, body: 'No' } });
		const inputs = [await submit('lead/capture', details), await submit('lead/capture', details)];
		const { confirmations } = await check(inputs, { parameters: { waitForCompletion: true } });
		expect(confirmations[0]).toMatchObject({
			verdict: 'partlyCompared',
			fields: [{ schemaName: 'mx_Income', sent: '50000', found: '50000.00' }],
		});
		expect(readsOf('LeadsMetaData.Get')).toBe(1);
	});

	const capture = async () =>
		await submit('opportunity/capture', {
			LeadDetails: details,
			Opportunity: {
				OpportunityEventCode: 12000,
				OpportunityNote: 'Walked in',
				Fields: entries({ mx_Custom_1: 'New', mx_Custom_6: '200,000' }),
			},
		});

	test('a captured opportunity is confirmed by the ID of what was created', async () => {
		await open({ writing: { numbers: 'decimals' } });
		const { completed, confirmations } = await check([await capture()]);
		expect(confirmations).toEqual([{ verdict: 'matched', fields: [], reads: 1 }]);
		expect(reads()[0]!.query.OpportunityId).toBe(completed[0]!.json.CreatedOpportunityId);
	});

	test('where a duplicate was found there is nothing to confirm', async () => {
		await open({ duplicateRules: true });
		const { confirmations } = await check([await capture()]);
		expect(confirmations).toMatchObject([
			{ verdict: 'notReadable', reason: 'LeadSquared created no opportunity', reads: 0 },
		]);
	});

	test('an activity is not confirmed', async () => {
		await open();
		const body = { RelatedProspectId: leadId(1), ActivityEvent: 201, Fields: [] };
		const { completed, hints } = await check([await submit('activity/create', body)]);
		expect(completed.map(({ json }) => 'Confirmation' in json)).toEqual([false]);
		expect(hints.join()).not.toContain('Confirmed');
	});
});

describe('a record that cannot be read', () => {
	test('is not readable, and its item stays completed', async () => {
		await open();
		const one = await update(opportunityId(1), { mx_Custom_1: 'New' });
		sandbox.process();
		sandbox.opportunities.delete(opportunityId(1));
		const { completed, confirmations, hints } = await check([one]);
		expect(completed).toHaveLength(1);
		expect(confirmations).toMatchObject([{ verdict: 'notReadable', fields: [], reads: 1 }]);
		expect(confirmations[0]!.reason).toMatch(/MXInvalidEntityReferenceException/);
		expect(hints).toContain('Confirmed by reading: 0 matched, 1 could not be read');
	});

	test('because of the keys costs no read of the others', async () => {
		await open();
		const inputs = await Promise.all(
			Array.from({ length: 60 }, (_, n) => update(opportunityId(n + 1), { mx_Custom_1: 'New' })),
		);
		sandbox.inject({ path: /^\/v2\//, fault: { kind: 'reply', status: 403, body: 'No' } });
		const { confirmations } = await check(inputs);
		expect(new Set(confirmations.map(({ verdict }) => verdict))).toEqual(new Set(['notReadable']));
		expect(reads().length).toBeLessThanOrEqual(25);
	});

	test('for a moment is read again', async () => {
		await open();
		const one = await update(opportunityId(1), { mx_Custom_1: 'New' });
		sandbox.inject({ path: /Details/, times: 1, fault: { kind: 'reset' } });
		const { confirmations } = await check([one], { parameters: { waitForCompletion: true } });
		expect(confirmations).toMatchObject([{ verdict: 'matched', reads: 2 }]);
	});

	test('because another one came is not readable', async () => {
		await open();
		const one = await update(opportunityId(1), { mx_Custom_1: 'New' });
		sandbox.inject({
			path: /Details/,
			fault: {
				kind: 'reply',
				status: 200,
				body: {
					OpportunityId: opportunityId(2),
					Fields: [{ SchemaName: 'mx_Custom_1', Value: 'New' }],
				},
			},
		});
		const { confirmations } = await check([one]);
		expect(confirmations).toMatchObject([{ verdict: 'notReadable' }]);
	});

	test('or whose request LeadSquared does not repeat, is never matched', async () => {
		await open();
		const one = await update(opportunityId(1), { mx_Custom_1: 'New' });
		const task = { TaskType: 'x', Status: 'Success', StatusReason: '', Message: '{}' };
		sandbox.inject({
			path: /status$/,
			fault: { kind: 'reply', status: 200, body: { TaskStatus: task } },
		});
		const { confirmations } = await check([one]);
		expect(confirmations).toMatchObject([{ verdict: 'notReadable', reads: 0 }]);
	});
});

describe('several requests of a run', () => {
	test('for one record cost one read, and none is blamed for what another one set', async () => {
		await open();
		const { confirmations } = await check([
			await update(opportunityId(1), { mx_Custom_1: 'First', mx_Custom_5: 'Kept' }),
			await update(opportunityId(1).toUpperCase(), { mx_Custom_1: 'Second' }),
		]);
		expect(confirmations).toMatchObject([
			{
				verdict: 'partlyCompared',
				fields: [{ schemaName: 'mx_Custom_1', reason: 'another request of this run set it too' }],
			},
			{ verdict: 'matched', fields: [] },
		]);
		expect(reads()).toHaveLength(1);
	});

	test.each([
		['which the record says by either name', { details: 'whole' }],
		['which the record says by its GUID only', { details: 'documented' }],
	] as const)('for one opportunity by its GUID and its AutoId, %s', async (_name, reading) => {
		await open({ reading });
		const named = { guid: opportunityId(2), autoId: 'HL-1002' };
		for (const [first, second] of [
			[named.guid, named.autoId],
			[named.autoId, named.guid],
		] as const) {
			const { confirmations } = await check([
				await update(first, { mx_Custom_1: 'First', mx_Custom_5: 'Kept' }),
				await update(second, { mx_Custom_1: 'Second' }),
				await update('HL-1003', { mx_Custom_1: 'Third' }),
			]);
			expect(confirmations).toMatchObject([
				{
					verdict: 'partlyCompared',
					fields: [{ schemaName: 'mx_Custom_1', reason: 'another request of this run set it too' }],
				},
				{ verdict: 'matched', fields: [] },
				{ verdict: 'matched', fields: [] },
			]);
		}
	});

	test('for two opportunities are not taken for one because one of them says an AutoId', async () => {
		await open({ writing: { automation: () => ({ mx_Custom_1: 'Second' }) } });
		const { confirmations } = await check([
			await update(opportunityId(1), { mx_Custom_1: 'First' }),
			await update('HL-1002', { mx_Custom_1: 'Second' }),
		]);
		expect(confirmations).toMatchObject([{ verdict: 'differs' }, { verdict: 'matched' }]);
	});

	test('end within a second when the run is cancelled', async () => {
		await open({ writing: { automation: () => ({ mx_Custom_1: 'Altered' }) } });
		const inputs = [await update(opportunityId(1), { mx_Custom_1: 'New' })];
		let cancelledAt = Infinity;
		const { status } = await check(inputs, {
			onStarted: (cancel) =>
				void sleep(5_000).then(() => {
					cancelledAt = Date.now();
					cancel();
				}),
		});
		expect(status).toBe('canceled');
		expect(Date.now() - cancelledAt).toBeLessThan(1_000);
	});
});

/** A field of every kind in type 12002: what is sent, and what an automation puts in its place. */
const kinds: Record<string, [sent: string, altered: string]> = {
	mx_Custom_5: ['Text', 'Other text'],
	mx_Custom_6: ['200000', '200001'],
	mx_Custom_8: ['2026-07-31 05:33:50', '2026-07-31 05:33:51'],
	mx_Custom_20: ['8.5', '8.55'],
	mx_Custom_21: ['true', 'false'],
	mx_Custom_22: ['1990-05-17', '1990-05-18'],
	mx_Custom_23: ['+91-9876543210', '+91-9876543211'],
	mx_Custom_24: ['a@example.com', 'b@example.com'],
	mx_Custom_25: ['https://example.com/a', 'https://example.com/b'],
	mx_Custom_26: [users[0]!.id, users[1]!.id],
	mx_Custom_27: ['PAN;Aadhaar', 'PAN'],
	mx_Custom_28: ['P1', 'P2'],
	mx_Custom_32: ['12.9,77.5', '13.1,80.2'],
};
const sent = Object.fromEntries(Object.entries(kinds).map(([name, [value]]) => [name, value]));
const altered = Object.fromEntries(Object.entries(kinds).map(([name, [, value]]) => [name, value]));
const dates = ['mx_Custom_22', 'mx_Custom_8'];

/** The forms in which the sandbox returns values, and the fields that cannot be compared then. */
const forms: Array<[Partial<WritingQuirks>, string[]]> = [
	[{}, []],
	[{ dates: 'millis' }, []],
	[{ dates: 'us' }, []],
	[{ dates: 'dotNet' }, []],
	[{ dates: 'unreadable' }, dates],
	[{ numbers: 'grouped' }, []],
	[{ numbers: 'decimals' }, []],
	[{ booleans: 'digit' }, []],
	[{ booleans: 'word' }, []],
	[{ owners: 'name' }, []],
	[{ owners: 'email' }, []],
	[{ choices: 'text' }, []],
];

describe.each(forms)('every kind of field, returned with %j', (writing, unreadable) => {
	test('and the values that were sent', async () => {
		await open({ writing });
		const { confirmations } = await check([await update(everything, sent)]);
		expect(confirmations[0]!.fields.map(({ schemaName }) => schemaName).sort()).toEqual(unreadable);
		expect(confirmations[0]!.verdict).toBe(unreadable.length === 0 ? 'matched' : 'partlyCompared');
	});

	test('and altered by an automation', async () => {
		await open({ writing: { ...writing, automation: () => altered } });
		const { confirmations } = await check([await update(everything, sent)]);
		const { verdict, fields } = confirmations[0]!;
		expect(verdict).toBe('differs');
		const differing = fields.filter(({ reason }) => reason === undefined);
		expect(differing.map(({ schemaName }) => schemaName).sort()).toEqual(
			Object.keys(kinds)
				.filter((name) => !unreadable.includes(name))
				.sort(),
		);
		const others = fields.filter(({ reason }) => reason !== undefined);
		expect(others.map(({ schemaName }) => schemaName).sort()).toEqual(unreadable);
	});
});

/** The same of a lead. */
const leadKinds: Record<string, [sent: string, altered: string]> = {
	FirstName: ['Meera', 'Mira'],
	Mobile: ['+91-9876543210', '+91-9876543211'],
	ProspectStage: ['Customer', 'Prospect'],
	OwnerId: [users[0]!.id, users[1]!.id],
	mx_City: ['Pune', 'Mumbai'],
	mx_Birthday: ['1990-05-17', '1990-05-18'],
	mx_Call_On: ['2026-07-31 05:33:50', '2026-07-31 05:33:51'],
	mx_Income: ['250000', '250001'],
	mx_Languages: ['English;Hindi', 'English'],
	mx_Consent: ['true', 'false'],
};
const ofLead = (which: 0 | 1) =>
	Object.fromEntries(Object.entries(leadKinds).map(([name, values]) => [name, values[which]]));
const leadDates = ['mx_Birthday', 'mx_Call_On'];

describe.each(forms)('every kind of field of a lead, returned with %j', (writing, unreadable) => {
	const notRead = unreadable.length === 0 ? [] : leadDates;
	const email = 'lead1@example.com';
	test.each(['lead/update', 'lead/capture'] as const)('%s', async (operation) => {
		for (const automation of [undefined, () => ofLead(1)]) {
			await open({ writing: { ...writing, automation } });
			const isUpdate = operation === 'lead/update';
			const extra: Values = isUpdate ? {} : { EmailAddress: email, SearchBy: 'EmailAddress' };
			const one = await submit(
				operation,
				entries({ ...ofLead(0), ...extra }, 'Attribute'),
				isUpdate ? { leadId: leadId(1), postUpdatedLead: 'false' } : {},
				isUpdate ? { LeadId: leadId(1) } : {},
			);
			const { confirmations } = await check([one]);
			const { verdict, fields } = confirmations[0]!;
			const names = (isCompared: boolean) =>
				fields
					.filter(({ reason }) => (reason === undefined) === isCompared)
					.map(({ schemaName }) => schemaName)
					.sort();
			expect(names(false)).toEqual(notRead);
			if (automation === undefined) {
				expect(names(true)).toEqual([]);
				expect(verdict).toBe(notRead.length === 0 ? 'matched' : 'partlyCompared');
			} else {
				const differing = Object.keys(leadKinds).filter((name) => !notRead.includes(name));
				expect(names(true)).toEqual(differing.sort());
				expect(verdict).toBe('differs');
			}
			await sandbox.close();
		}
	});
});

test('a former user with the name of nobody else is found by it', async () => {
	await open({ writing: { owners: 'name' } });
	const { confirmations } = await check([
		await update(everything, { mx_Custom_26: formerUsers[1]!.id }),
	]);
	expect(confirmations).toMatchObject([{ verdict: 'matched' }]);
	expect(readsOf('Users.Get')).toBe(1);
});

test('of 1,000 updates, exactly the seven that an automation altered differ, with one read for each of the others', async () => {
	const count = 1_000;
	const seven = new Set([3, 144, 145, 500, 777, 998, 1_000].map(opportunityId));
	await open({
		opportunities: count,
		limit: { model: 'log', calls: 25, windowMs: 5_000 },
		writing: {
			lagMs: 1_500,
			automation: (id) => (seven.has(id) ? { mx_Custom_5: 'Set by a workflow' } : undefined),
		},
	});
	const inputs = Array.from({ length: count }, (_, n) => ({ id: opportunityId(n + 1), n }));
	const submitted = await runUpdate(
		sandbox,
		{
			opportunityId: byId('={{ $json.id }}'),
			fields: {
				field: [field('mx_Custom_5', '={{ "Row " + $json.n }}'), field('mx_Custom_6', '5')],
			},
		},
		items(...inputs),
	);
	expect(submitted.outputs[0]).toHaveLength(count);

	const began = Date.now();
	const { completed, confirmations, hints } = await check(submitted.outputs[0]!, {
		parameters: { waitForCompletion: true },
		options: { maxWait: 1_800 },
	});
	expect(completed).toHaveLength(count);
	const differing = confirmations.flatMap(({ verdict }, n) =>
		verdict === 'differs' ? [opportunityId(n + 1)] : [],
	);
	expect(new Set(differing)).toEqual(seven);
	expect(confirmations.filter(({ verdict }) => verdict === 'matched')).toHaveLength(count - 7);
	expect(hints.join()).toContain('Confirmed by reading: 993 matched, 7 differed');

	const perRecord = new Map<string, number>();
	for (const { query } of reads()) {
		const id = query.OpportunityId ?? '';
		perRecord.set(id, (perRecord.get(id) ?? 0) + 1);
	}
	expect(perRecord.size).toBe(count);
	const readAgain = [...perRecord].filter(([, times]) => times > 1);
	expect(new Set(readAgain.map(([id]) => id))).toEqual(seven);
	expect(new Set(readAgain.map(([, times]) => times))).toEqual(new Set([4]));
	expect(reads()).toHaveLength(count + 7 * 3);
	expect(sandbox.calls.filter(({ rejectedByLimit }) => rejectedByLimit)).toEqual([]);
	// 1,000 status checks and 1,021 reads at 25 in 5 s, and the waits of the seven: not one record after the other.
	const leastMs = (sandbox.calls.length / 25) * 5_000;
	expect(Date.now() - began).toBeLessThan(leastMs * 1.15 + 16_000);
}, 180_000);
