import { sleep } from 'n8n-workflow';

/** n8n 1.x cannot abort a sleep, so a long one is cut into pieces between which the signal is looked at. */
const pieceMs = 250;

/** Waits; false as soon as the signal fires. */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
	for (let left = ms; left > 0 && !signal?.aborted; left -= pieceMs) {
		await sleep(Math.min(left, pieceMs));
	}
	return signal?.aborted !== true;
}
