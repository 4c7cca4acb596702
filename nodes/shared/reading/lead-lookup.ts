/** Finds leads by the value of one of their fields. Pure. */
import { indexOf, type AccountField, type FieldCatalog } from '../metadata/field-catalog';
import type { Loaded } from '../transport/reply';
import type { Result } from '../problems/result';

/** A field of leads by its schema name or its display name, in any letter case; LeadSquared takes only its own spelling. */
export function leadFieldNamed(catalog: FieldCatalog, name: string): AccountField | undefined {
	const index = indexOf(catalog);
	const key = name.toLowerCase();
	return index.bySchemaName.get(key) ?? index.byDisplayName.get(key);
}

/** The next field is searched only if the one before finds nothing. */
export async function searchFields<T>(
	fields: readonly string[],
	search: (field: string) => Promise<Loaded<T>>,
	isFound: (value: T) => boolean,
): Promise<Loaded<T>> {
	let nothing: Result<T> | undefined;
	for (const field of fields) {
		const reply = await search(field);
		if (reply === undefined) return undefined;
		if (reply.ok ? isFound(reply.value) : reply.problem.code !== 'notFound') {
			// An account may have made only the first of the fields unique.
			const isNotUnique = !reply.ok && reply.problem.code === 'exception';
			return nothing !== undefined && isNotUnique ? nothing : reply;
		}
		nothing ??= reply;
	}
	return nothing;
}
