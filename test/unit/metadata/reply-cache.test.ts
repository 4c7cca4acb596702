import { ReplyCache } from '../../../nodes/shared/metadata/reply-cache';
import { problem } from '../../../nodes/shared/problems/problems';
import type { Reply } from '../../../nodes/shared/transport/reply';

const accepted = (value: number): Reply<number> => ({ kind: 'accepted', value });
const refused: Reply<number> = { kind: 'refused', problem: problem('exception', {}) };

/** A cache whose clock moves only when a test moves it, and the keys that it asked for. */
function bench() {
	const clock = { ms: 0 };
	const cache = new ReplyCache<number>(() => clock.ms);
	const asked: string[] = [];
	const get = async (key: string, reply: Reply<number> = accepted(asked.length), maxAgeMs = 100) =>
		await cache.get(key, maxAgeMs, async () => {
			asked.push(key);
			await Promise.resolve();
			return reply;
		});
	return { clock, asked, get };
}

test('makes one call for all who ask at the same time', async () => {
	const { asked, get } = bench();
	const replies = await Promise.all([get('a'), get('a'), get('b'), get('a')]);
	expect(asked).toEqual(['a', 'b']);
	expect(replies[0]).toBe(replies[3]);
});

test('keeps an answer for its maximum age, counted from its arrival', async () => {
	const { clock, asked, get } = bench();
	await get('a');
	clock.ms = 100;
	await get('a');
	expect(asked).toHaveLength(1);
	clock.ms = 101;
	await get('a');
	expect(asked).toHaveLength(2);
});

test('reloads for a caller with a smaller maximum age, and the others share that result', async () => {
	const { clock, asked, get } = bench();
	await get('a');
	clock.ms = 50;
	expect(await get('a', accepted(7), 10)).toEqual(accepted(7));
	clock.ms = 120;
	expect(await get('a')).toEqual(accepted(7));
	expect(asked).toHaveLength(2);
});

test('gives a failure to all who waited, and does not keep it', async () => {
	const { asked, get } = bench();
	expect(await Promise.all([get('a', refused), get('a')])).toEqual([refused, refused]);
	expect(await get('a', accepted(1))).toEqual(accepted(1));
	expect(asked).toHaveLength(2);
});

test('does not keep a load that throws', async () => {
	const cache = new ReplyCache<number>(() => 0);
	const failingLoad = async () => await Promise.reject(new Error('broken'));
	await expect(cache.get('a', 100, failingLoad)).rejects.toThrow('broken');
	expect(await cache.get('a', 100, async () => await Promise.resolve(accepted(1)))).toEqual(
		accepted(1),
	);
});

test('reloads for the others when the execution that loads is cancelled', async () => {
	const { asked, get } = bench();
	const replies = await Promise.all([
		get('a', { kind: 'cancelled', fate: 'refused' }),
		get('a', accepted(1)),
		get('a', accepted(2)),
	]);
	expect(replies).toEqual([{ kind: 'cancelled', fate: 'refused' }, accepted(1), accepted(1)]);
	expect(asked).toHaveLength(2);
});

test("stops waiting for another execution's call on its own signal, and the call goes on", async () => {
	const cache = new ReplyCache<number>(() => 0);
	let answer: (reply: Reply<number>) => void = () => undefined;
	const inFlight = new Promise<Reply<number>>((resolve) => (answer = resolve));
	const first = cache.get('a', 100, async () => await inFlight);
	const own = new AbortController();
	const second = cache.get('a', 100, async () => await Promise.resolve(accepted(2)), own.signal);
	own.abort();
	expect(await second).toEqual({ kind: 'cancelled', fate: 'refused' });
	answer(accepted(1));
	expect(await first).toEqual(accepted(1));
});

test('forgets the oldest answers beyond 200', async () => {
	const { asked, get } = bench();
	for (let key = 0; key < 201; key++) await get(String(key));
	await get('200');
	expect(asked).toHaveLength(201);
	await get('0');
	expect(asked).toHaveLength(202);
});
