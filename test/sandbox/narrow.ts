/** Narrowing for JSON of unknown origin. */
export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member if it is a string, else ''. */
export function text(value: unknown, key: string): string {
	const member = isRecord(value) ? value[key] : undefined;
	return typeof member === 'string' ? member : '';
}

export function list(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

export function parseJson(source: string): unknown {
	try {
		return JSON.parse(source) as unknown;
	} catch {
		return undefined;
	}
}
