import { Texts } from '../../../nodes/shared/lib/texts';
import { collectAll } from '../../support/garbage';
import { proc } from '../../support/platform';
import { randomFrom } from '../../support/random';

test('gives back each text, short or longer than a page, of any script', () => {
	const random = randomFrom(5);
	const letters = ['a', '"', '\\', 'ü', '₹', '😀', '\u2028', '\ufeff', '\u0000'];
	const texts = Array.from({ length: 600 }, (_, n) => {
		const letter = letters[n % letters.length]!;
		const length = n % 97 === 0 ? 200_000 + random() * 300_000 : random() * 4_000;
		return letter.repeat(length) + String(n);
	});
	const kept = new Texts();
	expect(texts.map((text) => kept.add(text))).toEqual(texts.map((_, n) => n));
	for (const [n, text] of texts.entries()) expect(kept.at(n) === text).toBe(true);
});

test('keeps them outside of the heap', () => {
	const size = 2_000;
	const count = 10_000;
	const kept = new Texts();
	collectAll();
	const before = proc.memoryUsage().heapUsed;
	for (let n = 0; n < count; n++)
		kept.add(
			String(n)
				.repeat(size / 5)
				.padEnd(size),
		);
	collectAll();
	expect(proc.memoryUsage().heapUsed - before).toBeLessThan((size * count) / 10);
	expect(kept.at(count - 1)).toHaveLength(size);
});
