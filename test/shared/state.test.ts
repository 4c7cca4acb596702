import { readState } from '../../nodes/shared/state';
import { readTaskStatus } from '../../nodes/shared/status';

const state = (Message: unknown) => {
	const task = readTaskStatus({ TaskStatus: { Status: 'Success', Message } });
	if (task === undefined) throw new Error('no task');
	return readState(task, { errorIsFinal: true }).state;
};

test.each<[unknown, string]>([
	[null, 'succeeded'],
	['', 'succeeded'],
	['done', 'succeeded'],
	['{"Status":"Success","Message":{"Id":"1"}}', 'succeeded'],
	['{"Status":0}', 'succeeded'],
	[{ Status: 'Success' }, 'succeeded'],
	['{"Status":"Error"}', 'failed'],
	['{"status":"FAILURE"}', 'failed'],
	['{"Status":1}', 'failed'],
	['{"Status":"1"}', 'failed'],
	['{"ExceptionType":"MXSomeException"}', 'failed'],
	['{"ExceptionMessage":"bad"}', 'failed'],
	['{"Status":"Success","Message":{"Status":1}}', 'failed'],
	['MXInvalidInputException: bad', 'failed'],
])('a Success whose Message is %j has %s', (message, expected) => {
	expect(state(message)).toBe(expected);
});

test.each([undefined, null, 'text', [], {}, { TaskStatus: 'Success' }, { TaskStatus: null }])(
	'%j is no status',
	(body) => expect(readTaskStatus(body)).toBeUndefined(),
);

test('keys are read whatever their letter case', () => {
	expect(readTaskStatus({ taskstatus: { STATUS: 'x', statusreason: 'y' } })).toMatchObject({
		status: 'x',
		statusReason: 'y',
	});
});
