/**
 * A method whose implementation is imported on its first call. n8n loads every package at its start, and most of a
 * node's code is not needed to show it in the editor.
 */
export function lazyMethod<This, Args extends unknown[], Result>(
	load: () => Promise<(this: This, ...args: Args) => Promise<Result>>,
): (this: This, ...args: Args) => Promise<Result> {
	return async function (...args) {
		const method = await load();
		return await method.apply(this, args);
	};
}
