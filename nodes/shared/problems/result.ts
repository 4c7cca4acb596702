/** Something read from what a person gave, or what is wrong with it. */
import type { Problem } from './problems';

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export function ok<T>(value: T): Result<T> {
	return { ok: true, value };
}

/** All parts, or what is wrong with the first that is wrong. */
export function allOk<T extends object>(parts: { [K in keyof T]: Result<T[K]> }): Result<T> {
	const values: Partial<T> = {};
	for (const key of Object.keys(parts) as Array<keyof T>) {
		const part = parts[key];
		if (!part.ok) return part;
		values[key] = part.value;
	}
	return { ok: true, value: values as T };
}
