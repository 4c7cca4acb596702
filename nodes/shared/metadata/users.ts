/** The account's users: `UserManagement.svc/Users.Get`, an array of `{ ID, FirstName, LastName, EmailAddress, … }`. */
import { isObject, pickText } from '../lib/json';

export interface User {
	id: string;
	name: string;
	email: string;
}

export function readUsers(body: unknown): readonly User[] | undefined {
	if (!Array.isArray(body)) return undefined;
	return body.filter(isObject).flatMap((entry) => {
		const id = (pickText(entry, 'ID') || pickText(entry, 'UserId')).trim();
		const email = pickText(entry, 'EmailAddress').trim();
		const name = [pickText(entry, 'FirstName'), pickText(entry, 'LastName')].join(' ').trim();
		return id === '' ? [] : [{ id, email, name: name || email || id }];
	});
}

/** Emails are compared without regard to letter case. */
export function userIdOf(users: readonly User[], email: string): string | undefined {
	const wanted = email.toLowerCase();
	return users.find((user) => user.email.toLowerCase() === wanted)?.id;
}
