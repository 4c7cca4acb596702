/** What decides how a mapped value is read. Pure. */
import type { User } from '../metadata/users';
import { quoted } from '../problems/quote';
import type { Result } from '../problems/result';
import type { DateRules } from './check-date';
import { toText, type TextValue } from './values';

/** What to do with a value that the drop-down does not list. */
export type UnlistedValues = 'refuse' | 'send';

export interface ValueRules extends DateRules {
	unlistedValues: UnlistedValues;
	/** The account's users, or why they could not be read. */
	users: Result<readonly User[]>;
}

/** A date among them is the time that the workflow's clock shows. */
export function oneText(value: unknown, { timeZone }: Pick<ValueRules, 'timeZone'>): TextValue {
	const text = toText(value, timeZone);
	return text.kind === 'invalid' && typeof value === 'object'
		? { ...text, reason: `takes one value; ${quoted(value)} ${text.reason}` }
		: text;
}

/** A list of one is its element, and a list of none is empty: a form gives them for its choices. */
export function single(value: unknown): unknown {
	if (!Array.isArray(value) || value.length > 1) return value;
	return value.length === 0 ? null : (value[0] as unknown);
}
