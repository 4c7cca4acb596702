import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { opportunityId, startSandbox, type Sandbox } from '../../sandbox';
import { typeOf } from '../../support/load-options';
import { items, runUpdate } from '../../support/run-node';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

/** Lead 1 has one home loan, lead 2 has two (2 and 3), lead 3 has none. */
const byLead = (value: string) => ({ __rl: true, mode: 'lead', value });

const update = async (
	lead: string,
	more: INodeParameters = {},
	inputs: INodeExecutionData[] = items({}),
	settings: Partial<INode> = {},
) =>
	await runUpdate(
		sandbox,
		{ opportunityId: byLead(lead), opportunityType: typeOf('12000'), note: 'x', ...more },
		inputs,
		settings,
	);

const updated = () =>
	sandbox.calls
		.filter(({ path }) => path === '/opportunity/update')
		.map(({ body }) => (body as { ProspectOpportunityId: string }).ProspectOpportunityId);

describe('the opportunity of a lead', () => {
	test.each([
		['email', 'lead1@example.com'],
		['email in another letter case, with blanks', ' LEAD1@example.com '],
		['phone', '+91-9000000001'],
	])('one, by %s: it is updated', async (_name, lead) => {
		const { error, outputs } = await update(lead);
		expect(error).toBeUndefined();
		expect(outputs[0]![0]!.json.ProspectOpportunityId).toBe(opportunityId(1));
		expect(updated()).toEqual([opportunityId(1)]);
		expect(sandbox.leaks).toEqual([]);
	});

	test('none: the lead and the type are named, and nothing is sent', async () => {
		const { error } = await update('lead3@example.com');
		expect(error?.message).toBe(
			"'Opportunity' names the lead lead3@example.com, for whom LeadSquared found no opportunity of type 12000 [item 0]",
		);
		expect(updated()).toEqual([]);
	});

	test('several: refused, with those that were found', async () => {
		const { error } = await update('lead2@example.com');
		expect(error?.message).toBe(
			`'Opportunity' names the lead lead2@example.com, who has 2 opportunities of type 12000: Home Loan 3 ${opportunityId(3)}; Home Loan 2 ${opportunityId(2)} [item 0]`,
		);
		expect(error?.description).toContain("'Several Opportunities of a Lead'");
		expect(updated()).toEqual([]);
	});

	test('several: the latest, when that is chosen', async () => {
		await update('lead2@example.com', { options: { severalOpportunities: 'latest' } });
		expect(updated()).toEqual([opportunityId(3)]);
	});

	test('the latest is the one created last, in whatever order they come', async () => {
		const row = (OpportunityId: string, CreatedOn: string) => ({ OpportunityId, CreatedOn });
		const List = [row('old', '2025-01-01 00:00:00'), row('new', '2026-01-01 00:00:00')];
		const mend = sandbox.inject({
			path: /UniqueLeadField$/,
			fault: { kind: 'reply', status: 200, body: { RecordCount: 2, List } },
		});
		await update('lead2@example.com', { options: { severalOpportunities: 'latest' } });
		mend();
		expect(updated()).toEqual(['new']);
	});

	describe('who has more than LeadSquared lists at once', () => {
		const page = (OpportunityEvent: string, count = 1) => {
			sandbox.inject({
				path: /GetOpportunitiesByUniqueLeadField$/,
				fault: {
					kind: 'reply',
					status: 200,
					body: {
						RecordCount: 201,
						List: Array.from({ length: count }, (_, n) => ({
							OpportunityId: opportunityId(n + 1),
							OpportunityEvent,
							CreatedOn: '2026-01-01 00:00:00',
						})),
					},
				},
			});
		};
		const refusal =
			"'Opportunity' names the lead lead1@example.com, who has 201 opportunities, of which LeadSquared returns only 1 at once [item 0]";

		test('the one that is listed may not be the only one', async () => {
			page('12000');
			expect((await update('lead1@example.com')).error?.message).toBe(refusal);
			expect(updated()).toEqual([]);
		});

		test('those that are listed are named where they are several', async () => {
			page('12000', 2);
			const { error } = await update('lead1@example.com');
			expect(error?.message).toContain(`${opportunityId(1)}; ${opportunityId(2)}`);
			expect(error?.description).toContain("'Several Opportunities of a Lead'");
		});

		test('the latest of them is among those that are listed, the newest', async () => {
			page('12000');
			await update('lead1@example.com', { options: { severalOpportunities: 'latest' } });
			expect(updated()).toEqual([opportunityId(1)]);
		});

		test('but not if none that is listed is of the type', async () => {
			page('12001');
			const options = { severalOpportunities: 'latest' };
			expect((await update('lead1@example.com', { options })).error?.message).toBe(refusal);
			expect(updated()).toEqual([]);
		});
	});

	test('of another type it is not meant', async () => {
		const { error } = await update('lead1@example.com', { opportunityType: typeOf('12001') });
		expect(error?.message).toContain('found no opportunity of type 12001');
	});

	test('without a type all of the lead’s opportunities count', async () => {
		await update('lead1@example.com', { opportunityType: typeOf('') });
		expect(updated()).toEqual([opportunityId(1)]);
	});

	test('no email and no phone is named before any call', async () => {
		const { error } = await update('={{ $json.none }}');
		expect(error?.message).toBe("'Opportunity' is empty [item 0]");
		expect(sandbox.calls).toEqual([]);
	});

	test('items of one lead cost one lookup; each keeps its own outcome', async () => {
		const leads = [1, 3, 1, 2, 1].map((n) => ({ lead: `lead${n}@example.com` }));
		const { outputs } = await update('={{ $json.lead }}', {}, items(...leads), {
			onError: 'continueRegularOutput',
		});
		expect(outputs[0]!.map(({ json }) => json.ProspectOpportunityId ?? 'failed')).toEqual([
			opportunityId(1),
			'failed',
			opportunityId(1),
			'failed',
			opportunityId(1),
		]);
		const lookups = sandbox.calls.filter(({ path }) => path.endsWith('UniqueLeadField'));
		expect(lookups).toHaveLength(3);
	});

	test('a lead is looked up for each type', async () => {
		const { outputs } = await update(
			'lead1@example.com',
			{ opportunityType: typeOf('={{ $json.code }}') },
			items({ code: 12000 }, { code: 12001 }),
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0]![0]!.json.ProspectOpportunityId).toBe(opportunityId(1));
		expect(outputs[0]![1]!.json.error).toContain('found no opportunity of type 12001');
	});

	test('a lookup that LeadSquared refuses is the item’s failure', async () => {
		const mend = sandbox.inject({
			path: /UniqueLeadField$/,
			fault: {
				kind: 'reply',
				status: 500,
				body: {
					Status: 'Error',
					ExceptionType: 'MXInvalidInputException',
					ExceptionMessage: 'Phone is not unique',
				},
			},
		});
		const { error } = await update('+91-9000000001');
		mend();
		expect(error?.message).toMatch(
			/refused Get Opportunities by Unique Lead Field: MXInvalidInputException: Phone is not unique .*\[item 0\]$/,
		);
		expect(updated()).toEqual([]);
	});
});
