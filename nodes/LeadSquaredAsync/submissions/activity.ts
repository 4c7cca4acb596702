/** What the two operations that post an activity have in common. */
import { ok } from '../../shared/problems/result';
import { activityTypeLabel } from '../../shared/properties/record-type';
import { activityParameters } from '../labels';
import type { ItemInputs } from './item-inputs';

export interface ActivityDetails {
	/** The event code, digits. */
	typeCode: string;
	note: string | undefined;
	/** UTC, in LeadSquared's format. */
	dateTime: string | undefined;
	skipsDropdownValidation: boolean;
}

export const activityInputs = (item: ItemInputs) => ({
	typeCode: item.typeCode('activityType', activityTypeLabel),
	note: item.note(),
	dateTime: item.dateTime(),
	skipsDropdownValidation: ok(item.option('skipDropdownValidation') === true),
});

export const activityFields = (item: ItemInputs, code: string) =>
	item.recordFields(activityParameters, { kind: 'activity', code });

export function activityBody<Field>(
	{ typeCode, note, dateTime, skipsDropdownValidation }: ActivityDetails,
	fields: readonly Field[],
) {
	return {
		ActivityEvent: Number(typeCode),
		ActivityNote: note,
		ActivityDateTime: dateTime,
		Fields: fields,
		// The name says the opposite of what it does: https://apidocs.leadsquared.com/create-lead-and-activity/.
		...(skipsDropdownValidation ? { ValidateDropDownOptions: true } : {}),
	};
}
