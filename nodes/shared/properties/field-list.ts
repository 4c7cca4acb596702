/** The parameters for a list of fields: mapped, by schema name, or as JSON. */
import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

export interface FieldListProperties {
	parameters: FieldListParameters;
	modeLabel: string;
	/** When the parameters are shown; always if undefined. */
	show?: IDisplayOptions['show'];
	mapper: {
		description: string;
		method: string;
		/** The parameter that the fields depend on, and its label; undefined for fields of leads. */
		type: { name: string; label: string } | undefined;
		/** `add` shows mandatory fields from the start, and they cannot be removed; `map` shows none. */
		mode: 'add' | 'map';
	};
	rows: { description: string; schemaNamesMethod: string; schemaName: string; value: string };
	json: { description: string; placeholder: string };
}

export function fieldListProperties(list: FieldListProperties): INodeProperties[] {
	const { parameters, mapper, rows, json, show = {} } = list;
	const dependsOn =
		mapper.type === undefined ? {} : { loadOptionsDependsOn: [`${mapper.type.name}.value`] };
	const only = (mode: string): IDisplayOptions => ({
		show: { ...show, [parameters.mode]: [mode] },
	});
	return [
		{
			displayName: list.modeLabel,
			name: parameters.mode,
			type: 'options',
			noDataExpression: true,
			default: 'mapped',
			options: modes,
			...(list.show === undefined ? {} : { displayOptions: { show } }),
		},
		{
			displayName: parameters.mapped.label,
			name: parameters.mapped.name,
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			required: true,
			description: `${mapper.description} ${howToWriteValues}`,
			displayOptions: only('mapped'),
			typeOptions: {
				...dependsOn,
				resourceMapper: {
					resourceMapperMethod: mapper.method,
					mode: mapper.mode,
					fieldWords: { singular: 'field', plural: 'fields' },
					// The only heading of the mapper in the editor; messages use the same name.
					valuesLabel: parameters.mapped.label,
					// There may be more than a hundred fields, and most users need a few.
					addAllFields: false,
					supportAutoMap: true,
					multiKeyMatch: false,
					// The editor puts its link Retry after these words.
					noFieldsError:
						mapper.type === undefined
							? 'No fields are loaded. Select a credential above, then press'
							: `No fields are loaded. Choose '${mapper.type.label}' above, then press`,
					refreshIncompleteSchemaOnOpen: true,
					// The editor reloads the fields when the type changes, but for another credential only when the node is opened.
					refreshStaleSchemaOnOpen: true,
				},
			},
		},
		{
			displayName: howToWriteValues,
			name: `${parameters.mapped.name}Help`,
			type: 'notice',
			default: '',
			displayOptions: only('mapped'),
		},
		{
			displayName: parameters.rows.label,
			name: parameters.rows.name,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			default: {},
			placeholder: 'Add Field',
			description: rows.description,
			displayOptions: only('manual'),
			options: [
				{
					displayName: 'Field',
					name: 'field',
					values: [
						{
							displayName: 'Schema Name or ID',
							name: 'schemaName',
							type: 'options',
							// Any name can be entered as well: without a chosen type there is no list.
							allowArbitraryValues: true,
							typeOptions: {
								loadOptionsMethod: rows.schemaNamesMethod,
								...dependsOn,
							},
							default: '',
							placeholder: rows.schemaName,
							description:
								'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
							hint: 'You can enter any name. For a part of a custom field set, enter mx_Custom_4~mx_CustomObject_1.',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							placeholder: rows.value,
							description:
								'Text is sent as it is. A date from an expression, and the text that n8n makes of one when it saves it, are sent as UTC in the form that LeadSquared expects.',
						},
					],
				},
			],
		},
		{
			displayName: parameters.json.label,
			name: parameters.json.name,
			type: 'json',
			typeOptions: { rows: 6 },
			default: '{}',
			placeholder: json.placeholder,
			description: json.description,
			displayOptions: only('json'),
		},
	];
}

const modes: INodePropertyOptions[] = [
	{
		name: 'Mapped Fields',
		value: 'mapped',
		description:
			"Choose fields by their names in LeadSquared; values are checked against the account's own field types",
	},
	{
		name: 'Schema Names and Values',
		value: 'manual',
		description: 'Enter each schema name and its value',
	},
	{
		name: 'JSON',
		value: 'json',
		description: 'Enter all fields as one JSON value, for example from an expression',
	},
];

/** How to enter values in a mapper. A model reads it in the description, which the editor does not show: there it is a notice. */
const howToWriteValues =
	"Enter a date as 2026-11-24 or 2026-11-24 18:30 (in the time zone of the workflow; for 24/11/2026 see the option 'Dates Are Written'), a number as plain digits, a drop-down value as listed, several choices separated by ;, and a user as ID or email.";

/** The parameters of one list: their names, and their labels in the editor. */
export interface FieldListParameters {
	mode: string;
	mapped: { name: string; label: string };
	rows: { name: string; label: string };
	json: { name: string; label: string };
}
