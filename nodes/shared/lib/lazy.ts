/** A method whose code is loaded on its first call. */

/**
 * A method whose code is read when it is first called. n8n reads every package at its start, and most of what a node
 * needs in order to run has no part in showing it in the editor.
 */
export function lazyMethod<This, Args extends unknown[], Result>(
	load: () => Promise<(this: This, ...args: Args) => Promise<Result>>,
): (this: This, ...args: Args) => Promise<Result> {
	return async function (...args) {
		const method = await load();
		return await method.apply(this, args);
	};
}
