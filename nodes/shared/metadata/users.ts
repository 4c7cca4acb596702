/** The account's users: https://apidocs.leadsquared.com/get-users/. Pure. */
import { isGuid } from '../lib/guid';
import { isObject, pickText } from '../lib/json';

export interface User {
	id: string;
	name: string;
	email: string;
	/** Whether the user can log in and own records. */
	isActive: boolean;
}

/** The list includes users who were deactivated. @returns undefined if the body is not such a list */
export function readUsers(body: unknown): readonly User[] | undefined {
	if (!Array.isArray(body)) return undefined;
	const users = body.filter(isObject).flatMap((entry) => {
		const id = (pickText(entry, 'ID') || pickText(entry, 'UserId')).trim();
		const email = pickText(entry, 'EmailAddress').trim();
		const name = [pickText(entry, 'FirstName'), pickText(entry, 'LastName')].join(' ').trim();
		const isActive = pickText(entry, 'StatusCode').trim() !== inactive;
		return id === '' ? [] : [{ id, email, name: name || email || id, isActive }];
	});
	return users.length === 0 && body.length > 0 ? undefined : users;
}

const inactive = '1';

/** Emails are compared without regard to letter case. An active user goes before a former one with the same email. */
export function userByEmail(users: readonly User[], email: string): User | undefined {
	const wanted = email.toLowerCase();
	const found = users.filter((user) => user.email.toLowerCase() === wanted);
	return found.find(({ isActive }) => isActive) ?? found[0];
}

/** The IDs of the users that an ID, an email or a name can mean. */
export function usersNamed(text: string, users: readonly User[]): string[] {
	const wanted = text.toLowerCase();
	if (isGuid(text)) return [wanted];
	const byEmail = userByEmail(users, text);
	if (byEmail !== undefined) return [byEmail.id.toLowerCase()];
	return users
		.filter(({ name }) => name.toLowerCase() === wanted)
		.map(({ id }) => id.toLowerCase());
}
