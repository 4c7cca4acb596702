import { resultsOf } from '../../../nodes/LeadSquaredCheckStatus/status/results';
import { readState } from '../../../nodes/LeadSquaredCheckStatus/status/state';
import { readTaskStatus } from '../../../nodes/LeadSquaredCheckStatus/status/ask-status';
import { parseEmbedded } from '../../../nodes/shared/lib/json';

const error =
	'{"Status":"Error","ExceptionType":"MXInvalidInputException","ExceptionMessage":"bad"}';
/** JSON text in JSON text, once more. */
const encoded = (text: string) => JSON.stringify(text);

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
	// The exception does not come first.
	['Error: MXInvalidInputException: bad', 'failed'],
	['[MXInvalidInputException] bad', 'failed'],
	[`LeadSquared said ${error}`, 'failed'],
	// Behind a byte order mark, and encoded more than once.
	[`\ufeff${error}`, 'failed'],
	[encoded(error), 'failed'],
	[encoded(encoded(error)), 'failed'],
	[encoded(`\ufeff${error}`), 'failed'],
	[`{"Status":"Success","Message":${encoded(error)}}`, 'failed'],
	[{ Status: 'Success', Message: `\ufeff${error}` }, 'failed'],
	['{"Status":"Success","Message":"Error: MXInvalidInputException: bad"}', 'failed'],
	// In a list.
	[`[${error}]`, 'failed'],
	[[{ Status: 'Success' }, { Status: 'Error' }], 'failed'],
	[`{"Status":"Success","Message":[${error}]}`, 'failed'],
	[[], 'succeeded'],
	['[{"Status":"Success"}]', 'succeeded'],
	// In a value that the user entered, the same words mean nothing.
	[
		'{"Status":"Success","Message":{"Id":"1","Note":"Error: MXInvalidInputException"}}',
		'succeeded',
	],
	[`{"Status":"Success","Message":{"Id":"1","Note":${encoded(error)}}}`, 'succeeded'],
	[{ Status: 'Success', Message: { Id: '1', Notes: [{ Status: 'Error' }] } }, 'succeeded'],
	['"a text in quotes"', 'succeeded'],
])('reads a Success whose Message is %j as %s', (message, expected) => {
	expect(state(message)).toBe(expected);
});

test.each([
	['{"Status":"Error","ExceptionType":"MXInvalid', 'failed'],
	['\ufeff[{"Status":"Error"', 'failed'],
	['{"Status":1,"Created', 'failed'],
	['{"ExceptionType":"MXInv', 'failed'],
	['{"ExceptionType":null,"ExceptionMessage":"Lead not fou', 'failed'],
	['{"Status":"Success","Message":"MXInvalidInputException: ba', 'failed'],
	['{"Status":"Success","Message":"{\\"Status\\":\\"Error\\",\\"Excep', 'failed'],
	[encoded(error).slice(0, -20), 'failed'],
	['{"Status":"Success","Message":{"Id":"7ba6', 'succeeded'],
	['{"Status":"Success","ExceptionType":"","ExceptionMessage":null,"Mess', 'succeeded'],
	['{"Status":"Success","Message":{"Note":"of MXInvalidInputException, and', 'succeeded'],
	[encoded('{"Status":"Success","ExceptionType":"","Note":"x"}').slice(0, -2), 'succeeded'],
])('reads a Success whose Message breaks off as %s as %s', (message, expected) => {
	expect(state(message)).toBe(expected);
});

test.each<[unknown, boolean]>([
	['MXMailDeliveryException: no such mailbox', false],
	['{"ExceptionType":"MXInvalidInputException"}', false],
	['MXDuplicateEntry: there already', false],
	[{ Text: 'Sorry\nMXInvalidInputException: bad' }, false],
	['Time-out at 3 PM', true],
	['Time-out while converting INR to MXN', true],
])('says whether LeadSquared may still retry an ERROR for the reason %j: %s', (reason, may) => {
	const task = readTaskStatus({ TaskStatus: { Status: 'ERROR', StatusReason: reason } });
	expect(readState(task!, { errorIsFinal: true }).mayStillRetry).toBe(may);
});

test.each<[unknown, string]>([
	[{ IsUnique: true, Status: 'Failed', ExceptionMessage: 'x' }, 'failed'],
	[{ IsUnique: true, Status: 'Failed' }, 'failed'],
	[{ IsUnique: true, ExceptionMessage: 'x' }, 'failed'],
	// Outcomes that are not documented.
	[{ IsUnique: true, Status: 3 }, 'failed'],
	[{ AdditionalDetails: [], Status: 'Rejected' }, 'failed'],
	[{ Status: 'Success', Message: { IsUnique: true, Status: 3 } }, 'failed'],
	[{ IsUnique: true, Status: 'Success' }, 'succeeded'],
	[{ IsUnique: true, Status: 'Partial Success', ExceptionMessage: 'x' }, 'succeeded'],
	[{ IsUnique: true, Status: '' }, 'succeeded'],
	[{ IsUnique: true, Status: null }, 'succeeded'],
	[{ IsUnique: true }, 'succeeded'],
	// The account's rules found a duplicate, which is not an error whatever its status.
	[{ IsUnique: false, Status: 1, ConflictedOpportunityId: 'o' }, 'succeeded'],
	[{ IsUnique: false, Status: 'Duplicate', ConflictedOpportunityId: 'o' }, 'succeeded'],
	[{ IsUnique: false, Status: 1, ConflictedOpportunityId: 'o', ExceptionMessage: 'x' }, 'failed'],
])('reads a Success whose Message is the answer %j to a capture as %s', (message, expected) => {
	expect(state(message)).toBe(expected);
	expect(state(encoded(JSON.stringify(message)))).toBe(expected);
});

test('finds the IDs of an answer however often it is encoded', () => {
	const inner = JSON.stringify({ Id: 'l-1' });
	for (const message of [
		`{"Status":"Success","Message":${inner}}`,
		`{"Status":"Success","Message":${encoded(inner)}}`,
		encoded(`{"Status":"Success","Message":${encoded(inner)}}`),
		`\ufeff{"Status":"Success","Message":${inner}}`,
	]) {
		expect(resultsOf('lead/capture', parseEmbedded(message), message)).toEqual({ LeadId: 'l-1' });
	}
});

test.each([undefined, null, 'text', [], {}, { TaskStatus: 'Success' }, { TaskStatus: null }])(
	'does not take %j for a status',
	(body) => expect(readTaskStatus(body)).toBeUndefined(),
);

test('reads keys in any letter case', () => {
	expect(readTaskStatus({ taskstatus: { STATUS: 'x', statusreason: 'y' } })).toMatchObject({
		status: 'x',
		statusReason: 'y',
	});
});
