/** The form of LeadSquared's IDs of records. */
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
	return guid.test(text);
}

/**
 * Whether the two are IDs of different records. Where one of them is no GUID, nothing is known: an opportunity may also be
 * named by its AutoId value, and a user by an email.
 */
export function isOtherId(id: string, asked: string): boolean {
	return isGuid(id) && isGuid(asked) && id.toLowerCase() !== asked.toLowerCase();
}
