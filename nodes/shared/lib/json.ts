/** Reads JSON and values of unknown type. */

/** The first key that occurs twice in one object; `JSON.parse` would silently keep the last value. */
export function repeatedKey(json: string): string | undefined {
	const scopes: Array<Set<string>> = [];
	for (let at = 0; at < json.length; at++) {
		const character = json.charAt(at);
		if (character === '{' || character === '[') scopes.push(new Set());
		else if (character === '}' || character === ']') scopes.pop();
		else if (character === '"') {
			const end = stringEnd(json, at);
			if (isFollowedByColon(json, end)) {
				const name = String(JSON.parse(json.slice(at, end)));
				const scope = scopes.at(-1);
				if (scope?.has(name)) return name;
				scope?.add(name);
			}
			at = end - 1;
		}
	}
	return undefined;
}

/** The index after the closing quote. A loop, because a regular expression overflows the stack on megabytes of text. */
function stringEnd(json: string, start: number): number {
	let at = start + 1;
	while (at < json.length && json.charAt(at) !== '"') at += json.charAt(at) === '\\' ? 2 : 1;
	return at + 1;
}

/** What may come next in JSON. */
type Expected = 'value' | 'valueOrEnd' | 'name' | 'nameOrEnd' | 'colon' | 'commaOrEnd';

const simpleValue = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;

/** Where a text that `JSON.parse` refuses stops being JSON; its length if only the end is missing. */
export function jsonFaultAt(text: string): number {
	const scopes: Array<'{' | '['> = [];
	let expected: Expected = 'value';
	let at = 0;
	for (;;) {
		while (/[ \t\r\n]/.test(text.charAt(at))) at++;
		const character = text.charAt(at);
		if (character === '') return at;
		const scope = scopes.at(-1);
		const takesValue = expected === 'value' || expected === 'valueOrEnd';
		const takesName: boolean = expected === 'name' || expected === 'nameOrEnd';
		const mayEnd = expected !== 'value' && expected !== 'name' && expected !== 'colon';
		if (mayEnd && scope !== undefined && character === (scope === '{' ? '}' : ']')) {
			scopes.pop();
			expected = 'commaOrEnd';
			at++;
		} else if (expected === 'commaOrEnd' && scope !== undefined && character === ',') {
			expected = scope === '{' ? 'name' : 'value';
			at++;
		} else if (expected === 'colon' && character === ':') {
			expected = 'value';
			at++;
		} else if ((takesValue || takesName) && character === '"') {
			const end = stringEnd(text, at);
			if (!parseJson(text.slice(at, end)).ok) return end > text.length ? text.length : at;
			expected = takesName ? 'colon' : 'commaOrEnd';
			at = end;
		} else if (takesValue && (character === '{' || character === '[')) {
			scopes.push(character);
			expected = character === '{' ? 'nameOrEnd' : 'valueOrEnd';
			at++;
		} else {
			simpleValue.lastIndex = at;
			const length = takesValue ? (simpleValue.exec(text)?.[0].length ?? 0) : 0;
			if (length === 0) return at;
			expected = 'commaOrEnd';
			at += length;
		}
	}
}

function isFollowedByColon(json: string, from: number): boolean {
	let at = from;
	while (/\s/.test(json.charAt(at))) at++;
	return json.charAt(at) === ':';
}

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

/** Parses JSON that LeadSquared embeds as text in JSON, perhaps more than once. Any other value is returned unchanged. */
export function parseEmbedded(value: unknown): unknown {
	let inner = value;
	while (typeof inner === 'string') {
		// This removes a byte order mark too, which JSON.parse rejects.
		const text = inner.trim();
		const parsed = /^[[{"]/.test(text) ? parseJson(text) : ({ ok: false } as const);
		if (!parsed.ok) return value;
		inner = parsed.value;
	}
	return inner;
}
