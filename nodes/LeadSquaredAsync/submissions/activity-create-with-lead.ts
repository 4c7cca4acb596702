/** https://apidocs.leadsquared.com/create-a-lead-and-activity-async/. Pure. */
import { activityBody, activityFields, activityInputs, type ActivityDetails } from './activity';
import { toAttribute, withLead } from './lead-details';
import { submission } from './submission';

interface LeadAndActivity extends ActivityDetails {
	searchBy: string;
}

export const activityCreateWithLead = submission<LeadAndActivity>({
	operation: 'activity/createcustom',
	inputs: (item) => ({ searchBy: item.searchBy(false), ...activityInputs(item) }),
	lists: (item, { typeCode }) => ({
		lead: item.leadFields(),
		record: activityFields(item, typeCode),
	}),
	build: ({ searchBy, ...activity }, { lead, record: fields = [] }) =>
		withLead(lead, searchBy, (leadDetails) => ({
			LeadDetails: leadDetails,
			Activity: activityBody(
				activity,
				// Only this operation writes an activity's custom field set with Attribute, as in leads.
				fields.map((entry) => (entry.Fields === undefined ? entry : toAttribute(entry))),
			),
		})),
});
