/**
 * Two activity types of the account, in the shape of
 * https://apidocs.leadsquared.com/get-details-of-activity-type/
 */
import {
	field,
	fieldSet,
	optionSet,
	type FieldMetadata,
	type FieldSpec,
} from './opportunity-types';

export interface ActivityType {
	ID: string;
	Name: string;
	DisplayName: string;
	/** The event code. */
	ActivityEvent: number;
	Fields: FieldMetadata[];
}

function type(ActivityEvent: number, DisplayName: string, specs: FieldSpec[]): ActivityType {
	return {
		ID: `ac710000-0000-4000-8000-${String(ActivityEvent).padStart(12, '0')}`,
		Name: DisplayName,
		DisplayName,
		ActivityEvent,
		Fields: specs.map(field),
	};
}

/** The codes are those of LeadSquared's sample bodies. */
export const activityTypes: readonly ActivityType[] = [
	type(105, 'Demo Requested', [
		['mx_Custom_1', 'Product', 'String', { IsMandatory: true }],
		['mx_Custom_2', 'Wanted On', 'DateTime'],
		...fieldSet('Documents', ['PAN', 'Address Proof']),
	]),
	type(201, 'Phone Conversation', [
		['mx_Custom_1', 'Reference', 'String'],
		[
			'mx_Custom_2',
			'Outcome',
			'SearchableDropdown',
			{ OptionSet: optionSet('Interested', 'Call Back', 'Not Interested') },
		],
		['mx_Custom_3', 'Call Back On', 'DateTime'],
		...fieldSet('Visit', ['Street', 'City']),
		['mx_Custom_5', 'Handled By', 'ActiveUsers'],
		['mx_Custom_10', 'Remark', 'String', { MaxFieldLength: 100 }],
	]),
];

export function activityType(code: number): ActivityType | undefined {
	return activityTypes.find(({ ActivityEvent }) => ActivityEvent === code);
}
