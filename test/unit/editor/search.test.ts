/** What people type into n8n's node panel. */
import readCodex from '../../../nodes/LeadSquared/LeadSquared.node.json';
import asyncCodex from '../../../nodes/LeadSquaredAsync/LeadSquaredAsync.node.json';
import statusCodex from '../../../nodes/LeadSquaredCheckStatus/LeadSquaredCheckStatus.node.json';
import triggerCodex from '../../../nodes/LeadSquaredTrigger/LeadSquaredTrigger.node.json';
import updateCodex from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node.json';

const everyNode = [asyncCodex, readCodex, statusCodex, triggerCodex, updateCodex];

test.each([
	['lead squared', everyNode],
	['lsq', everyNode],
	['crm', everyNode],
	['sales', everyNode],
	['prospect', [asyncCodex, readCodex, triggerCodex, updateCodex]],
	['opportunity update', [triggerCodex, updateCodex]],
	['update opportunity', [updateCodex]],
	['bulk', [asyncCodex, updateCodex]],
	['update lead', [asyncCodex]],
	['capture lead', [asyncCodex]],
	['log call', [asyncCodex]],
	['telephony', [asyncCodex]],
	['request id', [statusCodex]],
	['find lead', [readCodex]],
	['get opportunity', [readCodex]],
	['webhook', [triggerCodex]],
	['stage changed', [triggerCodex]],
])('finds "%s"', (phrase, nodes) => {
	for (const { alias } of nodes) {
		// n8n finds a phrase only where it is in one alias, in its order.
		expect(alias.filter((each) => each.toLowerCase().includes(phrase))).not.toEqual([]);
	}
});
