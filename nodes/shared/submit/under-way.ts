/**
 * Calls of tools that are under way in this process. An MCP client that stops waiting for its answer makes the call
 * again, as another execution, while n8n goes on with the first one; a model may make the same call twice at once. Pure.
 */
export class CallsUnderWay<Outcome> {
	private readonly byKey = new Map<string, Promise<Outcome>>();

	/** The outcome of a call that has one of the keys, if it is under way. */
	find(keys: readonly string[]): Promise<Outcome> | undefined {
		return keys.map((key) => this.byKey.get(key)).find((outcome) => outcome !== undefined);
	}

	async during(keys: readonly string[], outcome: Promise<Outcome>): Promise<Outcome> {
		for (const key of keys) this.byKey.set(key, outcome);
		try {
			return await outcome;
		} finally {
			for (const key of keys) this.byKey.delete(key);
		}
	}
}
