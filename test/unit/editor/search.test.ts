/** What people type into n8n's node panel. */
import asyncCodex from '../../../nodes/LeadSquaredAsync/LeadSquaredAsync.node.json';
import statusCodex from '../../../nodes/LeadSquaredCheckStatus/LeadSquaredCheckStatus.node.json';
import updateCodex from '../../../nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node.json';

test.each([
	['lead squared', [asyncCodex, statusCodex, updateCodex]],
	['sales', [asyncCodex, statusCodex, updateCodex]],
	['prospect', [asyncCodex, updateCodex]],
	['opportunity update', [updateCodex]],
	['bulk', [asyncCodex, updateCodex]],
	['update lead', [asyncCodex]],
	['capture lead', [asyncCodex]],
	['log call', [asyncCodex]],
	['telephony', [asyncCodex]],
	['request id', [statusCodex]],
])('finds "%s"', (phrase, nodes) => {
	for (const { alias } of nodes) {
		// n8n finds a phrase only where it is in one alias, in its order.
		expect(alias.filter((each) => each.toLowerCase().includes(phrase))).not.toEqual([]);
	}
});
