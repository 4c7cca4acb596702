/** Explains complaints of LeadSquared that do not explain themselves. Pure. */

/** By exception code, which stays the same when the wording changes. */
const codes: ReadonlyArray<{ says: string; means: string }> = [
	{
		says: 'MXDuplicateEntryException',
		means:
			"Another lead has the same value in a field that must be unique, such as the phone number. To change that lead instead, choose this field in 'Match Lead By'; to update by Lead ID, use the ID of that lead",
	},
	{
		says: 'MXUnknownAttributeException',
		means:
			'The account has no field with this schema name. Nothing of the record was written, not even the fields that exist',
	},
	{
		says: 'MXInvalidEntityReferenceException',
		means: 'The account has no record with this ID. It may have been deleted or merged',
	},
];

/** By wording, for exceptions that stand for many causes. The first match counts. */
const wordings: ReadonlyArray<{ says: RegExp; means: string }> = [
	{
		// https://apidocs.leadsquared.com/capture-opportunities/
		says: /mx_Custom_19\W.*mandatory/i,
		means:
			"The account requires a comment when an opportunity's status changes: give the field mx_Custom_19 (Status Comment) a value",
	},
	{
		says: /Invalid SearchBy value/i,
		means:
			"LeadSquared cannot find leads by the field in 'Match Lead By': choose one that is unique in the account",
	},
	{
		says: /Field name : '([^']+)'.*is mandatory/i,
		means: 'The field named above is mandatory in LeadSquared: give it a value',
	},
];

/** A Map, so that no word of a complaint can match a property such as `constructor`. */
const meaningOf = new Map(codes.map(({ says, means }) => [says, means]));

/** @returns undefined if the complaint explains itself */
export function explainComplaint(complaint: string): string | undefined {
	for (const [name] of complaint.matchAll(/\bMX\w+/g)) {
		// Also without the ending `Exception`.
		const meaning = meaningOf.get(name) ?? meaningOf.get(`${name}Exception`);
		if (meaning !== undefined) return meaning;
	}
	return wordings.find(({ says }) => says.test(complaint))?.means;
}
