import type { FieldEntry } from '../shared/fields/build-fields';
import type { WithLists } from '../shared/fields/map-field-lists';
import type { FieldList } from '../shared/fields/read-field-list';
import { badInput } from '../shared/problems/bad-input';
import type { LeadLookup } from './find-opportunity';
import { noteLabel } from './properties';

/** A draft whose fields were checked. */
export type MappedDraft = UpdateDraft & { fields: FieldEntry[] };

export type IdentifiedDraft = MappedDraft & { id: string };

/** What the lookup of a lead does with several opportunities. */
export type SeveralOpportunities = 'latest' | 'refuse';

export interface UpdateDraft extends WithLists {
	opportunity:
		| { kind: 'id'; id: string }
		| { kind: 'lead'; lead: LeadLookup; several: SeveralOpportunities };
	/** The event code; always there for mapped fields. */
	typeCode?: string;
	note?: string;
	lists: { fields: FieldList };
}

export function isEmptyUpdate(fields: readonly FieldEntry[], note: string | undefined): boolean {
	return fields.length === 0 && note === undefined;
}

export function nothingToSend(parameter: string) {
	return badInput(
		parameter,
		`has no value to send, and '${noteLabel}' is empty`,
		"Give at least one field with a value, or a note. To empty a field in LeadSquared, set 'Empty Values' in the options to 'Clear'",
	);
}
