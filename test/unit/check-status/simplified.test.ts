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
