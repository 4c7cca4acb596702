/** The fields of an opportunity type as n8n's resource mapper shows them. Pure. */
import type { FieldType, INodePropertyOptions, ResourceMapperField } from 'n8n-workflow';

import { isNeeded, labelOf, type AccountField, type FieldCatalog } from '../metadata/field-catalog';
import type { FieldKind } from '../metadata/field-kinds';
import type { User } from '../metadata/users';

/** The editor's input for each kind; n8n has none of its own for the others. */
const inputs: Partial<Record<FieldKind, FieldType>> = {
	number: 'number',
	boolean: 'boolean',
	date: 'dateTime',
	dateTime: 'dateTime',
};

/**
 * @param users empty where they cannot be read: then a user's ID or email is typed
 * @param isNew whether a record is made, which needs its mandatory fields. The editor shows those at once, and an
 * update, which needs only what changes, would begin with a list of fields that nobody asked for.
 */
export function mapperFields(
	metadata: FieldCatalog,
	users: readonly User[],
	isNew: boolean,
): ResourceMapperField[] {
	return metadata
		.filter(({ isWritable }) => isWritable)
		.map((field) => {
			const options = optionsOf(field, users);
			return {
				id: field.schemaName,
				displayName: labelOf(field),
				required: isNew && isNeeded(field),
				defaultMatch: false,
				canBeUsedToMatch: false,
				display: true,
				// Both must stand there: n8n takes a schema without them for an incomplete one.
				readOnly: false,
				removed: false,
				type: options.length > 0 ? 'options' : (inputs[field.kind] ?? 'string'),
				...(options.length > 0 ? { options } : {}),
				// Or the editor would make a switch that nobody touched a "false" that is sent.
				...(field.kind === 'boolean' ? { defaultValue: null } : {}),
			};
		});
}

function optionsOf(field: AccountField, users: readonly User[]): INodePropertyOptions[] {
	if (field.kind === 'user') {
		return users.map(({ id, name, email }) => ({
			name: email === '' || email === name ? name : `${name} (${email})`,
			value: id,
		}));
	}
	// The editor's drop-down takes one value; several are written with `;` between them.
	if (field.kind !== 'dropdown') return [];
	return field.options.map(({ text, value }) => ({ name: text, value }));
}
