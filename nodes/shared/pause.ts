import { sleep } from 'n8n-workflow';

/** n8n 1.x cannot abort a sleep, so a long one is cut into pieces between which the signal is looked at. */
const pieceMs = 250;

/** What somebody else works on, for as long as the signal does not fire; then undefined. */
export async function unlessAborted<T>(
	work: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T | undefined> {
	let settled = false;
	const settle = work.finally(() => (settled = true));
	while (!settled && !signal?.aborted) await Promise.race([settle, sleep(pieceMs)]);
	return settled ? await settle : undefined;
}

/** Waits; false as soon as the signal fires. */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
	for (let left = ms; left > 0 && !signal?.aborted; left -= pieceMs) {
		await sleep(Math.min(left, pieceMs));
	}
	return signal?.aborted !== true;
}
