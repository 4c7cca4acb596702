import { faults, opportunityId, users } from '../../sandbox';
import { credentialFor } from '../../support/credential';
import { mapped, updateOf } from '../../support/mapper';
import { items, runNode, updateType } from '../../support/run-node';
import { code, id, useMappedUpdates } from './mapped-updates';

const { server, run, map, callsTo, sent } = useMappedUpdates();

describe('reading the fields of a type', () => {
	test('makes one call for the fields and one for the users of 1,000 items', async () => {
		const inputs = items(
			...Array.from({ length: 1_000 }, (_, index) => ({
				id: opportunityId((index % 199) + 1),
				amount: index,
				owner: users[1]!.email,
			})),
		);
		const { outputs } = await run(
			updateOf(
				'={{ $json.id }}',
				'12000',
				mapped({ mx_Custom_6: '={{ $json.amount }}', Owner: '={{ $json.owner }}' }),
				{ maxConcurrency: 100 },
			),
			inputs,
		);
		expect(outputs[0]).toHaveLength(1_000);
		expect(callsTo('GetOpportunityTypeMetadata')).toHaveLength(1);
		expect(callsTo('Users.Get')).toHaveLength(1);
		expect(callsTo('/opportunity/update')).toHaveLength(1_000);
	});

	test('makes one call for each of two types, and none in a second run', async () => {
		const inputs = items(
			{ id: opportunityId(1), code: '12000' },
			{ id: opportunityId(201), code: 12001 },
		);
		const parameters = updateOf(
			'={{ $json.id }}',
			'={{ $json.code }}',
			mapped({ mx_Custom_5: 'x' }),
		);
		await Promise.all([run(parameters, inputs), run(parameters, inputs)]);
		await run(parameters, inputs);
		expect(
			callsTo('GetOpportunityTypeMetadata')
				.map(({ query }) => query.code)
				.sort(),
		).toEqual(['12000', '12001']);
		expect(server.sandbox.requests.size).toBe(6);
	});
});

describe('when the fields cannot be read', () => {
	const refuse = () =>
		server.sandbox.inject({
			path: /GetOpportunityTypeMetadata$/,
			fault: faults.refusal('Not today'),
		});
	const message =
		'The fields of opportunity type 12002 could not be read, so values cannot be checked. LeadSquared refused Get Opportunity Type Metadata: MXInvalidInputException: Not today (HTTP 500)';

	test('stops the run with the reason, and sends nothing', async () => {
		refuse();
		const { error } = await map({ mx_Custom_3: 'x' });
		expect(error?.message).toBe(`${message} [item 0]`);
		expect(callsTo('/opportunity/update')).toEqual([]);
	});

	test('fails each item of that type where the node continues on error', async () => {
		refuse();
		const { outputs } = await run(
			updateOf('={{ $json.id }}', code, mapped({ mx_Custom_3: '={{ $json.source }}' })),
			items({ id, source: 'x' }, { id: '', source: 'y' }),
			{ onError: 'continueRegularOutput' },
		);
		expect(outputs[0]!.map(({ json }) => String(json.error))).toEqual([
			expect.stringContaining(message),
			expect.stringContaining("'Opportunity' is empty [item 1]"),
		]);
	});

	test('reads the fields again in the next run', async () => {
		const removeFault = refuse();
		await map({ mx_Custom_3: 'x' });
		removeFault();
		await map({ mx_Custom_3: 'x' });
		expect(sent()).toHaveLength(1);
	});

	test.each([
		['no type', '', "'Opportunity Type' is empty [item 0]"],
		['a name for a type', 'Home Loan', "'Opportunity Type' is not an event code [item 0]"],
	])('names %s before any call', async (_name, type, said) => {
		const { error } = await run(updateOf(id, type, mapped({ mx_Custom_3: 'x' })));
		expect(error?.message).toBe(said);
		expect(server.sandbox.calls).toEqual([]);
	});

	test('makes no call but the update for fields given as JSON', async () => {
		await run({
			...updateOf(id, '', mapped({})),
			fieldsMode: 'json',
			fieldsJson: '{ "mx_Custom_3": "x" }',
		});
		expect(server.sandbox.calls.map(({ path }) => path)).toEqual(['/opportunity/update']);
	});
});

test('ends a run that is cancelled while the fields are read, and sends nothing', async () => {
	let cancelRun = () => {};
	server.sandbox.inject({
		when: () => {
			cancelRun();
			return true;
		},
		fault: { kind: 'hang' },
	});
	const { status } = await runNode(
		{
			type: updateType,
			parameters: updateOf(id, code, mapped({ mx_Custom_3: 'x' })),
			credential: credentialFor(server.sandbox),
			onStarted: (cancel) => {
				cancelRun = cancel;
			},
		},
		items({}),
	);
	expect(status).toBe('canceled');
	expect(server.sandbox.calls).toHaveLength(1);
});

test('sends only what was not accepted on Retry On Fail, and reads the fields once', async () => {
	server.sandbox.inject({
		opportunityId: opportunityId(2),
		times: 1,
		fault: { kind: 'reply', status: 400, body: {} },
	});
	const inputs = items({ id: opportunityId(1) }, { id: opportunityId(2) });
	const { status } = await run(
		updateOf('={{ $json.id }}', '12000', mapped({ mx_Custom_3: 'x' }), { maxConcurrency: 1 }),
		inputs,
		{ retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
	);
	expect(status).toBe('success');
	expect(sent()).toHaveLength(3);
	expect(server.sandbox.requests.size).toBe(2);
	expect(callsTo('GetOpportunityTypeMetadata')).toHaveLength(1);
});
