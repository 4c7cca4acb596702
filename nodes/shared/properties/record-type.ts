/** The parameter in which a person chooses a type of records: from the account's list, or by its code. */
import type { INodeProperties } from 'n8n-workflow';

export const opportunityTypeLabel = 'Opportunity Type';

export const activityTypeLabel = 'Activity Type';

/** Where LeadSquared shows the types, their event codes and their fields. */
export const opportunityTypesPath = 'My Profile > Settings > Opportunities > Opportunity Types';

export const activityTypesPath = 'My Profile > Settings > Leads > Custom Activities & Scores';

interface TypeProperty extends Pick<INodeProperties, 'displayName' | 'name' | 'description'> {
	searchListMethod: string;
	placeholder: string;
	hint: string;
	more?: Partial<INodeProperties>;
}

export function typeProperty({
	displayName,
	name,
	description,
	searchListMethod,
	placeholder,
	hint,
	more = {},
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
				hint,
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
