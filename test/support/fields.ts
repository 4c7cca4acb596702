/** Fields and rules for tests of values. */
import { checkValue } from '../../nodes/shared/fields/check-value';
import type { ValueRules } from '../../nodes/shared/fields/value-rules';
import type { AccountField } from '../../nodes/shared/metadata/field-catalog';
import type { FieldKind } from '../../nodes/shared/metadata/field-kinds';

export function fieldOf(kind: FieldKind, more: Partial<AccountField> = {}): AccountField {
	return {
		schemaName: 'mx_Custom_1',
		displayName: 'One',
		kind,
		options: [],
		isClosed: false,
		isMandatory: false,
		hasDefault: false,
		isWritable: true,
		...more,
	};
}

/** A closed drop-down of these values; a pair is a value and the text that is shown. */
export function listing(
	kind: 'dropdown' | 'multiSelect',
	...options: Array<string | [string, string]>
): AccountField {
	return fieldOf(kind, {
		isClosed: true,
		options: options.map((option) =>
			typeof option === 'string'
				? { value: option, text: option }
				: { value: option[0], text: option[1] },
		),
	});
}

export const rules: ValueRules = {
	timeZone: 'Asia/Kolkata',
	unlistedValues: 'refuse',
	users: {
		ok: true,
		value: [{ id: 'u-1', name: 'Asha', email: 'asha@example.com', isActive: true }],
	},
};

/** What is sent; `empty`; or why it is refused, after an exclamation mark. */
export function sentFor(
	field: AccountField,
	value: unknown,
	more: Partial<ValueRules> = {},
): string {
	const text = checkValue(field, value, { ...rules, ...more });
	if (text.kind === 'text') return text.text;
	return text.kind === 'empty' ? 'empty' : `! ${text.reason}`;
}

/** The advice for a value that is refused. */
export function adviceFor(
	field: AccountField,
	value: unknown,
	more: Partial<ValueRules> = {},
): string {
	const text = checkValue(field, value, { ...rules, ...more });
	if (text.kind !== 'invalid') throw new Error(`the value is taken: ${JSON.stringify(text)}`);
	return text.hint ?? '';
}
