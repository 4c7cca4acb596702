import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { faults, opportunityId } from '../../sandbox';
import { typeOf } from '../../support/editor-methods';
import { items, runUpdate } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';

const server = useSandbox();

/** Lead 1 has one home loan, lead 2 has two (2 and 3), lead 3 has none. */
const byLead = (value: string) => ({ __rl: true, mode: 'lead', value });

const update = async (
	lead: string,
	more: INodeParameters = {},
	inputs: INodeExecutionData[] = items({}),
	settings: Partial<INode> = {},
) =>
	await runUpdate(
		server.sandbox,
		{ opportunityId: byLead(lead), opportunityType: typeOf('12000'), note: 'x', ...more },
		inputs,
		settings,
	);

const updated = () =>
	server.sandbox.calls
		.filter(({ path }) => path === '/opportunity/update')
		.map(({ body }) => (body as { ProspectOpportunityId: string }).ProspectOpportunityId);

describe('an opportunity found by its lead', () => {
	test.each([
		['email', 'lead1@example.com'],
		['email in another letter case, with spaces', ' LEAD1@example.com '],
		['phone', '+91-9000000001'],
	])('updates the only opportunity of a lead given by %s', async (_name, lead) => {
		const { error, outputs } = await update(lead);
		expect(error).toBeUndefined();
		expect(outputs[0]![0]!.json.ProspectOpportunityId).toBe(opportunityId(1));
		expect(updated()).toEqual([opportunityId(1)]);
		expect(server.sandbox.leaks).toEqual([]);
	});

	test('names the lead and the type where there is no opportunity, and sends nothing', async () => {
		const { error } = await update('lead3@example.com');
		expect(error?.message).toBe(
			"'Opportunity' names the lead lead3@example.com, for whom LeadSquared found no opportunity of type 12000 [item 0]",
		);
		expect(updated()).toEqual([]);
	});

	test('refuses a lead with several opportunities, and names them', async () => {
		const { error } = await update('lead2@example.com');
		expect(error?.message).toBe(
			`'Opportunity' names the lead lead2@example.com, who has 2 opportunities of type 12000: Home Loan 3 ${opportunityId(3)}; Home Loan 2 ${opportunityId(2)} [item 0]`,
		);
		expect(error?.description).toContain("'Several Opportunities of a Lead'");
		expect(updated()).toEqual([]);
	});

	test('updates the latest of several opportunities if the user chooses so', async () => {
		await update('lead2@example.com', { options: { severalOpportunities: 'latest' } });
		expect(updated()).toEqual([opportunityId(3)]);
	});

	test('takes the opportunity created last for the latest, in whatever order they are listed', async () => {
		const row = (OpportunityId: string, CreatedOn: string) => ({ OpportunityId, CreatedOn });
		const List = [row('old', '2025-01-01 00:00:00'), row('new', '2026-01-01 00:00:00')];
		const removeFault = server.sandbox.inject({
			path: /UniqueLeadField$/,
			fault: { kind: 'reply', status: 200, body: { RecordCount: 2, List } },
		});
		await update('lead2@example.com', { options: { severalOpportunities: 'latest' } });
		removeFault();
		expect(updated()).toEqual(['new']);
	});

	describe('of a lead with more opportunities than LeadSquared lists at once', () => {
		const page = (OpportunityEvent: string, count = 1) => {
			server.sandbox.inject({
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

		test('refuses the only one that is listed, since there may be others', async () => {
			page('12000');
			expect((await update('lead1@example.com')).error?.message).toBe(refusal);
			expect(updated()).toEqual([]);
		});

		test('names those that are listed', async () => {
			page('12000', 2);
			const { error } = await update('lead1@example.com');
			expect(error?.message).toContain(`${opportunityId(1)}; ${opportunityId(2)}`);
			expect(error?.description).toContain("'Several Opportunities of a Lead'");
		});

		test('updates the latest, which is among the newest that are listed', async () => {
			page('12000');
			await update('lead1@example.com', { options: { severalOpportunities: 'latest' } });
			expect(updated()).toEqual([opportunityId(1)]);
		});

		test('refuses the latest if none that is listed is of the type', async () => {
			page('12001');
			const options = { severalOpportunities: 'latest' };
			expect((await update('lead1@example.com', { options })).error?.message).toBe(refusal);
			expect(updated()).toEqual([]);
		});
	});

	test('ignores opportunities of another type', async () => {
		const { error } = await update('lead1@example.com', { opportunityType: typeOf('12001') });
		expect(error?.message).toContain('found no opportunity of type 12001');
	});

	test('counts the opportunities of every type without a type', async () => {
		await update('lead1@example.com', { opportunityType: typeOf('') });
		expect(updated()).toEqual([opportunityId(1)]);
	});

	test('names an empty email or phone before any call', async () => {
		const { error } = await update('={{ $json.none }}');
		expect(error?.message).toBe("'Opportunity' is empty [item 0]");
		expect(server.sandbox.calls).toEqual([]);
	});

	test('looks a lead of several items up once, and gives each item its own outcome', async () => {
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
		const lookups = server.sandbox.calls.filter(({ path }) => path.endsWith('UniqueLeadField'));
		expect(lookups).toHaveLength(3);
	});

	test('finds the opportunities of a lead by type', async () => {
		const { outputs } = await update(
			'lead1@example.com',
			{ opportunityType: typeOf('={{ $json.code }}') },
			items({ code: 12000 }, { code: 12001 }),
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0]![0]!.json.ProspectOpportunityId).toBe(opportunityId(1));
		expect(outputs[0]![1]!.json.error).toContain('found no opportunity of type 12001');
	});

	test('fails an item whose lookup LeadSquared refuses', async () => {
		const removeFault = server.sandbox.inject({
			path: /UniqueLeadField$/,
			fault: faults.refusal('Phone is not unique'),
		});
		const { error } = await update('+91-9000000001');
		removeFault();
		expect(error?.message).toMatch(
			/refused Get Opportunities by Unique Lead Field: MXInvalidInputException: Phone is not unique .*\[item 0\]$/,
		);
		expect(updated()).toEqual([]);
	});
});
