import { leadId, opportunityId, RETRY_LADDER_MS } from './index';
import { client, clock, closeAll, outcomeOf, requestId, task, UPDATE, update } from './testing';
import type { Outcome, SandboxOptions } from './types';

afterEach(closeAll);

const inner = (message: string | null): unknown => JSON.parse(message ?? 'null');

describe('the natural outcome of an update', () => {
	test.each<[string, string, Record<string, string>, string]>([
		['an unknown opportunity', 'HL-9999', {}, 'MXInvalidEntityReferenceException'],
		[
			'a status that is not listed',
			opportunityId(1),
			{ Status: 'Closed' },
			'MXInvalidInputException',
		],
		[
			'a stage of another type',
			opportunityId(1),
			{ mx_Custom_2: 'Enrolled' },
			'MXInvalidInputException',
		],
		['a mandatory dropdown cleared', opportunityId(1), { Status: '' }, 'MXInvalidInputException'],
		[
			'an unknown field',
			opportunityId(1),
			{ mx_Custom_99: 'x' },
			'MXInvalidActivityFieldsException',
		],
		['a system field', opportunityId(1), { CreatedOn: 'x' }, 'MXInvalidActivityFieldsException'],
		[
			'the path form of a field set',
			opportunityId(1),
			{ 'mx_Custom_4~mx_CustomObject_1': 'x' },
			'MXInvalidActivityFieldsException',
		],
	])('is FAILURE for %s', async (_what, id, fields, exceptionType) => {
		const one = await client();
		const body = { ...update(id, { mx_Custom_5: 'first', ...fields }), OpportunityNote: 'note' };
		const { Status, StatusReason, Message } = await outcomeOf(one, UPDATE, body);
		expect([Status, Message]).toEqual(['FAILURE', null]);
		expect(StatusReason).toMatch(new RegExp(`^${exceptionType}: `));
		const untouched = one.sandbox.opportunities.get(opportunityId(1));
		expect(untouched).toMatchObject({ updates: 0, notes: [] });
		expect(untouched?.fields).not.toHaveProperty('mx_Custom_5');
	});

	test('is Success for listed options, free text where options are unknown, and a cleared optional field', async () => {
		const one = await client();
		const fields = {
			Status: 'Won',
			mx_Custom_2: 'Invalid/ Junk',
			mx_Custom_3: 'Fair',
			mx_Custom_10: '',
		};
		expect((await outcomeOf(one, UPDATE, update(opportunityId(1), fields))).Status).toBe('Success');
		expect(one.sandbox.opportunities.get(opportunityId(1))?.fields).toMatchObject(fields);
	});
});

describe('the other operations', () => {
	const details = [
		{ Attribute: 'EmailAddress', Value: 'lead1@example.com' },
		{ Attribute: 'mx_City', Value: 'Pune' },
		{ Attribute: 'SearchBy', Value: 'EmailAddress' },
	];

	test('capture leads: match a lead or create one', async () => {
		const one = await client();
		const matched = await outcomeOf(one, '/lead/capture', details);
		expect(matched.TaskType).toBe('Lead Capture');
		expect(inner(matched.Message)).toEqual({ Status: 'Success', Message: { Id: leadId(1) } });
		expect(one.sandbox.leads.get(leadId(1))).toMatchObject({ mx_City: 'Pune' });
		await outcomeOf(one, '/lead/capture', [{ Attribute: 'EmailAddress', Value: 'n@example.com' }]);
		expect(one.sandbox.leads.size).toBe(21);
	});

	test('update a lead: require leadId', async () => {
		const one = await client();
		const body = [{ Attribute: 'FirstName', Value: 'Asha' }];
		const done = await outcomeOf(one, '/lead/update', body, { leadId: leadId(2) });
		expect(inner(done.Message)).toEqual({ Status: 'Success', Message: { AffectedRows: 1 } });
		expect(one.sandbox.leads.get(leadId(2))).toMatchObject({ FirstName: 'Asha' });
		const refused = await one.submit('/lead/update', body);
		expect(refused.status).toBe(400);
		expect(refused.data).toMatchObject({ ExceptionType: 'MXMandatoryAttributeMissingException' });
	});

	test('create activities, alone and with a lead', async () => {
		const one = await client();
		const alone = { RelatedProspectId: leadId(1), ActivityEvent: 201, ActivityNote: 'Called' };
		expect((await outcomeOf(one, '/activity/create', alone)).Status).toBe('Success');
		const orphan = { ...alone, RelatedProspectId: opportunityId(1) };
		expect((await outcomeOf(one, '/activity/create', orphan)).Status).toBe('FAILURE');
		const both = { LeadDetails: details, Activity: { ActivityEvent: 201 } };
		const done = await outcomeOf(one, '/activity/createcustom', both);
		expect(inner(done.Message)).toMatchObject({ Message: { RelatedId: leadId(1) } });
	});

	test('capture an opportunity: report Success with 0 inside if it worked, and with 1 if not', async () => {
		const one = await client();
		const body = (stage: string) => ({
			LeadDetails: details,
			Opportunity: {
				OpportunityEventCode: 12001,
				OpportunityNote: 'Walk-in',
				Fields: [
					{ SchemaName: 'mx_Custom_1', Value: 'Walk-in' },
					{ SchemaName: 'mx_Custom_2', Value: stage },
				],
			},
		});
		const good = await outcomeOf(one, '/opportunity/capture', body('Applied'));
		expect([good.TaskType, good.Status]).toEqual(['Opportunity Capture', 'Success']);
		const reply = inner(good.Message) as { Status: number; CreatedOpportunityId: string };
		expect(reply.Status).toBe(0);
		expect(one.sandbox.opportunities.get(reply.CreatedOpportunityId)).toMatchObject({
			eventCode: 12001,
			fields: { mx_Custom_2: 'Applied' },
			notes: ['Walk-in'],
		});
		const bad = await outcomeOf(one, '/opportunity/capture', body('Sanctioned'));
		expect(bad.Status).toBe('Success');
		expect(inner(bad.Message)).toMatchObject({
			Status: 1,
			ExceptionType: 'MXInvalidInputException',
		});
		expect(one.sandbox.opportunities.size).toBe(301);
	});

	test.each<[string, unknown]>([
		['/lead/capture', {}],
		['/lead/capture', []],
		['/activity/create', { RelatedProspectId: leadId(1), ActivityEvent: '201' }],
		['/activity/createcustom', { LeadDetails: details }],
		[
			'/opportunity/capture',
			{ LeadDetails: details.slice(0, 2), Opportunity: { OpportunityEventCode: 1 } },
		],
		[
			'/opportunity/capture',
			{ LeadDetails: details.slice(2), Opportunity: { OpportunityEventCode: 1 } },
		],
		['/opportunity/capture', { LeadDetails: details, Opportunity: {} }],
	])('answer 400 to %s with %j', async (path, body) => {
		const one = await client();
		expect((await one.submit(path, body)).status).toBe(400);
	});

	test('log a call with the connector id in the path and no keys in the query', async () => {
		const one = await client();
		const path = '/1/api/telephony/logcallcomplete';
		const answer = await one.submit(`${path}/connector/guid`, { Duration: 1 }, { params: {} });
		const status = await one.look(`${path}/status`, { RequestID: requestId(answer) });
		expect(task(status)).toMatchObject({ TaskType: 'Telephony-LogCall', Status: 'Success' });
	});
});

describe('a forced outcome', () => {
	/** The status values right after processing, 30 s later, and a day later. */
	async function course(outcome: Outcome, options: SandboxOptions = {}): Promise<string[]> {
		const time = clock();
		const one = await client({ now: time.now, outcome: () => outcome, ...options });
		const RequestID = requestId(
			await one.submit(UPDATE, update(opportunityId(1), { Status: 'Won' })),
		);
		const seen: string[] = [];
		for (const wait of [0, 29_999, 1, 86_400_000]) {
			time.ms += wait;
			seen.push(task(await one.look(`${UPDATE}/status`, { RequestID })).Status);
		}
		const { updates = 0 } = one.sandbox.opportunities.get(opportunityId(1)) ?? {};
		expect(updates).toBe(seen.at(-1) === 'Success' && outcome !== 'successWithInnerError' ? 1 : 0);
		return seen;
	}

	test.each<[Outcome, SandboxOptions, string[]]>([
		['success', {}, ['Success', 'Success', 'Success', 'Success']],
		['failure', {}, ['FAILURE', 'FAILURE', 'FAILURE', 'FAILURE']],
		['error', {}, ['ERROR', 'ERROR', 'ERROR', 'ERROR']],
		['error', { errorIsFinal: false }, ['ERROR', 'ERROR', 'Success', 'Success']],
		['errorThenSuccess', {}, ['ERROR', 'ERROR', 'Success', 'Success']],
		[{ errors: 2 }, {}, ['ERROR', 'ERROR', 'ERROR', 'Success']],
		[{ errors: 11 }, {}, ['ERROR', 'ERROR', 'ERROR', 'ERROR']],
		['successWithInnerError', {}, ['Success', 'Success', 'Success', 'Success']],
		[{ status: 'Weird Value' }, {}, Array<string>(4).fill('Weird Value')],
	])('%j with %j goes through the expected states', async (outcome, options, expected) => {
		expect(await course(outcome, options)).toEqual(expected);
	});

	test('of an error is retried for the documented 9.16 hours', () => {
		expect(RETRY_LADDER_MS.reduce((sum, wait) => sum + wait, 0)).toBe(32_970_000);
	});

	test('of a system error names no MX exception, that of an inner error does', async () => {
		const failing = await client({ outcome: () => 'error' });
		const { StatusReason, Message } = await outcomeOf(failing, UPDATE, update(opportunityId(1)));
		expect([/MX/.test(StatusReason), Message]).toEqual([false, null]);
		const lying = await client({ outcome: () => 'successWithInnerError' });
		const done = await outcomeOf(lying, UPDATE, update(opportunityId(1)));
		expect(inner(done.Message)).toMatchObject({ Status: 'Error' });
	});

	test('may come later than that of a later request', async () => {
		const time = clock();
		const one = await client({
			now: time.now,
			processingDelayMs: ({ rawBody }) => (rawBody.includes('early') ? 5000 : 1000),
		});
		for (const note of ['early', 'late']) {
			await one.submit(UPDATE, { ...update(opportunityId(1)), OpportunityNote: note });
		}
		time.ms += 5000;
		one.sandbox.process();
		expect(one.sandbox.opportunities.get(opportunityId(1))?.notes).toEqual(['late', 'early']);
	});
});
