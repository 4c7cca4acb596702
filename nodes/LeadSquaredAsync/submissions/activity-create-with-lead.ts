/** https://apidocs.leadsquared.com/create-a-lead-and-activity-async/. Pure. */
import type { FieldEntry } from '../../shared/fields/build-fields';
import type { Result } from '../../shared/problems/result';
import type { SubmitRequest } from '../../shared/submit/request';
import { activityBody, type ActivityDetails } from './activity';
import { leadDetails, toAttribute } from './lead-details';

export interface LeadAndActivity extends ActivityDetails {
	searchBy: string;
}

export function createLeadAndActivity(
	activity: LeadAndActivity,
	[leadFields = [], fields = []]: FieldEntry[][],
): Result<SubmitRequest> {
	const lead = leadDetails(leadFields, activity.searchBy);
	if (!lead.ok) return lead;
	const { attributes, record } = lead.value;
	return {
		ok: true,
		value: {
			body: {
				LeadDetails: attributes,
				// This page alone writes a custom field set of an activity with Attribute, as in leads.
				Activity: activityBody(
					activity,
					fields.map((entry) => (entry.Fields === undefined ? entry : toAttribute(entry))),
				),
			},
			...(record === undefined ? {} : { record }),
			outputFields: {},
		},
	};
}
