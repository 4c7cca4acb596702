import preview from '../../../nodes/LeadSquaredCheckStatus/__schema__/v1.1.0.json';
import { simplified } from '../../../nodes/LeadSquaredCheckStatus/status/simplified';

const full = {
	RequestId: 'r',
	State: 'succeeded',
	Status: 'Success',
	StatusReason: 'done',
	RequestBody: { anything: 1 },
	Message: {},
	CaptureStatus: 'partial',
	CreatedOpportunityId: null,
	ConflictedOpportunityId: 'o',
	IsUnique: false,
	ActivityId: 'a',
	LeadId: 'l',
	Hint: 'h',
	Operation: 'opportunity/capture',
	SubmittedAt: 't',
	CheckedAt: 't',
	Polls: 2,
	WaitedMs: 5,
	MayStillRetry: false,
};

test('has at most ten fields, with the IDs of the records that there are', () => {
	expect(Object.entries(simplified(full))).toEqual([
		['RequestId', 'r'],
		['State', 'succeeded'],
		['ConflictedOpportunityId', 'o'],
		['LeadId', 'l'],
		['StatusReason', 'done'],
		['Hint', 'h'],
		['Operation', 'opportunity/capture'],
		['SubmittedAt', 't'],
		['Polls', 2],
		['WaitedMs', 5],
	]);
});

test('has Confirmation before what matters less, and then no more than ten fields either', () => {
	const keys = Object.keys(simplified({ ...full, Confirmation: { verdict: 'matched' } }));
	expect(keys).toHaveLength(10);
	expect(keys).toContain('Confirmation');
	expect(keys).not.toContain('WaitedMs');
});

test('shows in the preview of the output, before the first run, every field in the order in which it comes', () => {
	const parts: Array<Record<string, unknown>> = [
		{ CreatedOpportunityId: 'o', ConflictedOpportunityId: 'o' },
		{ ConflictedOpportunityId: 'o', LeadId: 'l' },
		{ LeadId: 'l', ActivityId: 'a' },
		{ Confirmation: {}, StatusReason: 's' },
		{ StatusReason: 's', Hint: 'h', Operation: 'o', SubmittedAt: 't', Polls: 1, WaitedMs: 2 },
	];
	const shown = Object.keys(preview.properties);
	const seen = new Set<string>();
	for (const part of parts) {
		const all = { RequestId: 'r', State: 's', RequestBody: { ProspectOpportunityId: 'o' } };
		const keys = Object.keys(simplified({ ...all, ...(part as object) }));
		expect(keys).toEqual(shown.filter((key) => keys.includes(key)));
		for (const key of keys) seen.add(key);
	}
	expect([...seen].sort()).toEqual([...shown].sort());
});
