/** Whether an HTTP call of this process is on its way: sent or being answered, and not held back on purpose. */
import { diagnostics } from './platform';

let open = 0;
let held = 0;

/** Counts the calls of every HTTP client in this process from now on; returns what ends the counting. */
export function watchTraffic(): () => void {
	[open, held] = [0, 0];
	const started = (message: unknown) => {
		const { request } = message as { request: { once(event: 'close', act: () => void): void } };
		open++;
		request.once('close', () => open--);
	};
	diagnostics.subscribe('http.client.request.start', started);
	return () => void diagnostics.unsubscribe('http.client.request.start', started);
}

export const isTraffic = (): boolean => open > held;

/** For a server: the answer to a call is held back until the returned function is called. */
export function holdBack(): () => void {
	let isHeld = true;
	held++;
	return () => {
		if (isHeld) held--;
		isHeld = false;
	};
}
