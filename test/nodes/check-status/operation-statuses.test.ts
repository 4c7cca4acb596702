/** What becomes of each operation's requests: every status of every operation, and what the answers say. */
import type { INodeParameters } from 'n8n-workflow';

import { operations } from '../../../nodes/shared/async-api/operations';
import {
	leadId,
	opportunityId,
	startSandbox,
	type Outcome,
	type Sandbox,
	type SandboxOptions,
} from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { asyncType, byId, checkType, field, items, runNode } from '../../support/run-node';
import { itemFor, runSubmitter, submitters } from '../../support/submitters';

let sandbox: Sandbox;
afterEach(async () => await sandbox.close());

const rows = (...fields: INodeParameters[]) => ({ field: fields });

/** Checks the requests that another node submitted. */
async function check(inputs: ReturnType<typeof items>, parameters: INodeParameters = {}) {
	const { outputs, error } = await runNode(
		{ type: checkType, parameters, credential: credentialFor(sandbox) },
		inputs,
	);
	expect(error?.message).toBeUndefined();
	return outputs;
}

describe.each(submitters)('$operation', (submitter) => {
	test.each<[Outcome | undefined, SandboxOptions, 0 | 1 | 2, string, boolean]>([
		[undefined, {}, 0, 'Success', false],
		[undefined, { processingDelayMs: 60_000 }, 2, 'In-Queue', false],
		['failure', {}, 1, 'FAILURE', false],
		['error', {}, 1, 'ERROR', true],
		['successWithInnerError', {}, 1, 'Success', false],
		[{ status: 'Elsewhere' }, {}, 2, 'Elsewhere', false],
		[undefined, { statusPath: 'entity' }, 0, 'Success', false],
	])('sends outcome %j with %j to output %i', async (forced, options, output, Status, may) => {
		sandbox = await startSandbox({ outcome: () => forced, ...options });
		const { outputs } = await runSubmitter(sandbox, submitter, {}, [itemFor(1)], {});
		const checked = await check(outputs[0]!);
		expect(checked.map((items) => items.length)).toEqual(
			[0, 1, 2].map((n) => (n === output ? 1 : 0)),
		);
		expect(checked[output]![0]!.json).toMatchObject({
			State: ['succeeded', 'failed', 'pending'][output],
			Status,
			TaskType: operations[submitter.operation].taskType,
			Operation: submitter.operation,
			MayStillRetry: may,
			RequestBody: expect.anything() as unknown,
		});
	});
});

describe('the fields of an answer', () => {
	const capture = {
		resource: 'opportunity',
		operation: 'capture',
		leadFieldsMode: 'manual',
		leadFields: rows(field('EmailAddress', 'lead1@example.com')),
		opportunityType: byId('12000'),
		fieldsMode: 'manual',
		fields: rows(field('mx_Custom_1', 'New')),
	};

	async function outcomeOf(parameters: INodeParameters, options: SandboxOptions = {}) {
		sandbox = await startSandbox(options);
		const { outputs } = await runNode(
			{ type: asyncType, parameters, credential: credentialFor(sandbox) },
			items({}),
		);
		const [completed, failed] = await check(outputs[0]!);
		return { completed: completed![0]?.json, failed: failed![0]?.json };
	}

	/** The same, with an answer of LeadSquared's in place of the sandbox's. */
	async function answered(message: unknown) {
		sandbox = await startSandbox();
		sandbox.inject({
			path: /status$/,
			fault: {
				kind: 'reply',
				status: 200,
				body: { TaskStatus: { Status: 'Success', Message: JSON.stringify(message) } },
			},
		});
		const [completed, failed] = await check(
			items({ RequestId: 'r-1', Operation: 'opportunity/capture' }),
		);
		return { completed: completed![0]?.json, failed: failed![0]?.json };
	}

	test('names the opportunity that a capture created', async () => {
		const { completed } = await outcomeOf(capture);
		expect(completed).toMatchObject({
			CaptureStatus: 'success',
			CreatedOpportunityId: [...sandbox.opportunities.keys()].at(-1),
			ConflictedOpportunityId: null,
			IsUnique: true,
			IsDuplicate: false,
			ActivityId: expect.any(String) as unknown,
		});
	});

	test('reports a duplicate as a success, with the opportunity that exists', async () => {
		const { completed } = await outcomeOf(capture, { duplicateRules: true });
		expect(completed).toMatchObject({
			State: 'succeeded',
			CreatedOpportunityId: null,
			ConflictedOpportunityId: opportunityId(1),
			IsUnique: false,
			IsDuplicate: true,
		});
	});

	test('reports a duplicate as a success also where LeadSquared calls it an error without naming an exception', async () => {
		const duplicate = {
			ActivityId: 'a',
			PostDeDupActionPerformed: 3,
			ConflictedOpportunityId: 'o',
		};
		const { completed } = await answered({
			Status: 1,
			CreatedOpportunityId: null,
			IsUnique: false,
			AdditionalDetails: [duplicate],
		});
		expect(completed).toMatchObject({ IsDuplicate: true, CaptureStatus: 'failure' });
	});

	test("reports a failure inside a Success as a failure, with LeadSquared's reason", async () => {
		const { failed } = await outcomeOf({ ...capture, fields: rows() });
		expect(failed).toMatchObject({
			State: 'failed',
			Status: 'Success',
			CaptureStatus: 'failure',
			IsDuplicate: false,
			Message: {
				ExceptionMessage: "Field name : 'mx_Custom_1' of datatype : 'String' is mandatory.",
			},
			Hint: expect.stringContaining('mandatory in LeadSquared') as unknown,
		});
	});

	test('says which part was done, and warns not to send the whole again', async () => {
		const { completed } = await answered({ Status: 2, CreatedOpportunityId: 'o', IsUnique: true });
		expect(completed).toMatchObject({
			CaptureStatus: 'partial',
			CreatedOpportunityId: 'o',
			Hint: expect.stringContaining('do not send the whole request again') as unknown,
		});
	});

	test('explains that the account requires a status comment', async () => {
		const { failed } = await outcomeOf(capture, { statusComments: true });
		expect(failed?.Hint).toMatch(/mx_Custom_19 \(Status Comment\)/);
	});

	test('explains that a lead was searched by a field that is not unique', async () => {
		const { failed } = await outcomeOf({
			...capture,
			searchBy: 'other',
			searchByField: 'FirstName',
			leadFields: rows(field('FirstName', 'Asha')),
		});
		expect(failed?.Hint).toMatch(/cannot find leads by the field in 'Match Lead By'/);
	});

	test('gives the ID of a captured lead, and for an updated one the number of records changed', async () => {
		const lead = {
			resource: 'lead',
			operation: 'capture',
			leadFieldsMode: 'manual',
			leadFields: rows(field('EmailAddress', 'lead3@example.com')),
		};
		expect((await outcomeOf(lead)).completed).toMatchObject({ LeadId: leadId(3) });
		await sandbox.close();
		const update = { ...lead, operation: 'update', leadId: leadId(3) };
		expect((await outcomeOf(update)).completed).toMatchObject({ AffectedRows: 1 });
	});

	test('distinguishes a value that must be unique and is not from other failures', async () => {
		const { failed } = await outcomeOf({
			resource: 'lead',
			operation: 'update',
			leadId: leadId(3),
			leadFieldsMode: 'manual',
			leadFields: rows(field('EmailAddress', 'lead1@example.com')),
		});
		expect(failed).toMatchObject({
			State: 'failed',
			StatusReason: expect.stringMatching(/^MXDuplicateEntryException/) as unknown,
			IsDuplicate: true,
			Hint: expect.stringContaining('Another lead has the same value') as unknown,
		});
	});

	test('gives the ID of an activity and that of its lead', async () => {
		const activity = {
			resource: 'activity',
			operation: 'createWithLead',
			leadFieldsMode: 'manual',
			leadFields: rows(field('EmailAddress', 'lead4@example.com')),
			activityType: byId('201'),
			fieldsMode: 'manual',
			fields: rows(),
		};
		expect((await outcomeOf(activity)).completed).toMatchObject({
			ActivityId: expect.any(String) as unknown,
			LeadId: leadId(4),
		});
	});

	test('reports nothing beyond the message for an update of an opportunity', async () => {
		sandbox = await startSandbox();
		const update = submitters.find(({ operation }) => operation === 'opportunity/update')!;
		const { outputs } = await runSubmitter(sandbox, update, {}, [itemFor(1)], {});
		const [completed] = await check(outputs[0]!);
		expect(Object.keys(completed![0]!.json)).toEqual([
			'RequestId',
			'State',
			'Status',
			'StatusReason',
			'TaskType',
			'TaskCurrentStep',
			'TaskLastStep',
			'RequestBody',
			'Message',
			'Operation',
			'SubmittedAt',
			'CheckedAt',
			'Polls',
			'WaitedMs',
			'MayStillRetry',
		]);
	});
});
