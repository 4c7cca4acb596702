/**
 * Three opportunity types with their metadata in the documented shape:
 * https://apidocs.leadsquared.com/get-metadata-of-an-opportunity-type/
 */

import { list, parseJson, text } from './narrow';

/** One entry of GetOpportunityTypeMetadata's `Fields`. */
export interface FieldMetadata {
	SchemaName: string;
	InternalName: string;
	DisplayName: string;
	Value: string | null;
	DataType: string;
	IsMandatory: boolean;
	ShowInForm: boolean;
	Sequence: number;
	ParentField: string;
	/** JSON text, or ''. */
	OptionSet: string;
	DependentOptionSet: string;
	IsDefault: boolean;
	IsReadOnly: boolean;
	RenderType: string;
	IsMultiSelectDropdown: boolean;
	IncludeOthersOption: boolean;
	BehaviorOnMissingDropdownOption: number;
	IsOthersValue: boolean;
	InternalSchemaName: string;
	CustomObjectType: number;
	MaxFieldLength: number;
}

export interface OpportunityType {
	AllowAttachments: boolean;
	CanDelete: boolean;
	Description: string;
	DisplayName: string;
	EventCode: number;
	Fields: FieldMetadata[];
}

export type FieldSpec = [
	schemaName: string,
	displayName: string,
	dataType: string,
	rest?: Partial<FieldMetadata>,
];

/** The documented OptionSet: JSON text whose `Text` may be empty; `Value` is what counts. */
export function optionSet(...values: string[]): string {
	return JSON.stringify(
		values.map((Value, Order) => ({
			IsDefault: Order === 0,
			Text: '',
			Value,
			CanDelete: Order === 0 ? 0 : 1,
			Order,
		})),
	);
}

export function field(
	[SchemaName, DisplayName, DataType, rest]: FieldSpec,
	index: number,
): FieldMetadata {
	return {
		SchemaName,
		InternalName: SchemaName,
		DisplayName,
		Value: null,
		DataType,
		IsMandatory: false,
		ShowInForm: true,
		Sequence: index + 1,
		ParentField: '',
		OptionSet: '',
		DependentOptionSet: '',
		IsDefault: false,
		IsReadOnly: false,
		RenderType: '',
		IsMultiSelectDropdown: false,
		IncludeOthersOption: false,
		BehaviorOnMissingDropdownOption: 0,
		IsOthersValue: false,
		InternalSchemaName: '',
		CustomObjectType: 2,
		MaxFieldLength: 200,
		...rest,
	};
}

const mandatory = { IsMandatory: true, IsDefault: true };
const system = { IsReadOnly: true, IsDefault: true, ShowInForm: false };

/** The default fields of a type (REFERENCE.md, 12), between the native fields and the system fields. */
function commonFields(stages: string[], own: FieldSpec[]): FieldMetadata[] {
	const specs: FieldSpec[] = [
		['ActivityEvent_Note', 'Notes', 'String', { IsDefault: true }],
		[
			'Status',
			'Status',
			'SearchableDropdown',
			{ ...mandatory, OptionSet: optionSet('Open', 'Won', 'Lost') },
		],
		['Owner', 'Owner', 'ActiveUsers', mandatory],
		['mx_Custom_1', 'Opportunity Name', 'String', mandatory],
		[
			'mx_Custom_2',
			'Stage',
			'SearchableDropdown',
			{ ...mandatory, ParentField: 'Status', OptionSet: optionSet(...stages) },
		],
		// A dropdown whose options LeadSquared does not hand out, as seen on a real account.
		['mx_Custom_3', 'Source', 'SearchableDropdown'],
		['mx_Custom_5', 'Description', 'String', { MaxFieldLength: 2000 }],
		['mx_Custom_6', 'Expected Deal Size', 'Number'],
		['mx_Custom_7', 'Actual Deal Size', 'Number'],
		['mx_Custom_8', 'Expected Closure Date', 'DateTime'],
		['mx_Custom_9', 'Actual Closure Date', 'DateTime'],
		...own,
		['CreatedOn', 'Created On', 'DateTime', system],
		['ModifiedOn', 'Modified On', 'DateTime', system],
		['CreatedBy', 'Created By', 'ActiveUsers', system],
		['ModifiedBy', 'Modified By', 'ActiveUsers', system],
	];
	return specs.map(field);
}

/**
 * A custom field set and its parts. The metadata names a part by its path:
 * https://apidocs.leadsquared.com/opportunity-advanced-search/
 */
export function fieldSet(displayName: string, parts: string[]): FieldSpec[] {
	return [
		['mx_Custom_4', displayName, 'CustomObject', { CustomObjectType: 1 }],
		...parts.map(
			(part, index): FieldSpec => [
				`mx_Custom_4~mx_CustomObject_${index + 1}`,
				part,
				'String',
				{ ParentField: 'mx_Custom_4', InternalSchemaName: `mx_CustomObject_${index + 1}` },
			],
		),
	];
}

function type(EventCode: number, DisplayName: string, Fields: FieldMetadata[]): OpportunityType {
	return {
		AllowAttachments: false,
		CanDelete: false,
		Description: `${DisplayName} of the sandbox account`,
		DisplayName,
		EventCode,
		Fields,
	};
}

/** A field of every kind, each with its pitfall, and more than a list of 100 holds. */
function everyKind(): FieldSpec[] {
	return [
		['mx_Custom_20', 'Interest Rate', 'Decimal'],
		['mx_Custom_21', 'Documents Complete', 'Boolean'],
		['mx_Custom_22', 'Date of Birth', 'Date'],
		['mx_Custom_23', 'Phone of Guarantor', 'Phone', { MaxFieldLength: 20 }],
		['mx_Custom_24', 'Email of Guarantor', 'Email'],
		['mx_Custom_25', 'Listing', 'Website'],
		['mx_Custom_26', 'Relationship Manager', 'ActiveUsers'],
		[
			'mx_Custom_27',
			'Documents Received',
			'SearchableDropdown',
			{
				IsMultiSelectDropdown: true,
				MaxFieldLength: 2000,
				OptionSet: optionSet('PAN', 'Aadhaar', 'Form 16'),
			},
		],
		// What the user reads is not what LeadSquared takes.
		[
			'mx_Custom_28',
			'Priority',
			'Dropdown',
			{
				OptionSet: JSON.stringify([
					{ Text: 'Low', Value: 'P3', Order: 2 },
					{ Text: 'High', Value: 'P1', Order: 0 },
					{ Text: 'Medium', Value: 'P2', Order: 1 },
				]),
			},
		],
		// Options that depend on the Status, in a shape that no page describes.
		[
			'mx_Custom_29',
			'Reason',
			'SearchableDropdown',
			{
				ParentField: 'Status',
				DependentOptionSet: JSON.stringify([
					{ Value: 'Won', Options: [{ Text: '', Value: 'Price' }] },
					{ Value: 'Lost', Options: [{ Text: '', Value: 'Competitor' }] },
				]),
			},
		],
		['mx_Custom_30', 'Broken Options', 'SearchableDropdown', { OptionSet: '[{"Value":"A"' }],
		[
			'mx_Custom_31',
			'Channel',
			'SearchableDropdown',
			{ IncludeOthersOption: true, OptionSet: optionSet('Web', 'Branch') },
		],
		// An unknown DataType is text.
		['mx_Custom_32', 'Place', 'GeoLocation'],
		// Two fields with one display name.
		['mx_Custom_33', 'Remarks', 'String'],
		['mx_Custom_34', 'Remarks', 'String'],
		['mx_Custom_35', 'Score', 'Number', { IsReadOnly: true }],
		// The ~ is written as its code, as in some replies.
		['mx_Custom_36', 'Co-Applicant', 'CustomObject', { CustomObjectType: 1 }],
		['mx_Custom_36x007Emx_CustomObject_1', 'Income', 'Number', { ParentField: 'mx_Custom_36' }],
		['mx_Custom_36x007Emx_CustomObject_2', 'Since', 'DateTime', { ParentField: 'mx_Custom_36' }],
		...Array.from(
			{ length: 100 },
			(_, index): FieldSpec => [`mx_Custom_${40 + index}`, `Extra ${index + 1}`, 'String'],
		),
	];
}

export const opportunityTypes: readonly OpportunityType[] = [
	type(
		12000,
		'Home Loan',
		commonFields(
			['Prospecting', 'Documents Collected', 'Sanctioned', 'Disbursed', 'Invalid/ Junk'],
			[
				...fieldSet('Property', ['Builder', 'Project', 'PIN Code']),
				[
					'mx_Custom_10',
					'Product',
					'SearchableDropdown',
					{ OptionSet: optionSet('Purchase', 'Balance Transfer', 'Top-up, Renovation') },
				],
				['mx_Custom_11', 'Loan Account Number', 'String', { MaxFieldLength: 20 }],
				['mx_Custom_12', 'Loan Id', 'AutoId', { IsReadOnly: true }],
				['mx_Custom_19', 'Status Comment', 'String'],
			],
		),
	),
	type(
		12001,
		'Admission',
		commonFields(
			['Enquiry', 'Applied', 'Offer Made', 'Enrolled', 'Dropped'],
			[
				...fieldSet('Guardian', ['Guardian Name', 'Guardian Phone']),
				[
					'mx_Custom_10',
					'Programme',
					'SearchableDropdown',
					{ OptionSet: optionSet('B.Tech', 'MBA', 'M.Sc. (Data Science)') },
				],
				['mx_Custom_11', 'Entrance Score', 'Number'],
				['mx_Custom_12', 'Application Id', 'AutoId', { IsReadOnly: true }],
			],
		),
	),
	withTraps(
		type(
			12002,
			'Everything',
			commonFields(
				['Open', 'Closed'],
				[...fieldSet('Property', ['Builder', 'Project', 'PIN Code']), ...everyKind()],
			),
		),
	),
];

/** Fields that only Sequence puts in order, and a system field that is not marked as read-only. */
function withTraps(whole: OpportunityType): OpportunityType {
	const fields = whole.Fields.map((one) => ({
		...one,
		IsReadOnly: one.SchemaName === 'ModifiedBy' ? false : one.IsReadOnly,
	}));
	return { ...whole, Fields: fields.reverse() };
}

/** How a body names the field: a part of a custom field set by its path with ~. */
export const pathOf = ({ SchemaName }: FieldMetadata): string => SchemaName.replace('x007E', '~');

export function opportunityType(eventCode: number): OpportunityType | undefined {
	return opportunityTypes.find((candidate) => candidate.EventCode === eventCode);
}

/** The values a dropdown accepts, or undefined if the metadata does not list them. */
export function allowedValues(metadata: FieldMetadata): string[] | undefined {
	const isDropdown = ['SearchableDropdown', 'Dropdown'].includes(metadata.DataType);
	const options = isDropdown ? list(parseJson(metadata.OptionSet)) : [];
	if (options.length === 0 || metadata.IncludeOthersOption) return undefined;
	return options.map((option) => text(option, 'Value'));
}
