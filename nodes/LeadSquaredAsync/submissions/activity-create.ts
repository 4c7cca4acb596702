/** https://apidocs.leadsquared.com/post-an-activity-on-a-lead-async/. Pure. */
import { ok } from '../../shared/problems/result';
import { relatedOpportunityLabel } from '../labels';
import { activityBody, activityFields, activityInputs, type ActivityDetails } from './activity';
import { optionalId } from './item-inputs';
import { submission } from './submission';

interface ActivityCreation extends ActivityDetails {
	leadId: string;
	relatedOpportunityId: string | undefined;
}

export const activityCreate = submission<ActivityCreation>({
	operation: 'activity/create',
	inputs: (item) => ({
		leadId: item.leadId(),
		...activityInputs(item),
		relatedOpportunityId: optionalId(
			item.option('relatedOpportunityId'),
			relatedOpportunityLabel,
			'opportunity',
		),
	}),
	lists: (item, { typeCode }) => ({ record: activityFields(item, typeCode) }),
	build: ({ leadId, relatedOpportunityId, ...activity }, { record: fields = [] }) =>
		ok({
			body: JSON.stringify({
				RelatedProspectId: leadId,
				RelatedOpportunityId: relatedOpportunityId,
				...activityBody(activity, fields),
			}),
			record: leadId.toLowerCase(),
			outputFields: { LeadId: leadId },
		}),
});
