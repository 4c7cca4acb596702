/** https://apidocs.leadsquared.com/capture-leads-async/. Pure. */
import type { FieldEntry } from '../../shared/fields/build-fields';
import type { Result } from '../../shared/problems/result';
import type { SubmitRequest } from '../../shared/submit/request';
import { leadDetails } from './lead-details';

export interface LeadCapture {
	searchBy: string;
}

export function captureLead(
	{ searchBy }: LeadCapture,
	[leadFields = []]: FieldEntry[][],
): Result<SubmitRequest> {
	const lead = leadDetails(leadFields, searchBy);
	if (!lead.ok) return lead;
	const { attributes, record } = lead.value;
	return {
		ok: true,
		value: { body: attributes, ...(record === undefined ? {} : { record }), outputFields: {} },
	};
}
