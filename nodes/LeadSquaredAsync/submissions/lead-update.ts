/** https://apidocs.leadsquared.com/update-a-lead-async/. Pure. */
import type { FieldEntry } from '../../shared/fields/build-fields';
import { ok, type Result } from '../../shared/problems/result';
import type { SubmitRequest } from '../../shared/submit/request';
import { leadAttributes } from './lead-details';
import { submission, type FieldLists } from './submission';

interface LeadUpdate {
	leadId: string;
	/** Without it LeadSquared's automations, webhooks and notifications do not run. */
	postUpdatedLead: boolean;
}

export const leadUpdate = submission<LeadUpdate>({
	operation: 'lead/update',
	inputs: (item) => ({
		leadId: item.leadId(),
		postUpdatedLead: ok(item.flag('postUpdatedLead')),
	}),
	lists: (item) => ({ lead: item.leadFields() }),
	build: updateLead,
});

function updateLead(
	{ leadId, postUpdatedLead }: LeadUpdate,
	{ lead = [] }: FieldLists<FieldEntry[]>,
): Result<SubmitRequest> {
	const attributes = leadAttributes(lead);
	if (!attributes.ok) return attributes;
	return ok({
		body: JSON.stringify(attributes.value),
		query: { leadId, postUpdatedLead: String(postUpdatedLead) },
		record: leadId.toLowerCase(),
		outputFields: { LeadId: leadId },
	});
}
