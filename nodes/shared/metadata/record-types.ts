/**
 * The account's opportunity types, `OpportunityManagement.svc/GetOpportunityTypes`, and activity types,
 * `ProspectActivity.svc/ActivityTypes.Get`. Neither reply is documented, so everything but the code is read
 * leniently. Pure.
 */
import { tidied } from '../lib/blanks';
import { isObject, pick, pickText } from '../lib/json';

/** An opportunity type or an activity type. */
export interface RecordType {
	/** The event code, digits. */
	code: string;
	name: string;
}

export function readOpportunityTypes(body: unknown): readonly RecordType[] | undefined {
	return readTypes(body, 'EventCode', ['DisplayName', 'Name', 'EventName', 'OpportunityName']);
}

export function readActivityTypes(body: unknown): readonly RecordType[] | undefined {
	return readTypes(body, 'ActivityEvent', ['DisplayName', 'ActivityEventName', 'Name']);
}

function readTypes(
	body: unknown,
	codeKey: string,
	nameKeys: readonly string[],
): readonly RecordType[] | undefined {
	const usual = isObject(body) ? pick(body, 'List') : body;
	const list = isObject(body) ? (usual ?? Object.values(body).find(Array.isArray)) : body;
	if (!Array.isArray(list)) return undefined;
	const types = list.filter(isObject).flatMap((entry) => {
		const code = readTypeCode(pickText(entry, codeKey));
		const name = nameKeys.map((key) => pickText(entry, key).trim()).find((text) => text !== '');
		return code === undefined ? [] : [{ code, name: name ?? `Type ${code}` }];
	});
	// If nothing in a list can be read, or an empty one has an unknown name, the reply is not a list of types.
	return types.length === 0 && (list.length > 0 || list !== usual) ? undefined : types;
}

/** An event code, as text or number, by itself or in a resource locator; undefined if it is not one. */
export function readTypeCode(parameter: unknown): string | undefined {
	const value = isObject(parameter) ? parameter.value : parameter;
	const isGiven = ['bigint', 'number', 'string'].includes(typeof value);
	const text = isGiven ? tidied(String(value)) : '';
	return /^\d+$/.test(text) ? text : undefined;
}
