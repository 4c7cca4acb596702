/** Lists of opportunities with the fields of their details: side by side, each once, and what happens to one that is gone. */
import { HOME_LOANS, leadId, opportunityId, type Sandbox } from '../../sandbox';
import { byId, items, readType } from '../../support/run-node';
import { useVirtualTime } from '../../support/virtual-time';
import { column, read, useAccounts } from './reading';

useVirtualTime();
const account = useAccounts();

const type = byId('12000');
const changed = { which: 'changed', opportunityType: type, from: '2026-01-01', returnAll: true };
const selected = { output: 'selected', selectedFields: ['mx_Custom_1', 'Status'] };
const details = ({ calls }: Sandbox) =>
	calls.filter(({ path }) => path.endsWith('GetOpportunityDetails'));

/** Removes opportunities as soon as the first details are asked for: they are in the list. */
function removeMeanwhile(sandbox: Sandbox, ids: string[]) {
	sandbox.inject({
		path: /GetOpportunityDetails/,
		when: () => {
			for (const id of ids) sandbox.opportunities.delete(id);
			return false;
		},
		fault: { kind: 'empty' },
	});
}

const homeLoans = Array.from({ length: HOME_LOANS }, (_, index) => opportunityId(index + 1));

test('are read side by side within the limit and the option, in the order of the list', async () => {
	const sandbox = await account({ opportunities: 60, limit: { model: 'log', calls: 25 } });
	const ids = [...sandbox.opportunities.values()].flatMap(({ id, eventCode }) =>
		eventCode === 12000 ? [id] : [],
	);
	sandbox.inject({ path: /GetOpportunityDetails/, fault: { kind: 'delay', ms: 400 } });
	const began = Date.now();
	const run = await read(
		sandbox,
		'opportunity:getMany',
		{ ...changed, ...selected, options: { maxConcurrency: 10 } },
		items({}),
		{},
		readType,
		{ callsPerWindow: 25 },
	);
	expect(ids.length).toBeGreaterThan(30);
	expect(column(run.rows, 'opportunityId')).toEqual(ids);
	expect(details(sandbox)).toHaveLength(ids.length);
	expect(sandbox.calls.filter(({ rejectedByLimit }) => rejectedByLimit)).toEqual([]);
	// One after the other they would take 400 ms each.
	expect(Date.now() - began).toBeLessThan(ids.length * 300);
	const starts = details(sandbox).map(({ at }) => at);
	const atOnce = starts.map(
		(at) => starts.filter((other) => other <= at && at < other + 400).length,
	);
	expect(Math.max(...atOnce)).toBeLessThanOrEqual(10);
	expect(Math.max(...atOnce)).toBeGreaterThan(1);
});

test('with several items, all together make no more calls at once than the option allows', async () => {
	const sandbox = await account({ limit: { calls: 1_000 } });
	sandbox.inject({ path: /GetOpportunityDetails/, fault: { kind: 'delay', ms: 400 } });
	const parameters = { leadId: byId('={{ $json.lead }}'), ...selected };
	const leads = [1, 2, 3, 4].map((n) => ({ lead: leadId(n) }));
	await read(
		sandbox,
		'opportunity:getMany',
		{ ...parameters, options: { maxConcurrency: 4 } },
		items(...leads),
	);
	const starts = details(sandbox).map(({ at }) => at);
	const atOnce = starts.map(
		(at) => starts.filter((other) => other <= at && at < other + 400).length,
	);
	expect(starts.length).toBeGreaterThan(2);
	expect(Math.max(...atOnce)).toBeLessThanOrEqual(4);
});

test('are read once for all items', async () => {
	const sandbox = await account();
	const { rows } = await read(
		sandbox,
		'opportunity:getMany',
		{ leadId: byId(leadId(2)), ...selected, limit: '={{ $json.limit }}' },
		items({ limit: 10 }, { limit: 20 }),
	);
	expect(rows).toHaveLength(4);
	expect(details(sandbox)).toHaveLength(2);
});

describe('an opportunity that was deleted since the list was read', () => {
	const answers = ['exception', 'dotNet', 'notFound', 'null'] as const;
	test.each(answers)('is left out, and counted: %s', async (noOpportunity) => {
		const sandbox = await account({ reading: { noOpportunity } });
		const [gone, ...others] = homeLoans;
		removeMeanwhile(sandbox, [gone!, others.pop()!]);
		const { rows, hints, error } = await read(sandbox, 'opportunity:getMany', {
			...changed,
			...selected,
			options: { maxConcurrency: 1 },
		});
		expect(error).toBeUndefined();
		expect(column(rows, 'opportunityId')).toEqual(others);
		expect(hints).toEqual([
			expect.stringMatching(
				/^Left out: 2 opportunities of the list whose details .* no longer has/,
			),
		]);
	});

	test.each(answers)('by its ID is not found: %s', async (noOpportunity) => {
		const sandbox = await account({ reading: { noOpportunity } });
		const parameters = { opportunityId: byId(opportunityId(999)) };
		const { error } = await read(sandbox, 'opportunity:get', parameters);
		expect(error?.message).toMatch(/LeadSquared has no opportunity with the ID/);
		const options = { nothingFound: 'nothing' };
		const run = await read(sandbox, 'opportunity:get', { ...parameters, options });
		expect([run.error, run.rows]).toEqual([undefined, []]);
	});

	test('if none of several is found, that is an error and no empty list', async () => {
		const sandbox = await account();
		removeMeanwhile(sandbox, homeLoans);
		const { error, rows } = await read(sandbox, 'opportunity:getMany', { ...changed, ...selected });
		expect(rows).toEqual([]);
		expect(error?.message).toMatch(/LeadSquared has no opportunity with the ID/);
	});
});

test.each([
	['an exception about LeadSquared itself', 500, 'MXDatabaseTimeoutException', /refused/],
	['wrong keys', 401, 'MXUnAuthorizedAccessException', /does not accept the access key/],
])('%s is never taken for a record that is gone', async (_, status, ExceptionType, said) => {
	const sandbox = await account();
	sandbox.inject({
		path: /GetOpportunityDetails/,
		after: 1,
		fault: {
			kind: 'reply',
			status,
			body: { Status: 'Error', ExceptionType, ExceptionMessage: 'x' },
		},
	});
	const options = { nothingFound: 'nothing', maxConcurrency: 1 };
	for (const [what, parameters] of [
		['opportunity:getMany', { ...changed, ...selected }],
		['opportunity:get', { opportunityId: byId(opportunityId(1)) }],
	] as const) {
		const { error } = await read(sandbox, what, { ...parameters, options });
		expect(error?.message).toMatch(said);
	}
	// The rest of the list is not asked for.
	expect(details(sandbox).length).toBeLessThan(5);
});

test('another opportunity than the one that was asked for is not taken', async () => {
	const sandbox = await account();
	const body = { OpportunityId: opportunityId(2), Fields: [] };
	sandbox.inject({ path: /GetOpportunityDetails/, fault: { kind: 'reply', status: 200, body } });
	const parameters = { opportunityId: byId(opportunityId(1)) };
	const { error } = await read(sandbox, 'opportunity:get', parameters);
	expect(error?.message).toMatch(/was asked for the opportunity .* answered with another record/);
});

describe('a selected field', () => {
	test('that the type does not have is refused before the list is read', async () => {
		const sandbox = await account();
		const asked = { ...changed, output: 'selected', selectedFields: ['mx_Custom_999'] };
		const { error } = await read(sandbox, 'opportunity:getMany', asked);
		expect(error?.message).toMatch(
			/'Field Names or IDs' is mx_Custom_999, which is not a field of/,
		);
		expect(sandbox.calls.filter(({ method }) => method === 'POST')).toEqual([]);
	});

	test('may be missing from some of the types of a lead, but not from all', async () => {
		const sandbox = await account();
		Object.assign(sandbox.opportunities.get(opportunityId(250))!, {
			eventCode: 12002,
			leadId: leadId(2),
		});
		const ask = async (...selectedFields: string[]) =>
			await read(sandbox, 'opportunity:getMany', {
				leadId: byId(leadId(2)),
				output: 'selected',
				selectedFields,
			});
		const own = 'mx_Custom_20';
		const { rows, error } = await ask('Status', own);
		expect(error).toBeUndefined();
		expect(rows.map(({ typeCode }) => typeCode).sort()).toEqual([12000, 12000, 12002]);
		expect(rows.map(({ fields }) => Object.keys(fields as object))).toEqual(
			rows.map(() => ['Status', own]),
		);
		const none = await ask('mx_Custom_999');
		expect(none.error?.message).toMatch(/has "mx_Custom_999", which is not a field of these/);
	});
});
