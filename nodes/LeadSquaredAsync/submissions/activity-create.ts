/** https://apidocs.leadsquared.com/post-an-activity-on-a-lead-async/. Pure. */
import type { FieldEntry } from '../../shared/fields/build-fields';
import type { Result } from '../../shared/problems/result';
import type { SubmitRequest } from '../../shared/submit/request';
import { activityBody, type ActivityDetails } from './activity';

export interface ActivityCreation extends ActivityDetails {
	leadId: string;
	relatedOpportunityId: string | undefined;
}

export function createActivity(
	activity: ActivityCreation,
	[fields = []]: FieldEntry[][],
): Result<SubmitRequest> {
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
			outputFields: { LeadId: leadId },
		},
	};
}
