/** Changes by users whom the workflow is to ignore: without that, a workflow that writes starts itself. Pure. */
import { isGuid } from '../../shared/lib/guid';
import type { User } from '../../shared/metadata/users';

const plain = (text: string) => text.trim().toLowerCase();

/** Whether only the account's list of users can tell: one side has an ID, the other a name or an email. */
export function needsUsers(doneBy: readonly string[], ignored: readonly string[]): boolean {
	if (doneBy.length === 0 || ignored.length === 0 || isIgnored(doneBy, ignored, [])) return false;
	return ![...doneBy, ...ignored].every(isGuid);
}

/**
 * @param doneBy one user, as LeadSquared names them: ID, email, name
 * @param ignored users, by ID, email or name
 */
export function isIgnored(
	doneBy: readonly string[],
	ignored: readonly string[],
	users: readonly User[],
): boolean {
	const names = new Set(ignored.map(plain));
	const signsOf = ({ id, email, name }: User) => [id, email, name].map(plain);
	const isMeant = (user: User) =>
		signsOf(user).some((text) => text !== '' && ignored.map(plain).includes(text));
	// A name that somebody else has too does not say who it was: better once too often than lost.
	const ofOthers = new Set(users.filter((user) => !isMeant(user)).flatMap(signsOf));
	for (const text of users.filter(isMeant).flatMap(signsOf)) {
		if (text !== '' && !ofOthers.has(text)) names.add(text);
	}
	return doneBy.some((name) => names.has(plain(name)));
}
