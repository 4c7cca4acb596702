import { faults, opportunityId, type Fault } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { logLines } from '../../support/logs';
import { byId, checkType, field, items, runNode, updateType } from '../../support/run-node';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
const server = useSandbox();
beforeEach(() => {
	logLines.length = 0;
});

const customersData = 'Asha Rao, 98450 12345';

async function traceOf(fault: Fault | undefined, options = {}): Promise<string[]> {
	if (fault !== undefined) server.sandbox.inject({ fault, times: 1 });
	await runNode(
		{
			type: updateType,
			credential: credentialFor(server.sandbox),
			parameters: {
				opportunityId: byId(opportunityId(1)),
				fields: { field: [field('mx_Custom_5', customersData)] },
				options: { timeout: 1, maxTries: 1, ...options },
			},
			settings: { onError: 'continueRegularOutput' },
		},
		items({}),
	);
	return ours();
}

function ours(): string[] {
	return logLines.flatMap((line) => /LeadSquared: [^\n]*/.exec(line)?.[0] ?? []);
}

const host = () => new URL(server.sandbox.url).host;

describe('a line of the trace for each attempt', () => {
	test('is written for an accepted call', async () => {
		const [line, ...more] = await traceOf(undefined);
		expect(more).toEqual([]);
		expect(line?.replace(/\d+ ms/g, 'N ms')).toBe(
			`LeadSquared: Update Opportunity: HTTP 200, accepted in N ms; POST ${host()}/opportunity/update; try 1 of 1; waited N ms for its turn; execution 1`,
		);
	});

	test.each<[string, Fault, RegExp]>([
		[
			'refused, with the exception',
			faults.mxException,
			/: HTTP 500, refused \(exception, MX\w+\) in /,
		],
		['wrong keys', faults.wrongKeys, /: HTTP 401, refused \(wrongKeys(, \w+)?\) in /],
		['over the limit', faults.throttled(), /: HTTP 429, throttled \(throttled(, \w+)?\) in /],
		['no answer', { kind: 'hang' }, /: no answer, retryable \(timedOut\) in 1000 ms; /],
		['a lost connection', { kind: 'reset' }, /: no answer, retryable \(connectionLost, ECONN\w+\)/],
	])('%s', async (_name, fault, expected) => {
		const lines = await traceOf(fault);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toMatch(expected);
	});

	test('says after how long a call is tried again', async () => {
		const lines = await traceOf(faults.plain503, { maxTries: 2 });
		expect(lines).toHaveLength(2);
		expect(lines[0]).toMatch(
			/HTTP 503, retryable \(serverTrouble\).*; try 1 of 2; .*; again after \d+ ms; /,
		);
		expect(lines[1]).toMatch(/HTTP 200, accepted .*; try 2 of 2; /);
		expect(lines[1]).not.toContain('again after');
	});

	test('is written for a status check, without the request ID', async () => {
		await runNode(
			{ type: checkType, credential: credentialFor(server.sandbox) },
			items({ RequestId: 'r-1' }),
		);
		const lines = ours();
		expect(lines[0]).toContain(`GET ${host()}/opportunity/update/status; `);
		expect(lines.join()).not.toContain('r-1');
	});
});

test('contains no query, no body and no customer data', async () => {
	for (const fault of [undefined, faults.mxException, faults.badRequest, faults.plain503]) {
		const lines = await traceOf(fault);
		for (const secret of [
			'?',
			'=',
			customersData,
			opportunityId(1),
			...Object.values(server.sandbox.keys),
		])
			expect(lines.join('\n')).not.toContain(secret);
	}
});
