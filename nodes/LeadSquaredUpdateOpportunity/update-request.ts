/** The body of an update, and the request that submits it. Pure. */
import type { FieldEntry } from '../shared/fields/build-fields';
import type { SubmitRequest } from '../shared/submit/request';

/** https://apidocs.leadsquared.com/update-an-opportunity-async/ */
export interface UpdateBody {
	ProspectOpportunityId: string;
	OpportunityNote?: string;
	Fields: FieldEntry[];
}

export function updateRequest(
	id: string,
	note: string | undefined,
	fields: FieldEntry[],
): SubmitRequest {
	return requestOf({
		ProspectOpportunityId: id,
		...(note === undefined ? {} : { OpportunityNote: note }),
		Fields: fields,
	});
}

export function requestOf(body: UpdateBody): SubmitRequest {
	const { ProspectOpportunityId } = body;
	return {
		body: JSON.stringify(body),
		// LeadSquared ignores letter case in IDs.
		record: ProspectOpportunityId.toLowerCase(),
		outputFields: { ProspectOpportunityId },
	};
}
