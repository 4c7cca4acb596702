/** The calls that a plan allows in a day are used up: no attempt after the first, in the whole run. */
import { faults } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { checkType, items, runNode } from '../../support/run-node';
import { itemFor, runSubmitter, submitters } from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';

const mock = useSandbox();
const options = { maxConcurrency: 1 };

describe.each(submitters)('$operation', (submitter) => {
	const inputs = [1, 2, 3, 4].map((n) => itemFor(n));

	test('the items after the first are not sent, and say why', async () => {
		const { sandbox } = mock;
		sandbox.inject({ after: 1, fault: faults.dayLimit });
		const { outputs } = await runSubmitter(sandbox, submitter, options, inputs, {
			onError: 'continueRegularOutput',
		});
		expect(sandbox.calls).toHaveLength(2);
		expect(outputs[0]!.map(({ json }) => typeof json.RequestId)).toEqual([
			'string',
			'undefined',
			'undefined',
			'undefined',
		]);
		for (const { json } of outputs[0]!.slice(1)) {
			expect(json.error).toMatch(
				/^The account has used up its calls for the day: MXAPIRateLimitExceededException: API calls exceeded the limit of 100000 in 1 day\(s\) \(HTTP 429\)/,
			);
			expect(json.error).toContain('When the day is over, run the node again');
			expect(json.error).not.toContain('Calls per 5 Seconds');
		}
	});

	test('it leaves open what an earlier attempt left open', async () => {
		const { sandbox } = mock;
		sandbox.inject({ times: 1, fault: faults.plain502 });
		sandbox.inject({ after: 0, fault: faults.dayLimit });
		const { error } = await runSubmitter(sandbox, submitter, options, inputs.slice(0, 1), {});
		if (submitter.repeatable) {
			expect(error?.message).toMatch(/^The account has used up its calls for the day/);
			expect(error?.description).toContain('unknown whether LeadSquared accepted an earlier one');
			expect(sandbox.calls).toHaveLength(2);
		} else {
			expect(error?.message).toContain('(HTTP 502)');
			expect(sandbox.calls).toHaveLength(1);
		}
	});
});

test('a status is not asked for again', async () => {
	const { sandbox } = mock;
	sandbox.inject({ fault: faults.dayLimit });
	const { outputs } = await runNode(
		{
			type: checkType,
			parameters: { splitOutputs: false, options },
			settings: { onError: 'continueRegularOutput' },
			credential: credentialFor(sandbox),
		},
		items({ RequestId: 'a' }, { RequestId: 'b' }),
	);
	expect(sandbox.calls).toHaveLength(1);
	expect(outputs.flat().map(({ json }) => String(json.error))).toEqual([
		expect.stringContaining('used up its calls for the day'),
		expect.stringContaining('used up its calls for the day'),
	]);
});
