/** The form of LeadSquared's IDs of records. */
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
	return guid.test(text);
}

/** What .NET writes where there is no ID. */
const noId = /^[0-]+$/;

/**
 * Whether the two are IDs of different records. Where one of them is no GUID, nothing is known: an opportunity may also be
 * named by its AutoId value, and a user by an email.
 */
export function isOtherId(id: string, asked: string): boolean {
	return isGuid(id) && isGuid(asked) && !noId.test(id) && id.toLowerCase() !== asked.toLowerCase();
}
