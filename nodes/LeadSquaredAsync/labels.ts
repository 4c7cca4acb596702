/** Parameter names as the editor shows them, for descriptions and messages. */
import type { FieldListParameters } from '../shared/properties/field-list';

export const leadFieldsLabel = 'Lead Fields';

export const searchByLabel = 'Match Lead By';

export const leadIdLabel = 'Lead ID';

export const noteLabel = 'Note';

export const dateTimeLabel = 'Date and Time';

export const relatedOpportunityLabel = 'Related Opportunity ID';

export const overwriteLabel = 'Overwrite Fields';

export const updateEmptyLabel = 'Update Empty Fields';

export const callLogUrlLabel = 'Call Log URL';

export const callJsonLabel = 'Call (JSON)';

export const callLabels = {
	Direction: 'Direction',
	SourceNumber: 'Source Number',
	DestinationNumber: 'Destination Number',
	StartTime: 'Start Time',
	EndTime: 'End Time',
	CallDuration: 'Duration',
	Status: 'Call Status',
} as const;

export const leadParameters: FieldListParameters = {
	mode: 'leadFieldsMode',
	mapped: { name: 'mappedLeadFields', label: leadFieldsLabel },
	rows: { name: 'leadFields', label: leadFieldsLabel },
	json: { name: 'leadFieldsJson', label: `${leadFieldsLabel} (JSON)` },
};

export const opportunityParameters = recordParameters('Opportunity Fields');

export const activityParameters = recordParameters('Activity Fields');

function recordParameters(label: string): FieldListParameters {
	return {
		mode: 'fieldsMode',
		mapped: { name: 'mappedFields', label },
		rows: { name: 'fields', label },
		json: { name: 'fieldsJson', label: `${label} (JSON)` },
	};
}

/**
 * Optional fields of a call: as LeadSquared names them, as the editor does, and how they are read: as text, or as what
 * an ID names. A number and an address are read like keys, by which something is reached.
 */
export const optionalCallFields = [
	{ name: 'CallSessionId', label: 'Call Session ID', readAs: 'other' },
	{ name: 'CallerSource', label: 'Caller Source', readAs: 'text' },
	{ name: 'DisplayNumber', label: 'Display Number', readAs: 'key' },
	{ name: 'LeadId', label: 'Lead ID', readAs: 'lead' },
	{ name: 'ResourceURL', label: 'Recording URL', readAs: 'key' },
	{ name: 'Tag', label: 'Tag', readAs: 'text' },
	{ name: 'UserId', label: 'User ID', readAs: 'other' },
] as const;
