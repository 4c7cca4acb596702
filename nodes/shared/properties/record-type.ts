/** The parameter for a type of records: chosen from the account's list, or entered by its code. */
import type { INodeProperties } from 'n8n-workflow';

import { activityTypesPath, opportunityTypesPath } from './where-in-leadsquared';

export const opportunityTypeLabel = 'Opportunity Type';

export const activityTypeLabel = 'Activity Type';

/** @param more what else the node says of it, such as when it is shown */
export function opportunityTypeProperty(
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return typeProperty({
		displayName: opportunityTypeLabel,
		name: 'opportunityType',
		description,
		searchListMethod: 'searchOpportunityTypes',
		placeholder: 'e.g. 12000',
		path: opportunityTypesPath,
		more,
	});
}

/** @param more what else the node says of it, such as when it is shown */
export function activityTypeProperty(
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return typeProperty({
		displayName: activityTypeLabel,
		name: 'activityType',
		description,
		searchListMethod: 'searchActivityTypes',
		placeholder: 'e.g. 201',
		path: activityTypesPath,
		more,
	});
}

interface TypeProperty extends Pick<INodeProperties, 'displayName' | 'name' | 'description'> {
	searchListMethod: string;
	placeholder: string;
	/** Where LeadSquared lists the codes. */
	path: string;
	more: Partial<INodeProperties>;
}

function typeProperty({
	displayName,
	name,
	description,
	searchListMethod,
	placeholder,
	path,
	more,
}: TypeProperty): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder,
				hint: `The event code. To find it, open ${path} in LeadSquared and see the column Code.`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*\\d+\\s*$',
							errorMessage: 'An event code has digits only',
						},
					},
				],
			},
		],
		...more,
	};
}
