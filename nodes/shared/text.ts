/** Small helpers on text and unknown values that come from outside. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a key, whatever its letter case: LeadSquared writes both `RequestID` and `RequestId`. */
export function pick(object: JsonObject, key: string): unknown {
	if (Object.hasOwn(object, key)) return object[key];
	const wanted = key.toLowerCase();
	const found = Object.keys(object).find((name) => name.toLowerCase() === wanted);
	return found === undefined ? undefined : object[found];
}

export function pickText(object: JsonObject, key: string): string {
	const value = pick(object, key);
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export type Parsed = { ok: true; value: unknown } | { ok: false };

export function parseJson(text: string): Parsed {
	try {
		return { ok: true, value: JSON.parse(text) as unknown };
	} catch {
		return { ok: false };
	}
}

/** LeadSquared puts JSON into JSON as text, perhaps more than once; anything else stays as it is. */
export function parseEmbedded(value: unknown): unknown {
	let inner = value;
	while (typeof inner === 'string') {
		// Without a byte order mark too, which JSON.parse does not take.
		const text = inner.trim();
		const parsed = /^[[{"]/.test(text) ? parseJson(text) : ({ ok: false } as const);
		if (!parsed.ok) return value;
		inner = parsed.value;
	}
	return inner;
}

const longestQuote = 500;

/** A foreign text fit for one line of a message: no control characters, no bulk. */
export function quotable(text: string): string {
	const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
	return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
}
