/** https://apidocs.leadsquared.com/post-an-activity-on-a-lead-async/. Pure. */
import type { FieldEntry } from '../../shared/fields';
import type { Reading } from '../../shared/reading';
import type { SubmitRequest } from '../../shared/submit-items';

export interface ActivityDetails {
	/** The event code, digits. */
	typeCode: string;
	note: string | undefined;
	/** UTC, as LeadSquared takes it. */
	dateTime: string | undefined;
	skipsDropdownValidation: boolean;
}

export interface ActivityCreation extends ActivityDetails {
	leadId: string;
	relatedOpportunityId: string | undefined;
}

export function createActivity(
	activity: ActivityCreation,
	[fields = []]: FieldEntry[][],
): Reading<SubmitRequest> {
	const { leadId, relatedOpportunityId } = activity;
	return {
		ok: true,
		value: {
			body: {
				RelatedProspectId: leadId,
				...(relatedOpportunityId === undefined
					? {}
					: { RelatedOpportunityId: relatedOpportunityId }),
				...activityBody(activity, fields),
			},
			record: leadId.toLowerCase(),
			shown: { LeadId: leadId },
		},
	};
}

/** What both activity calls say of the activity. */
export function activityBody<Field>(
	{ typeCode, note, dateTime, skipsDropdownValidation }: ActivityDetails,
	fields: readonly Field[],
) {
	return {
		ActivityEvent: Number(typeCode),
		...(note === undefined ? {} : { ActivityNote: note }),
		...(dateTime === undefined ? {} : { ActivityDateTime: dateTime }),
		Fields: fields,
		// The name says the opposite of what it does: https://apidocs.leadsquared.com/create-lead-and-activity/.
		...(skipsDropdownValidation ? { ValidateDropDownOptions: true } : {}),
	};
}
