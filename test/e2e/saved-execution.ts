/** What n8n keeps of a run, read from the form in which it is saved. */

export interface SavedItem {
	json: Record<string, unknown>;
	pairedItem?: { item: number } | Array<{ item: number }> | number;
	error?: unknown;
}

export interface SavedError {
	message?: string;
	description?: string | null;
	name?: string;
	context?: Record<string, unknown>;
	[key: string]: unknown;
}

export interface SavedExecution {
	id: string;
	status: string;
	error: SavedError | undefined;
	/** The node that the run ended in. */
	lastNode: string | undefined;
	/** Output → items of a node's last run; empty when it did not run. */
	outputs(nodeName: string): SavedItem[][];
}

interface NodeRun {
	data?: { main?: Array<SavedItem[] | null> };
}

interface RunData {
	resultData: {
		error?: SavedError;
		lastNodeExecuted?: string;
		/** Missing where n8n lost it. */
		runData?: Record<string, NodeRun[]>;
	};
}

/** From the `data` column of n8n's `execution_data`, which the REST API returns as it is. */
export function readExecution(id: string, status: string, data: string): SavedExecution {
	const { resultData } = unflatten(data) as RunData;
	const lastRun = (nodeName: string) => resultData.runData?.[nodeName]?.at(-1);
	return {
		id,
		status,
		error: resultData.error,
		lastNode: resultData.lastNodeExecuted,
		outputs: (nodeName) => (lastRun(nodeName)?.data?.main ?? []).map((items) => items ?? []),
	};
}

/** The index of the input item that an item came from. */
export function sourceOf({ pairedItem }: SavedItem): number | undefined {
	const first = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	return typeof first === 'number' ? first : first?.item;
}

/**
 * The `flatted` format: an array of values in which every string, object and array inside a value is
 * replaced by the index of its own entry, as text. The first entry is the root.
 */
export function unflatten(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const built = new Map<number, unknown>();

	const build = (index: number): unknown => {
		if (built.has(index)) return built.get(index);
		const entry = entries[index];
		if (typeof entry !== 'object' || entry === null) return entry;
		const copy: Record<string, unknown> | unknown[] = Array.isArray(entry) ? [] : {};
		built.set(index, copy); // before its parts, since they may point back to it
		for (const [key, value] of Object.entries(entry)) {
			Reflect.set(copy, key, typeof value === 'string' ? build(Number(value)) : value);
		}
		return copy;
	};
	return build(0);
}
