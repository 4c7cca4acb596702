/** Something read from what a person gave, or what is wrong with it. */
import type { Problem } from './problems';

export type Reading<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export function read<T>(value: T): Reading<T> {
	return { ok: true, value };
}

/** All parts, or what is wrong with the first that is wrong. */
export function together<T extends object>(parts: { [K in keyof T]: Reading<T[K]> }): Reading<T> {
	const values: Partial<T> = {};
	for (const key of Object.keys(parts) as Array<keyof T>) {
		const part = parts[key];
		if (!part.ok) return part;
		values[key] = part.value;
	}
	return { ok: true, value: values as T };
}
