import { leadId, opportunityId } from '../sandbox';
import type { Fixture, SavedCredential } from './fixture';
import { inARow, node, readType, triggerOf, withCredential } from './workflows';

/** From a phone number to the lead, and to the lead's opportunities with chosen fields. */
export async function checkReads(fixture: Fixture, credential: SavedCredential): Promise<void> {
	const { checks, client, sandbox } = fixture;
	checks.step('Reading: phone number, lead, opportunities');
	fixture.freshAccount();
	const phones = ['+91 90000 00002', '90000 00001', '+91-7000000000'];
	const plain = inARow('e2e: reading', [
		node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
		node('Data', 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput: JSON.stringify({ rows: phones.map((phone) => ({ phone })) }),
			options: {},
		}),
		node('Rows', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'rows', options: {} }),
		node('Lead', readType, 1, {
			resource: 'lead',
			operation: 'get',
			leadBy: 'phone',
			leadValue: '={{ $json.phone }}',
			options: { nothingFound: 'nothing' },
		}),
		node('Opportunities', readType, 1, {
			resource: 'opportunity',
			operation: 'getMany',
			which: 'ofLead',
			leadId: { __rl: true, mode: 'id', value: '={{ $json.leadId }}' },
			opportunityType: { __rl: true, mode: 'id', value: '12000' },
			returnAll: true,
			output: 'selected',
			selectedFields: ['mx_Custom_2', 'Status'],
		}),
	]);
	const workflow = await client.createWorkflow(
		withCredential(plain, credential.id, credential.name),
	);
	const saved = await client.runWorkflow(workflow, triggerOf(workflow));
	checks.equal('it runs to its end', [saved.status, saved.error?.message], ['success', undefined]);
	checks.equal(
		'the numbers that LeadSquared knows are leads, in the order of the rows',
		saved.outputs('Lead')[0]?.map(({ json }) => json.leadId),
		[leadId(2), leadId(1)],
	);
	const found = saved.outputs('Opportunities')[0] ?? [];
	checks.equal(
		'their opportunities have the chosen fields, newest first',
		found.map(({ json }) => [json.opportunityId, json.fields]),
		[3, 2, 1].map((n) => [opportunityId(n), { mx_Custom_2: 'Prospecting', Status: 'Open' }]),
	);
	checks.equal('and nothing was written', sandbox.requests.size, 0);
}
