import { faults, opportunityId, startSandbox, type Fault, type Sandbox } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { checkType, items, runNode, updateType } from '../../support/run-node';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

/** Sends one update, so that there is a request to ask about. */
async function submitOne(): Promise<string> {
	const { outputs } = await runNode(
		{
			type: updateType,
			parameters: {
				opportunityId: { __rl: true, mode: 'id', value: opportunityId(1) },
				note: 'a note',
			},
			credential: credentialFor(sandbox),
		},
		items({}),
	);
	return String(outputs[0]?.[0]?.json.RequestId);
}

describe('the status node', () => {
	const look = 'the status of Update Opportunity';
	const onlyStatus = /Only the status is unknown: nothing was sent again/;
	test.each<[string, Fault, RegExp, RegExp]>([
		['400', faults.badRequest, /^LeadSquared could not read the status of/, /Check 'Region'/],
		[
			'401',
			faults.wrongKeys,
			/^LeadSquared does not let this credential ask for/,
			/Check 'x-api-key'/,
		],
		[
			'wrong region',
			faults.wrongRegion('api-us11.leadsquared.com'),
			/another region/,
			/'United States'/,
		],
		['403', faults.badApiKey, /^LeadSquared does not accept the x-api-key/, /Check 'x-api-key'/],
		['unknown route', faults.unknownRoute, /does not offer the status of/, /'Status Path'/],
		['429', faults.throttled(), /more calls than the account allows/, /'Calls per 5 Seconds'/],
		['500 with MX', faults.mxException, new RegExp(`^LeadSquared refused ${look}`), /reason above/],
		['500', faults.plain500, new RegExp(`^LeadSquared could not handle ${look}`), onlyStatus],
		['503', faults.plain503, new RegExp(`^LeadSquared could not handle ${look}`), onlyStatus],
		['html', { kind: 'html', status: 200 }, /cannot be read: it is a web page/, onlyStatus],
		['empty', { kind: 'empty' }, /cannot be read: it is empty/, onlyStatus],
		['truncated', { kind: 'truncated' }, /cannot be read: it is incomplete/, onlyStatus],
		[
			'timeout',
			{ kind: 'hang' },
			new RegExp(`did not answer ${look} within 1 seconds`),
			onlyStatus,
		],
		['reset', { kind: 'reset' }, /was lost before LeadSquared answered the status/, onlyStatus],
	])(
		'%s: the item fails, with its RequestId, and is no state',
		async (_name, fault, message, next) => {
			const requestId = await submitOne();
			sandbox.inject({ path: /status/, fault });
			const { error } = await runNode(
				{
					type: checkType,
					parameters: { options: { timeout: 1, maxTries: 1 } },
					credential: credentialFor(sandbox),
				},
				items({ RequestId: requestId }),
			);
			expect(error?.message).toMatch(message);
			expect(error?.message).toMatch(new RegExp(` \\[item 0\\] \\[request ${requestId}\\]$`));
			expect(error?.description).toMatch(next);
			expect(error?.description).not.toMatch(/accepted this call/);
		},
	);
});
