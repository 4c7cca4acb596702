import { confirm } from '../../../nodes/LeadSquaredCheckStatus/confirming/confirmation';

const sent = (schemaName: string, value: string) => ({ schemaName, value, isSet: false });

test.each([
	['a note', 'OpportunityNote', 'new', 'new'],
	['a text', 'mx_Custom_1', 'new', 'new'],
	['a cut text', 'mx_Custom_1', 'y'.repeat(300), 'y'.repeat(200)],
])('%s that another request of the run set is no difference', (_what, name, other, found) => {
	const isNote = name === 'OpportunityNote';
	const snapshot = {
		names: [],
		field: () => (isNote ? undefined : { value: found, kind: 'text' as const, options: [] }),
		note: isNote ? found : undefined,
		modifiedOn: null,
		modifiedBy: null,
	};
	const verdict = (others: string[]) =>
		confirm(
			[sent(name, 'old')],
			snapshot,
			undefined,
			others.map((value) => sent(name, value)),
		).confirmation.verdict;
	expect(verdict([other])).toBe('partlyCompared');
	expect(verdict(['third'])).toBe('differs');
});
