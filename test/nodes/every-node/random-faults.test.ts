import fc from 'fast-check';

import { faults, opportunityId, type Fault } from '../../sandbox';
import { byId, field, items, runUpdate } from '../../support/run-node';
import {
	acceptedMarks,
	itemFor,
	markIn,
	markOf,
	runSubmitter,
	submitters,
} from '../../support/submitters';
import { useSandbox } from '../../support/use-sandbox';
import { useVirtualTime } from '../../support/virtual-time';

useVirtualTime();
const server = useSandbox();

/** What a bad hour brings; a call that is accepted before its answer is lost looks like one that never arrived. */
const failures: Fault[] = [
	{ kind: 'reset' },
	{ kind: 'reset', accept: true },
	{ kind: 'hang', accept: true },
	{ kind: 'truncated' },
	{ kind: 'cut', accept: true },
	faults.plain502,
	faults.plain503,
	faults.throttled('0'),
	faults.throttledInside200,
];

/** About every ninth call fails; the seed makes a failure repeatable. */
function badHour(seed: number): void {
	const draws = fc.sample(fc.integer({ min: 0, max: failures.length * 9 - 1 }), {
		seed,
		numRuns: 2_000,
	});
	for (const [kind, fault] of failures.entries()) {
		server.sandbox.inject({ when: () => draws[server.sandbox.calls.length] === kind, fault });
	}
}

/** 500 updates of 120 opportunities, each titled by its place. */
const inputs = items(
	...Array.from({ length: 500 }, (_, place) => ({
		id: opportunityId(1 + ((place * 37) % 120)),
		title: `t${place}`,
	})),
);
const lastTitles = Object.fromEntries(
	inputs.map(({ json }) => [String(json.id), String(json.title)]),
);
const parameters = (options = {}) => ({
	opportunityId: byId('={{ $json.id }}'),
	fields: { field: [field('mx_Custom_1', '={{ $json.title }}')] },
	options: { timeout: 1, maxTries: 20, ...options },
});

const titles = () =>
	Object.fromEntries(
		Object.keys(lastTitles).map((id) => [
			id,
			server.sandbox.opportunities.get(id)?.fields.mx_Custom_1,
		]),
	);

test('accounts for each of 500 items through random failures, and leaves every opportunity with its last value', async () => {
	badHour(7);
	const { outputs } = await runUpdate(server.sandbox, parameters(), inputs, {
		onError: 'continueErrorOutput',
	});
	expect(server.sandbox.calls.filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(
		40,
	);
	expect(outputs.map((output) => output.length)).toEqual([500, 0]);
	for (const [place, { json, pairedItem }] of outputs[0]!.entries()) {
		expect(pairedItem).toEqual({ item: place });
		// Its RequestId is of a call with its own value.
		const { body } = server.sandbox.requests.get(String(json.RequestId))!;
		expect(body).toMatchObject({
			ProspectOpportunityId: inputs[place]!.json.id,
			Fields: [{ Value: `t${place}` }],
		});
	}
	server.sandbox.process();
	expect(titles()).toEqual(lastTitles);
}, 120_000);

test('says what was not accepted where attempts run out, and never sends again what was accepted', async () => {
	badHour(11);
	const { outputs } = await runUpdate(server.sandbox, parameters({ maxTries: 2 }), inputs, {
		onError: 'continueErrorOutput',
		retryOnFail: true,
	});
	const [accepted, failed] = outputs;
	expect(failed!.length).toBeGreaterThan(0);
	expect([...accepted!, ...failed!].map(({ pairedItem }) => pairedItem).sort(byItem)).toEqual(
		inputs.map((_, item) => ({ item })),
	);
	// Accepted all the same, with the answer lost: then no message may say that it was not taken.
	const taken = new Set(
		[...server.sandbox.requests.values()].map(
			({ body }) => (body as { Fields: Array<{ Value: string }> }).Fields[0]?.Value,
		),
	);
	const doubtful = /t is unknown whether LeadSquared accepted (this call|an earlier one)/;
	let surprises = 0;
	for (const { json, pairedItem } of failed!) {
		const { item } = pairedItem as { item: number };
		const isTaken = taken.has(`t${item}`);
		if (isTaken) surprises++;
		if (isTaken || !/LeadSquared did not accept this call/.test(String(json.error))) {
			expect(json.error).toMatch(doubtful);
		}
	}
	expect(surprises).toBeGreaterThan(0);
	// No call follows one that was answered with a RequestId for the same item.
	const answered = new Set<unknown>();
	for (const { body, statusCode, fault } of server.sandbox.calls) {
		const [{ Value: title } = { Value: '' }] = (body as { Fields: Array<{ Value: string }> })
			.Fields;
		expect(answered.has(title)).toBe(false);
		if (statusCode === 200 && fault === undefined) answered.add(title);
	}
	expect(answered.size).toBe(accepted!.length);
}, 120_000);

function byItem(a: unknown, b: unknown): number {
	return (a as { item: number }).item - (b as { item: number }).item;
}

describe.each(submitters)('$operation', (submitter) => {
	test('returns each of 60 items once through random failures, and sends nothing again that was answered', async () => {
		badHour(23);
		// Of twenty leads or opportunities, so that calls of one record wait for each other.
		const marked = Array.from({ length: 60 }, (_, place) =>
			itemFor(1 + (place % 20), markOf(place + 100)),
		);
		const { outputs } = await runSubmitter(
			server.sandbox,
			submitter,
			{ timeout: 1, maxTries: 20 },
			marked,
			{
				onError: 'continueErrorOutput',
				retryOnFail: true,
			},
		);
		const [accepted, failed] = outputs;
		expect([...accepted!, ...failed!].map(({ pairedItem }) => pairedItem).sort(byItem)).toEqual(
			marked.map((_, item) => ({ item })),
		);
		const answered = new Set<string>();
		for (const { rawBody, statusCode, fault } of server.sandbox.calls) {
			expect(answered).not.toContain(markIn(rawBody));
			if (statusCode === 200 && fault === undefined) answered.add(markIn(rawBody));
		}
		for (const { json, pairedItem } of accepted!) {
			const { item } = pairedItem as { item: number };
			expect(server.sandbox.requests.get(String(json.RequestId))?.rawBody).toContain(
				markOf(item + 100),
			);
		}
		const twice =
			acceptedMarks(server.sandbox).length - new Set(acceptedMarks(server.sandbox)).size;
		if (submitter.repeatable) expect(failed).toEqual([]);
		else expect(twice).toBe(0);
	}, 120_000);
});
