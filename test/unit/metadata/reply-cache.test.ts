import { ReplyCache } from '../../../nodes/shared/metadata/reply-cache';
import { problem } from '../../../nodes/shared/problems/problems';
import type { Reply } from '../../../nodes/shared/transport/reply';

const accepted = (value: number): Reply<number> => ({ kind: 'accepted', value });
const refused: Reply<number> = { kind: 'refused', problem: problem('exception', {}) };

/** A cache whose clock stands still until a test moves it, and how often it asked. */
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

test('those who ask at once share one call', async () => {
	const { asked, get } = bench();
	const replies = await Promise.all([get('a'), get('a'), get('b'), get('a')]);
	expect(asked).toEqual(['a', 'b']);
	expect(replies[0]).toBe(replies[3]);
});

test('an answer is kept for its time, counted from when it came', async () => {
	const { clock, asked, get } = bench();
	await get('a');
	clock.ms = 100;
	await get('a');
	expect(asked).toHaveLength(1);
	clock.ms = 101;
	await get('a');
	expect(asked).toHaveLength(2);
});

test('who wants a fresher one asks anew, and others get that one', async () => {
	const { clock, asked, get } = bench();
	await get('a');
	clock.ms = 50;
	expect(await get('a', accepted(7), 10)).toEqual(accepted(7));
	clock.ms = 120;
	expect(await get('a')).toEqual(accepted(7));
	expect(asked).toHaveLength(2);
});

test('a failure goes to all who waited, and is not kept', async () => {
	const { asked, get } = bench();
	expect(await Promise.all([get('a', refused), get('a')])).toEqual([refused, refused]);
	expect(await get('a', accepted(1))).toEqual(accepted(1));
	expect(asked).toHaveLength(2);
});

test('a call that breaks down breaks nothing for the next one', async () => {
	const cache = new ReplyCache<number>(() => 0);
	const breakDown = async () => await Promise.reject(new Error('broken'));
	await expect(cache.get('a', 100, breakDown)).rejects.toThrow('broken');
	expect(await cache.get('a', 100, async () => await Promise.resolve(accepted(1)))).toEqual(
		accepted(1),
	);
});

test('a cancelled execution does not take the others with it', async () => {
	const { asked, get } = bench();
	const replies = await Promise.all([
		get('a', { kind: 'cancelled', fate: 'refused' }),
		get('a', accepted(1)),
		get('a', accepted(2)),
	]);
	expect(replies).toEqual([{ kind: 'cancelled', fate: 'refused' }, accepted(1), accepted(1)]);
	expect(asked).toHaveLength(2);
});

test("waiting for another execution's call ends with one's own signal, and the call goes on", async () => {
	const cache = new ReplyCache<number>(() => 0);
	let answer: (reply: Reply<number>) => void = () => undefined;
	const flight = new Promise<Reply<number>>((resolve) => (answer = resolve));
	const first = cache.get('a', 100, async () => await flight);
	const own = new AbortController();
	const second = cache.get('a', 100, async () => await Promise.resolve(accepted(2)), own.signal);
	own.abort();
	expect(await second).toEqual({ kind: 'cancelled', fate: 'refused' });
	answer(accepted(1));
	expect(await first).toEqual(accepted(1));
});

test('it does not grow without end', async () => {
	const { asked, get } = bench();
	for (let key = 0; key < 201; key++) await get(String(key));
	await get('200');
	expect(asked).toHaveLength(201);
	await get('0');
	expect(asked).toHaveLength(202);
});
