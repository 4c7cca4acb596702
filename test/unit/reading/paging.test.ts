/** Reading pages, against a server with every habit that LeadSquared may have, while its records change. */
import { Collector } from '../../../nodes/shared/reading/collector';
import { readChanged, readTrail, type TrailDialect } from '../../../nodes/shared/reading/paging';
import type { Page } from '../../../nodes/shared/reading/rows';
import type { Call } from '../../../nodes/shared/transport/call';
import type { Reply } from '../../../nodes/shared/transport/reply';
import { plainDate as stamp } from '../../sandbox/seed';
import { randomFrom } from '../../support/random';

interface Row {
	id: string;
	/** Seconds since the start. */
	at: number;
}

const start = Date.UTC(2026, 4, 1);

/** A call is a function of the server here. */
const callOf = (page: () => Page) => ({ page }) as unknown as Call<Page>;

function collector(afterCall: () => void, limit?: number) {
	let calls = 0;
	const send = async <T>(call: Call<T>): Promise<Reply<T>> => {
		calls++;
		const value = (call as unknown as { page: () => T }).page();
		afterCall();
		if (calls > 2_000) throw new Error('reading has no end');
		return await Promise.resolve({ kind: 'accepted', value });
	};
	const into = new Collector(send, {
		limit,
		idKeys: ['id'],
		keep: (row) => String(row.id),
		finish: async (ids: string[]) => await Promise.resolve({ ok: true, value: ids }),
	});
	return { into, calls: () => calls };
}

const seeds = Array.from({ length: 300 }, (_, index) => index + 1);

test('a list of what changed loses nothing and repeats nothing, whatever the server does', async () => {
	for (const seed of seeds) {
		const random = randomFrom(seed * 7_919);
		const below = (n: number) => Math.floor(random() * n);
		const rows: Row[] = [];
		let second = 0;
		const size = 100 + below(4_000);
		while (rows.length < size) {
			// Mostly a few in a second; now and then a bulk update.
			const cluster = random() < 0.01 ? below(2_500) : 1 + below(12);
			second += 1 + below(3);
			for (let n = 0; n < cluster && rows.length < size; n++) {
				rows.push({ id: `r${rows.length}`, at: second });
			}
		}
		const cap = [1_000, 1_000, 500, 250, 200, 100][below(6)]!;
		const count = ['total', 'page', 'none'][below(3)];
		const order = (['asAsked', 'asAsked', 'ofCreation', 'newestFirst'] as const)[below(4)]!;
		const changesPerCall = below(12);
		let clock = second + 1_000;
		const changeSome = () => {
			for (let n = 0; n < changesPerCall; n++) {
				const row = rows[random() < 0.5 ? below(rows.length) : below(Math.ceil(rows.length / 3))]!;
				row.at = ++clock;
			}
		};
		// People stop at some time.
		let left = 200;
		const { into, calls } = collector(() => {
			if (left-- > 0) changeSome();
		});
		await readChanged(into, {
			fromMs: start,
			call: (fromMs, page, asked) =>
				callOf(() => {
					const found = rows.filter(({ at }) => start + at * 1_000 >= fromMs);
					// Equal dates keep their order.
					if (order === 'asAsked') found.sort((a, b) => a.at - b.at);
					if (order === 'newestFirst') found.sort((a, b) => b.at - a.at);
					const length = Math.min(asked, cap);
					const shown = found.slice((page - 1) * length, page * length);
					return {
						rows: shown.map(({ id, at }) => ({ id, ModifiedOn: stamp(start + at * 1_000) })),
						count: { total: found.length, page: shown.length, none: undefined }[count ?? ''],
					};
				}),
		});
		const lost = rows.filter(({ id }) => !into.items.includes(id)).length;
		expect({
			seed,
			size,
			cap,
			count,
			order,
			changesPerCall,
			lost,
			twice: into.items.length - new Set(into.items).size,
		}).toEqual(expect.objectContaining({ lost: 0, twice: 0 }));
		expect(calls()).toBeLessThan(3 * Math.ceil(size / cap) + 20);
	}
});

test.each(seeds.slice(0, 20))(
	'a list that changes faster than it is read ends, and nothing is missing without a word (%p)',
	async (seed) => {
		const random = randomFrom(seed);
		const rows: Row[] = Array.from({ length: 3_000 }, (_, index) => ({
			id: `r${index}`,
			at: index,
		}));
		let clock = rows.length;
		const changes = 20 + Math.floor(random() * 200);
		const { into } = collector(() => {
			for (let n = 0; n < changes; n++) rows[Math.floor(random() * rows.length)]!.at = ++clock;
		});
		await readChanged(into, {
			fromMs: start,
			call: (fromMs, page, asked) =>
				callOf(() => {
					const found = rows.filter(({ at }) => start + at * 1_000 >= fromMs);
					found.sort((a, b) => b.at - a.at);
					const length = Math.min(asked, 100);
					const shown = found.slice((page - 1) * length, page * length);
					return {
						rows: shown.map(({ id, at }) => ({ id, ModifiedOn: stamp(start + at * 1_000) })),
					};
				}),
		});
		const isSaid = into.isRepeating || [...into.notes].join().includes('may be missing');
		expect({ isSaid, isWhole: isSaid || into.count === rows.length }).toEqual({
			isSaid,
			isWhole: true,
		});
	},
);

test('a trail is read whole, whatever Offset means and while activities are added', async () => {
	for (const seed of seeds) {
		const random = randomFrom(seed * 104_729);
		const below = (n: number) => Math.floor(random() * n);
		const rows = Array.from({ length: 1 + below(3_000) }, (_, index) => `r${index}`);
		const before = [...rows];
		const cap = [1_000, 200, 100, 50, 25][below(5)]!;
		const count = ['total', 'page', 'none'][below(3)];
		const meaning = (['pageFromZero', 'pageFromOne', 'row'] as const)[below(3)]!;
		const isGrowing = random() < 0.5;
		let added = 0;
		const { into } = collector(() => {
			if (isGrowing && random() < 0.3 && added < 50) rows.unshift(`new${++added}`);
		});
		const dialect: TrailDialect = {};
		await readTrail(
			into,
			{
				call: (offset, asked) =>
					callOf(() => {
						const length = Math.min(asked, cap);
						const from = {
							pageFromZero: offset * length,
							pageFromOne: Math.max(0, offset - 1) * length,
							row: offset,
						}[meaning];
						const shown = rows.slice(from, from + length);
						return {
							rows: shown.map((id) => ({ id })),
							count: { total: rows.length, page: shown.length, none: undefined }[count ?? ''],
						};
					}),
			},
			dialect,
		);
		const lost = before.filter((id) => !into.items.includes(id)).length;
		const isSaid = into.notes.size > 0 || into.missing > 0;
		expect({
			seed,
			rows: before.length,
			cap,
			count,
			meaning,
			isGrowing,
			added,
			lost,
			isSaid,
		}).toEqual(expect.objectContaining({ lost: 0 }));
		expect(new Set(into.items).size).toBe(into.items.length);
	}
});
