/** https://apidocs.leadsquared.com/update-a-lead-async/. Pure. */
import type { FieldEntry } from '../../shared/fields/build-fields';
import type { Result } from '../../shared/problems/result';
import type { SubmitRequest } from '../../shared/submit/request';
import { leadAttributes } from './lead-details';

export interface LeadUpdate {
	leadId: string;
	/** Without it LeadSquared's automations, webhooks and notifications do not run. */
	postUpdatedLead: boolean;
}

export function updateLead(
	{ leadId, postUpdatedLead }: LeadUpdate,
	[leadFields = []]: FieldEntry[][],
): Result<SubmitRequest> {
	const attributes = leadAttributes(leadFields);
	if (!attributes.ok) return attributes;
	return {
		ok: true,
		value: {
			body: attributes.value,
			query: { leadId, postUpdatedLead: String(postUpdatedLead) },
			record: leadId.toLowerCase(),
			outputFields: { LeadId: leadId },
		},
	};
}
