/** An update while it is being put together. */
import type { FieldEntry } from '../shared/fields/build-fields';
import type { FieldsOf, WithLists } from '../shared/fields/map-field-lists';
import type { FieldList } from '../shared/fields/read-field-list';
import { badInput } from '../shared/problems/bad-input';
import { ok, type Result } from '../shared/problems/result';
import type { LeadLookup } from '../shared/reading/found-opportunities';
import type { SubmitRequest } from '../shared/submit/request';
import { noteLabel } from './properties';
import { updateRequest } from './update-request';

/** What to do if a lead has several opportunities. */
export type SeveralOpportunities = 'latest' | 'refuse';

/** An opportunity that is still to be found. */
export interface OfLead {
	kind: 'lead';
	lead: LeadLookup;
	several: SeveralOpportunities;
}

export interface UpdateDraft extends WithLists {
	opportunity: { kind: 'id'; id: string } | OfLead;
	/** The event code; always present with mapped fields. */
	typeCode: string | undefined;
	note: string | undefined;
	lists: { fields: FieldList };
}

/** An update with checked fields whose opportunity is still to be found. */
export interface UpdateOfLead {
	opportunity: OfLead;
	typeCode: string | undefined;
	note: string | undefined;
	fields: FieldEntry[];
}

export function withFields(
	{ opportunity, typeCode, note, lists }: UpdateDraft,
	{ fields }: FieldsOf<UpdateDraft['lists']>,
): Result<SubmitRequest | UpdateOfLead> {
	if (isEmptyUpdate(fields, note)) return nothingToSend(lists.fields.label);
	return ok(
		opportunity.kind === 'id'
			? updateRequest(opportunity.id, note, fields)
			: { opportunity, typeCode, note, fields },
	);
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
