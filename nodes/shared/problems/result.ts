/** A value read from user input or from a reply, or what is wrong with it. */
import type { Problem } from './problems';

export type Result<T, E = Problem> = { ok: true; value: T } | { ok: false; problem: E };

export function ok<T>(value: T): { ok: true; value: T } {
	return { ok: true, value };
}

/** All values together, or the first problem. */
export function allOk<T extends object>(parts: { [K in keyof T]: Result<T[K]> }): Result<T> {
	const values: Partial<T> = {};
	for (const key of Object.keys(parts) as Array<keyof T>) {
		const part = parts[key];
		if (!part.ok) return part;
		values[key] = part.value;
	}
	return { ok: true, value: values as T };
}
