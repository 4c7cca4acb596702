/** The account's lead fields in the shape of https://apidocs.leadsquared.com/meta-data/ */

export interface LeadField {
	SchemaName: string;
	DisplayName: string;
	DataType: string;
	IsMandatory: boolean;
	/** Digits, as text. */
	MaxLength: string;
	RenderTypeTextValue: string;
	IsLeadIdentifier: boolean;
	Options?: Array<{ Value: string }>;
	DefaultValue?: string;
	/** A date as old .NET writes it. */
	CreatedOn: string;
}

function field(
	SchemaName: string,
	DisplayName: string,
	DataType: string,
	rest: Partial<LeadField> = {},
): LeadField {
	return {
		SchemaName,
		DisplayName,
		DataType,
		IsMandatory: false,
		MaxLength: '200',
		RenderTypeTextValue: 'TextBox',
		IsLeadIdentifier: false,
		CreatedOn: '/Date(1417453996000+0000)/',
		...rest,
	};
}

const choices = (RenderTypeTextValue: string, ...values: string[]): Partial<LeadField> => ({
	RenderTypeTextValue,
	Options: values.map((Value) => ({ Value })),
});

export const leadFields: readonly LeadField[] = [
	field('ProspectID', 'Lead Id', 'Text', { MaxLength: '36', IsLeadIdentifier: true }),
	field('ProspectAutoId', 'Lead Number', 'AutoId'),
	field('FirstName', 'First Name', 'Text'),
	field('LastName', 'Last Name', 'Text', { IsMandatory: true }),
	field('EmailAddress', 'Email', 'Email', {
		RenderTypeTextValue: 'Email',
		IsLeadIdentifier: true,
	}),
	field('Phone', 'Phone Number', 'Phone', {
		RenderTypeTextValue: 'Phone',
		MaxLength: '20',
		IsLeadIdentifier: true,
	}),
	field('Mobile', 'Mobile Number', 'Phone', {
		RenderTypeTextValue: 'Phone',
		MaxLength: '20',
		IsLeadIdentifier: true,
	}),
	field('ProspectStage', 'Lead Stage', 'Select', choices('Dropdown', 'Prospect', 'Customer')),
	field('Source', 'Lead Source', 'Select', choices('Dropdown', 'Website', 'Referral')),
	field('OwnerId', 'Owner', 'ActiveUsers', { RenderTypeTextValue: 'UserList' }),
	field('mx_City', 'City', 'Text', { MaxLength: '50' }),
	field('mx_Birthday', 'Birthday', 'Date', { RenderTypeTextValue: 'Date' }),
	field('mx_Call_On', 'Call On', 'Date', { RenderTypeTextValue: 'DateTime' }),
	field('mx_Income', 'Monthly Income', 'Number'),
	field('mx_Languages', 'Languages', 'Select', choices('MultiSelect', 'English', 'Hindi', 'Tamil')),
	field('mx_Consent', 'Consent', 'Boolean', { RenderTypeTextValue: 'Checkbox' }),
	field('mx_Customer_Number', 'Customer Number', 'Text', { IsLeadIdentifier: true }),
	field('mx_KYC', 'KYC', 'CustomObject'),
	field('CreatedOn', 'Created On', 'Date', { RenderTypeTextValue: 'DateTime' }),
	field('ModifiedOn', 'Modified On', 'Date', { RenderTypeTextValue: 'DateTime' }),
];
