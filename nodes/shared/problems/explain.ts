/** What LeadSquared's own complaints mean, where they do not say so. One row each; sources beside them. Pure. */

const rows: Array<{ says: RegExp; means: string }> = [
	{
		// https://apidocs.leadsquared.com/capture-opportunities/
		says: /mx_Custom_19\W.*mandatory/i,
		means:
			"The account asks for a comment with a change of an opportunity's status: give the field mx_Custom_19 (Status Comment) a text",
	},
	{
		says: /Invalid SearchBy value/i,
		means:
			"LeadSquared cannot find leads by the field in 'Match Lead By': choose one that is unique in the account",
	},
	{
		says: /MXDuplicateEntry/i,
		means:
			'Another lead has the same value in a field that must be unique. Find that lead and update it instead',
	},
	{
		says: /MXInvalidEntityReference/i,
		means: 'There is no record with this ID in the account; it may have been deleted or merged',
	},
	{
		says: /Field name : '([^']+)'.*is mandatory/i,
		means: 'The field named above is mandatory in LeadSquared: give it a value',
	},
];

/** undefined where the complaint speaks for itself. */
export function explainComplaint(complaint: string): string | undefined {
	return rows.find(({ says }) => says.test(complaint))?.means;
}
