import { delay } from '../support/platform';
import { patienceMs } from './browser';

/** Repeats the question until the answer is neither undefined nor false; an error names what was waited for. */
export async function until<T>(
	what: string,
	ask: () => Promise<T | undefined | false>,
	timeoutMs = patienceMs,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer;
		if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
		await delay(100);
	}
}
