/** The keys of the last events, so that one that LeadSquared sends again starts nothing. Pure. */
export class SeenKeys {
	private readonly keys = new Set<string>();

	constructor(private readonly most: number) {}

	/** @returns whether the key is new */
	add(key: string): boolean {
		if (this.keys.has(key)) return false;
		this.keys.add(key);
		const [oldest] = this.keys;
		if (this.keys.size > this.most && oldest !== undefined) this.keys.delete(oldest);
		return true;
	}

	has(key: string): boolean {
		return this.keys.has(key);
	}

	/** The event was not taken after all: LeadSquared is welcome to send it again. */
	forget(key: string): void {
		this.keys.delete(key);
	}
}

/** Retries come within minutes. */
const mostKeys = 1_000;

const byNode = new Map<string, SeenKeys>();

/** @param node identifies the node in this n8n */
export function seenBy(node: string): SeenKeys {
	let seen = byNode.get(node);
	if (seen === undefined) {
		seen = new SeenKeys(mostKeys);
		byNode.set(node, seen);
	}
	return seen;
}
