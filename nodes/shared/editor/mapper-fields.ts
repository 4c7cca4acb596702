/** Fields in the form that n8n's resource mapper shows. Pure. */
import type { FieldType, INodePropertyOptions, ResourceMapperField } from 'n8n-workflow';

import { isNeeded, labelOf, type AccountField, type FieldCatalog } from '../metadata/field-catalog';
import type { FieldKind } from '../metadata/field-kinds';
import type { User } from '../metadata/users';

/** The editor's input for each kind; n8n has no special one for the others. */
const inputs: Partial<Record<FieldKind, FieldType>> = {
	number: 'number',
	boolean: 'boolean',
	date: 'dateTime',
	dateTime: 'dateTime',
};

/**
 * @param users empty if they cannot be read; then an ID or email is typed instead
 * @param isNew whether the node creates the record. Only then are mandatory fields required: the editor adds required
 * fields to the mapping, and an update needs only those that change.
 */
export function mapperFields(
	catalog: FieldCatalog,
	users: readonly User[],
	isNew: boolean,
): ResourceMapperField[] {
	return catalog
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
				// n8n considers a schema without these two incomplete.
				readOnly: false,
				removed: false,
				type: options.length > 0 ? 'options' : (inputs[field.kind] ?? 'string'),
				...(options.length > 0 ? { options } : {}),
				// Otherwise the editor would send "false" for a switch that nobody touched.
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
	// The editor's drop-down takes one value; several are entered as text, separated by `;`.
	if (field.kind !== 'dropdown') return [];
	return field.options.map(({ text, value }) => ({ name: text, value }));
}
