/** The account's users: https://apidocs.leadsquared.com/get-users/. Pure. */
import { isObject, pickText } from '../lib/json';

export interface User {
	id: string;
	name: string;
	email: string;
	/** Whether the user can log in and own records. */
	isActive: boolean;
}

/** The list includes users who were deactivated. */
export function readUsers(body: unknown): readonly User[] | undefined {
	if (!Array.isArray(body)) return undefined;
	return body.filter(isObject).flatMap((entry) => {
		const id = (pickText(entry, 'ID') || pickText(entry, 'UserId')).trim();
		const email = pickText(entry, 'EmailAddress').trim();
		const name = [pickText(entry, 'FirstName'), pickText(entry, 'LastName')].join(' ').trim();
		const isActive = pickText(entry, 'StatusCode').trim() !== inactive;
		return id === '' ? [] : [{ id, email, name: name || email || id, isActive }];
	});
}

const inactive = '1';

/** Emails are compared without regard to letter case. An active user goes before a former one with the same email. */
export function userByEmail(users: readonly User[], email: string): User | undefined {
	const wanted = email.toLowerCase();
	const found = users.filter((user) => user.email.toLowerCase() === wanted);
	return found.find(({ isActive }) => isActive) ?? found[0];
}
