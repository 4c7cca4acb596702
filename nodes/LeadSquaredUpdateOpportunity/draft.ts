/** An update while it is being put together. */
import type { FieldEntry } from '../shared/fields/build-fields';
import type { WithLists } from '../shared/fields/map-field-lists';
import type { FieldList } from '../shared/fields/read-field-list';
import { badInput } from '../shared/problems/bad-input';
import type { LeadLookup } from '../shared/reading/find-opportunity';
import { noteLabel } from './properties';

/** A draft with checked fields. */
export type MappedDraft = UpdateDraft & { fields: FieldEntry[] };

export type IdentifiedDraft = MappedDraft & { id: string };

/** What to do if a lead has several opportunities. */
export type SeveralOpportunities = 'latest' | 'refuse';

export interface UpdateDraft extends WithLists {
	opportunity:
		| { kind: 'id'; id: string }
		| { kind: 'lead'; lead: LeadLookup; several: SeveralOpportunities };
	/** The event code; always present with mapped fields. */
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
		"Enter a value for at least one field, or a note. To empty a field in LeadSquared, set 'Empty Values' in the options to 'Clear'",
	);
}
