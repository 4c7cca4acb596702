/** Checks a value against its field: the text that LeadSquared takes, or what is wrong with it. Pure. */
import { trimBlanks } from '../lib/blanks';
import { booleanOf } from '../lib/booleans';
import { isGuid } from '../lib/guid';
import type { AccountField } from '../metadata/field-catalog';
import { userByEmail } from '../metadata/users';
import { quoted } from '../problems/quote';
import { checkNumber } from './check-amount';
import { checkChoice, checkChoices } from './check-choice';
import { checkDate } from './check-date';
import { oneText, single, type ValueRules } from './value-rules';
import { invalid, isEmpty, refuseLost, toId, type TextValue } from './values';

export function checkValue(field: AccountField, given: unknown, rules: ValueRules): TextValue {
	const value = field.kind === 'multiSelect' ? given : single(given);
	if (isEmpty(value)) return { kind: 'empty' };
	switch (field.kind) {
		case 'number':
			return checkNumber(value);
		case 'boolean':
			return checkBoolean(value);
		case 'date':
		case 'dateTime':
			return checkDate(value, field.kind, rules);
		case 'dropdown':
			return checkChoice(field, value, rules);
		case 'multiSelect':
			return checkChoices(field, value, rules);
		case 'user':
			return checkUser(toId(value), rules);
		case 'product':
			return checkProduct(toId(value), rules);
		case 'phone':
		case 'email':
		case 'url':
			return checkText(reachable(oneText(value, rules)), field.maxLength);
		default:
			return checkText(oneText(value, rules), field.maxLength);
	}
}

/** By what a person or a page is reached. In a text, "Null" may be a name, and 9E+09 a code. */
function reachable(text: TextValue): TextValue {
	if (text.kind !== 'text') return text;
	const trimmed = trimBlanks(text.text);
	return refuseLost(trimmed) ?? { kind: 'text', text: trimmed };
}

function checkText(text: TextValue, maxLength: number | undefined): TextValue {
	if (text.kind !== 'text' || maxLength === undefined || text.text.length <= maxLength) return text;
	return invalid(
		`takes at most ${maxLength} characters; ${quoted(text.text)} has ${text.text.length}`,
		`Shorten the text, for example with {{ $json.text.slice(0, ${maxLength}) }}`,
	);
}

function checkBoolean(value: unknown): TextValue {
	const meaning = booleanOf(value);
	return meaning === undefined
		? invalid(`must be true or false; ${quoted(value)} is neither`, 'Enter true or false')
		: { kind: 'text', text: String(meaning) };
}

function checkProduct(text: TextValue, { unlistedValues }: ValueRules): TextValue {
	if (text.kind !== 'text' || isGuid(text.text) || unlistedValues === 'send') return text;
	return invalid(
		`must be the ID of a product, a GUID; ${quoted(text.text)} is not`,
		"Enter the product's ID as LeadSquared's products list has it, not its name. To send it anyway, set 'Unlisted Drop-Down Values' in the options to 'Send As It Is'",
	);
}

function checkUser(text: TextValue, { users, unlistedValues }: ValueRules): TextValue {
	if (text.kind !== 'text') return text;
	const wanted = text.text;
	// The list of users may be incomplete, so any ID is accepted.
	if (!wanted.includes('@')) {
		return isGuid(wanted) || unlistedValues === 'send'
			? { kind: 'text', text: wanted }
			: invalid(
					`must be a LeadSquared user; ${quoted(wanted)} is neither a user ID nor an email`,
					"Choose a user from the list, or enter the user's ID or email",
				);
	}
	const user = users.ok ? userByEmail(users.value, wanted) : undefined;
	if (user?.isActive) return { kind: 'text', text: user.id };
	if (unlistedValues === 'send') return { kind: 'text', text: wanted };
	if (user !== undefined) {
		return invalid(
			`must be an active LeadSquared user; the user with the email ${quoted(wanted)} is inactive`,
			`Choose an active user. If this one is really meant, enter the user's ID: ${user.id}`,
		);
	}
	return users.ok
		? invalid(
				`must be a LeadSquared user; the account has no user with the email ${quoted(wanted)}`,
				"Check the email, or enter the user's ID",
			)
		: invalid(
				`must be a LeadSquared user; the ID of ${quoted(wanted)} could not be looked up: ${users.problem.message}`,
				"Enter the user's ID instead of the email",
			);
}

/** Whether checking this value needs the list of users. */
export function needsUsers(field: AccountField, value: unknown): boolean {
	const one = single(value);
	return field.kind === 'user' && typeof one === 'string' && one.includes('@');
}
