/** What a list is collected into: each row once, no more than are wanted, and nothing of a page but its items. */
import { Collector, mayBeCut, type Wanted } from '../../../nodes/shared/reading/collector';
import { readByOffset, readIndexed, readTrail } from '../../../nodes/shared/reading/paging';
import type { Page } from '../../../nodes/shared/reading/rows';
import { problem } from '../../../nodes/shared/problems/problems';
import type { JsonObject } from '../../../nodes/shared/lib/json';
import type { Call } from '../../../nodes/shared/transport/call';
import type { Reply } from '../../../nodes/shared/transport/reply';
import { collectAll } from '../../support/garbage';
import { soon } from '../../support/platform';
import { randomFrom } from '../../support/random';

type Answer = Page | Exclude<Reply<Page>, { kind: 'accepted' }>;

/** A call is a function of the server here. */
const callOf = (answer: () => Answer) => ({ answer, label: 'List' }) as unknown as Call<Page>;

async function send<T>(call: Call<T>): Promise<Reply<T>> {
	const answer = (call as unknown as { answer: () => Answer }).answer();
	return await Promise.resolve(
		'kind' in answer ? answer : { kind: 'accepted', value: answer as unknown as T },
	);
}

const collect = (wanted: Partial<Wanted<string, string>> = {}) =>
	new Collector<string, string>(send, {
		limit: undefined,
		idKeys: ['id'],
		keep: (row) => String(row.id),
		finish: async (ids) => await Promise.resolve({ ok: true, value: ids }),
		...wanted,
	});

const page = (...ids: string[]): Page => ({ rows: ids.map((id) => ({ id })) });

test('takes each row once, and counts those that came', async () => {
	const into = collect();
	expect(await into.add({ ...page('a', 'b', 'a'), count: 4 })).toBe(2);
	expect(await into.add(page('b', 'c'))).toBe(1);
	expect(into.items).toEqual(['a', 'b', 'c']);
	// Of the four that LeadSquared counts, one came twice.
	expect([into.total, into.missing, into.isCut]).toEqual([4, 0, false]);
});

test.each([
	[1, ['a']],
	[2, ['a', 'b']],
	[3, ['a', 'b', 'c']],
	[4, ['a', 'b', 'c', 'd']],
])('with a limit of %i, it is cut only if there is one more', async (limit, items) => {
	const into = collect({ limit });
	await into.add(page('a', 'b'));
	if (into.isOpen) await into.add(page('b', 'c', 'd'));
	expect([into.items, into.isCut, into.count]).toEqual([items, limit < 4, items.length]);
	expect(into.isOpen).toBe(limit === 4);
});

test('rows that do not count do not use up the limit', async () => {
	const into = collect({
		limit: 2,
		keep: ({ id }) => (id === 'b' ? undefined : String(id)),
	});
	await into.add(page('a', 'b', 'c'));
	expect([into.items, into.isCut, into.hasSeen({ id: 'b' })]).toEqual([['a', 'c'], false, true]);
});

test.each([
	['a row that proves the list wrong', { faultOf: () => problem('otherRecord', { label: 'x' }) }],
	[
		'a page of which no items can be made',
		{
			finish: async () =>
				await Promise.resolve({ ok: false as const, problem: problem('otherRecord', {}) }),
		},
	],
])('%s ends reading, and nothing counts', async (_, wanted) => {
	const into = collect(wanted);
	await into.add(page('a'));
	expect([into.isOpen, into.problem?.code, into.items]).toEqual([false, 'otherRecord', []]);
});

test('a cancelled run, a refusal and an answer to another question end reading', async () => {
	const answers: Array<[Answer, unknown]> = [
		[{ kind: 'cancelled', fate: 'refused' }, [true, undefined]],
		[{ kind: 'refused', problem: problem('exception', {}) }, [false, 'exception']],
		[{ rows: [], isOther: true }, [false, 'unreadableReply']],
	];
	for (const [answer, ends] of answers) {
		const into = collect();
		await readIndexed(into, {
			call: (number) => callOf(() => (number === 1 ? { ...page('a'), count: 9 } : answer)),
		});
		expect([into.isCancelled, into.problem?.code]).toEqual(ends);
		expect(into.isOpen).toBe(false);
	}
	const cancelled = collect({ finish: async () => await Promise.resolve(undefined) });
	await cancelled.add(page('a'));
	expect(cancelled.isCancelled).toBe(true);
});

const createdOn = (...seconds: number[]): Page => ({
	rows: seconds.map((second, index) => ({
		id: `${index} ${seconds.join()}`,
		CreatedOn: `2026-01-01 00:00:0${second}`,
	})),
});

test.each([
	[[createdOn(3, 3, 2), createdOn(2, 1)], true],
	[[createdOn(1, 2)], false],
	[[createdOn(3, 2), createdOn(4)], false],
	[[page('a', 'b')], true],
])('sees whether the newest come first: %#', async (pages, isNewestFirst) => {
	const into = collect();
	for (const one of pages) await into.add(one);
	expect(into.isNewestFirst).toBe(isNewestFirst);
});

describe('lists from which rows disappear while they are read', () => {
	const lists = {
		indexed: async (into: Collector<string, string>, at: At) =>
			await readIndexed(into, {
				call: (number, size) => callOf(() => at((number - 1) * size, size)),
			}),
		'by rows': async (into: Collector<string, string>, at: At) =>
			await readByOffset(into, { call: (offset, size) => callOf(() => at(offset, size)) }),
		'a trail of pages': async (into: Collector<string, string>, at: At) =>
			await readTrail(
				into,
				{ call: (offset, size) => callOf(() => at(offset, size, true)) },
				{ meaning: 'pageFromZero' },
			),
	};
	type At = (start: number, size: number, isPage?: boolean) => Page;

	test.each(Object.entries(lists))('%s: those that stay all come, once', async (_, read) => {
		for (let seed = 1; seed <= 60; seed++) {
			const random = randomFrom(seed * 6_151);
			const below = (n: number) => Math.floor(random() * n);
			const rows = Array.from({ length: 30 + below(4_000) }, (__, index) => `r${index}`);
			const cap = [1_000, 200, 100, 50, 25, 10][below(6)]!;
			const leaving = below(3);
			const before = rows.length;
			let calls = 0;
			const into = collect();
			await read(into, (start, size, isPage = false) => {
				calls++;
				const length = Math.min(size, cap);
				const from = isPage ? start * length : start;
				const answer = page(...rows.slice(from, from + length));
				if (rows.length > before * 0.9) {
					for (let n = 0; n < leaving; n++) rows.splice(below(rows.length), 1);
				}
				return { ...answer, count: rows.length };
			});
			const lost = rows.filter((id) => !into.items.includes(id)).length;
			const twice = into.items.length - new Set(into.items).size;
			expect({ seed, cap, before, leaving, lost, twice }).toMatchObject({ lost: 0, twice: 0 });
			expect(calls).toBeLessThan(2.5 * Math.ceil(before / cap) + 20);
		}
	});
});

test.each([
	[0, 5, false],
	[7, 0, false],
	[7, 1, true],
	...[10, 20, 25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1_000].map(
		(rows): [number, number, boolean] => [rows, 0, true],
	),
	[999, 0, false],
])(
	'a page of %i rows, of which LeadSquared counts %i more, may be cut: %s',
	(rows, more, isCut) => {
		expect(mayBeCut(rows, more)).toBe(isCut);
	},
);

test('holds nothing of a page but what was made of it', async () => {
	const rows: Array<WeakRef<JsonObject>> = [];
	const into = collect();
	for (let n = 0; n < 20; n++) {
		const ofPage: JsonObject[] = Array.from({ length: 50 }, (_, index) => ({
			id: `${n}-${index}`,
		}));
		rows.push(...ofPage.map((row) => new WeakRef(row)));
		await into.add({ rows: ofPage });
	}
	// What a WeakRef shows stays until the end of the turn.
	await new Promise((resolve) => soon(resolve));
	collectAll();
	expect(into.items).toHaveLength(rows.length);
	// The last page may still be on the stack.
	const held = rows.slice(0, -50).filter((row) => row.deref() !== undefined);
	expect(held).toEqual([]);
});
