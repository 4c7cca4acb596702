import { withKeys } from '../../../nodes/LeadSquaredTrigger/deliveries/event-keys';
import { readEvent } from '../../../nodes/LeadSquaredTrigger/deliveries/read-event';
import type { EventName } from '../../../nodes/LeadSquaredTrigger/labels';

const ModifiedOn = '2026-07-31 05:33:50';

const keysOf = async (event: EventName, records: Array<Record<string, unknown>>) => {
	const read = records.map((record, at) =>
		readEvent(record, {
			event,
			eventType: '',
			receivedAt: '2026-07-31T05:34:00.000Z',
			call: String(at),
			includeRaw: false,
		}),
	);
	return (await withKeys(read)).map(({ key }) => key);
};

test.each<[EventName, Record<string, unknown>, Record<string, unknown>]>([
	[
		'activityUpdated',
		{ ProspectActivityId: 'a1', ModifiedOn, Data: { Status: 'Open' } },
		{ ProspectActivityId: 'a1', ModifiedOn, Data: { Status: 'Done' } },
	],
	[
		'leadUpdated',
		{ ProspectID: 'l1', ModifiedOn, City: 'Pune' },
		{ ProspectID: 'l1', ModifiedOn, City: 'Delhi' },
	],
	[
		'leadUpdated',
		{ After: { ProspectID: 'l1', ModifiedOn, City: 'Pune' } },
		{ After: { ProspectID: 'l1', ModifiedOn, City: 'Delhi' } },
	],
])('two updates in one second are two events (%s %j)', async (event, one, other) => {
	const [first, second, again] = await keysOf(event, [one, other, one]);
	expect(second).not.toBe(first);
	expect(again).toBe(first);
});
