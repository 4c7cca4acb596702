/**
 * The account's opportunity types, `OpportunityManagement.svc/GetOpportunityTypes`, and activity types,
 * `ProspectActivity.svc/ActivityTypes.Get`. Neither reply has a page of its own, so all but the code is read
 * leniently. Pure.
 */
import { isObject, pick, pickText } from '../lib/json';

/** A type of opportunities or of activities. */
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
	const list = isObject(body)
		? (pick(body, 'List') ?? Object.values(body).find(Array.isArray))
		: body;
	if (!Array.isArray(list)) return undefined;
	const types = list.filter(isObject).flatMap((entry) => {
		const code = readTypeCode(pickText(entry, codeKey));
		const name = nameKeys.map((key) => pickText(entry, key).trim()).find((text) => text !== '');
		return code === undefined ? [] : [{ code, name: name ?? `Type ${code}` }];
	});
	// A list of which nothing can be read is something else than an account without types.
	return types.length === 0 && list.length > 0 ? undefined : types;
}

/** The event code in a parameter, as text or number, by itself or in a resource locator; undefined when it is none. */
export function readTypeCode(parameter: unknown): string | undefined {
	const value = isObject(parameter) ? parameter.value : parameter;
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	return /^\d+$/.test(text) ? text : undefined;
}
