/** Acts on an AbortSignal at once, however many wait for the same one. */

interface Heard {
	acts: Set<() => void>;
	fire: () => void;
}

const heard = new WeakMap<AbortSignal, Heard>();

/**
 * Acts once the signal aborts. There is one listener for each signal, because Node warns of many, and none when nobody
 * waits, because Node keeps a signal made by `AbortSignal.any` in memory while anyone listens to it.
 *
 * @param signal not aborted yet
 * @returns stops listening
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
	const { acts, fire } = heard.get(signal) ?? listenTo(signal);
	// Of its own, so that the same function can be given twice.
	const own = () => act();
	acts.add(own);
	return () => {
		acts.delete(own);
		if (acts.size > 0 || heard.get(signal)?.acts !== acts) return;
		signal.removeEventListener('abort', fire);
		heard.delete(signal);
	};
}

function listenTo(signal: AbortSignal): Heard {
	const acts = new Set<() => void>();
	const fire = () => {
		heard.delete(signal);
		for (const act of acts) act();
	};
	signal.addEventListener('abort', fire, { once: true });
	heard.set(signal, { acts, fire });
	return { acts, fire };
}
