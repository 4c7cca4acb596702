/**
 * What kind of value a field takes, by the metadata's DataType. LeadSquared does not publish the list: the names
 * below were seen in the metadata of opportunities and leads, and everything else is text.
 */

export type FieldKind =
	| 'text'
	| 'number'
	| 'boolean'
	/** A day without a time. */
	| 'date'
	| 'dateTime'
	| 'dropdown'
	| 'multiSelect'
	/** One of the account's users, by ID. */
	| 'user'
	/** A product, by ID: https://apidocs.leadsquared.com/get-sales-activity-settings/. */
	| 'product'
	| 'phone'
	| 'email'
	| 'url'
	/** A custom field set: its parts are fields of their own. */
	| 'set'
	/** A number that LeadSquared assigns in sequence. */
	| 'autoId'
	/** LeadSquared keeps the file elsewhere, and returns another text than was sent. */
	| 'file';

const dataTypes: Record<Exclude<FieldKind, 'text'>, readonly string[]> = {
	number: ['number', 'decimal', 'integer', 'int', 'float', 'double', 'currency', 'percentage'],
	boolean: ['boolean', 'bool', 'checkbox'],
	date: ['date', 'dateonly'],
	dateTime: ['datetime'],
	dropdown: ['searchabledropdown', 'dropdown', 'select', 'dependentdropdown'],
	multiSelect: ['multiselect', 'multiselectdropdown', 'checkboxlist'],
	user: ['activeusers', 'user', 'users'],
	product: ['product'],
	phone: ['phone', 'mobile', 'phonenumber'],
	email: ['email', 'emailaddress'],
	url: ['url', 'website', 'link'],
	set: ['customobject', 'customfieldset'],
	autoId: ['autoid', 'autonumber'],
	file: ['file', 'files', 'fileupload', 'uploadfile'],
};

const kinds = new Map(
	Object.entries(dataTypes).flatMap(([kind, names]) =>
		names.map((name) => [name, kind as FieldKind] as const),
	),
);

export function fieldKindOf(dataType: string, isMultiSelectDropdown: boolean): FieldKind {
	const kind = kinds.get(dataType.replace(/[^a-z]/gi, '').toLowerCase()) ?? 'text';
	return kind === 'dropdown' && isMultiSelectDropdown ? 'multiSelect' : kind;
}
