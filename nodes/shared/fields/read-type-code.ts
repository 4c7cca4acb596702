/** The event code of an opportunity or activity type, from a parameter. */
import { readTypeCode } from '../metadata/record-types';
import { badInput } from '../problems/bad-input';
import { ok, type Result } from '../problems/result';
import {
	activityTypeLabel,
	activityTypesPath,
	opportunityTypesPath,
} from '../properties/record-type';
import { isEmpty, locatorValue } from './values';

/** @param label the parameter, as the editor shows it */
export function typeCodeOf(parameter: unknown, label: string): Result<string> {
	const code = readTypeCode(parameter);
	if (code !== undefined) return ok(code);
	const path = label === activityTypeLabel ? activityTypesPath : opportunityTypesPath;
	return badInput(
		label,
		isEmpty(locatorValue(parameter)) ? 'is empty' : 'is not an event code',
		`Choose the type from the list, or enter its event code (digits only). To find it, open ${path} in LeadSquared and see the column Code`,
	);
}
