/** Fields in the form that n8n's resource mapper shows. Pure. */
import type { FieldType, INodePropertyOptions, ResourceMapperField } from 'n8n-workflow';

import { isNeeded, labelOf, type AccountField, type FieldCatalog } from '../metadata/field-catalog';
import type { FieldKind } from '../metadata/field-kinds';

/** The editor's input for each kind; n8n has no special one for the others. */
const inputs: Partial<Record<FieldKind, FieldType>> = {
	number: 'number',
	date: 'dateTime',
	dateTime: 'dateTime',
};

/**
 * n8n draws its own switch as on while nothing is sent. The values are those that a switch of an older mapping has
 * saved.
 */
const yesAndNo: INodePropertyOptions[] = [
	{ name: 'Yes', value: true },
	{ name: 'No', value: false },
];

/**
 * n8n saves all of this in the workflow, so it holds no names and emails of users: a user is entered by ID or email.
 *
 * @param isNew whether the node creates the record. Only then are mandatory fields required: the editor adds required
 * fields to the mapping, and an update needs only those that change.
 */
export function mapperFields(catalog: FieldCatalog, isNew: boolean): ResourceMapperField[] {
	return catalog
		.filter(({ isWritable }) => isWritable)
		.map((field) => {
			const options = optionsOf(field);
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
			};
		});
}

function optionsOf(field: AccountField): INodePropertyOptions[] {
	if (field.kind === 'boolean') return yesAndNo;
	// The editor's drop-down takes one value; several are entered as text, separated by `;`.
	if (field.kind !== 'dropdown') return [];
	return field.options.map(({ text, value }) => ({ name: text, value }));
}
