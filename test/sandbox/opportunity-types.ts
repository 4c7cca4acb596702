/** Two opportunity types with their metadata in the documented shape (reference 13). */

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

type FieldSpec = [
	schemaName: string,
	displayName: string,
	dataType: string,
	rest?: Partial<FieldMetadata>,
];

/** The documented OptionSet: JSON text whose `Text` may be empty; `Value` is what counts. */
function optionSet(...values: string[]): string {
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

function field([SchemaName, DisplayName, DataType, rest]: FieldSpec, index: number): FieldMetadata {
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

/** The default slots 1 to 10 (reference 10), between the native fields and the system fields. */
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

/** A custom field set and its parts; the metadata names a part by its path (reference 10). */
function fieldSet(displayName: string, parts: string[]): FieldSpec[] {
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
];

export function opportunityType(eventCode: number): OpportunityType | undefined {
	return opportunityTypes.find((candidate) => candidate.EventCode === eventCode);
}

/** The values a dropdown accepts, or undefined when the metadata does not tell. */
export function allowedValues(metadata: FieldMetadata): string[] | undefined {
	if (metadata.DataType !== 'SearchableDropdown' || metadata.OptionSet === '') return undefined;
	const options = JSON.parse(metadata.OptionSet) as Array<{ Value: string }>;
	return options.map((option) => option.Value);
}
