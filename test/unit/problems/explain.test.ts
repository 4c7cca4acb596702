import { explainComplaint } from '../../../nodes/shared/problems/explain';

const duplicate = /Another lead has the same value/;
const noRecord = /no record with this ID/;

test.each<[string, RegExp | undefined]>([
	[
		"MXDuplicateEntryException: A lead with the email 'a@example.com' exists. (HTTP 500)",
		duplicate,
	],
	['MXDuplicateEntry: there already', duplicate],
	['MXDuplicateEntryException: x', /choose this field in 'Match Lead By'/],
	[
		'MXUnknownAttributeException: mx_X',
		/^The account has no field .+ Nothing of the record was written/,
	],
	["MXInvalidEntityReferenceException: Opportunity 'x' does not exist.", noRecord],
	['MXInvalidInputException: Invalid SearchBy value provided', /'Match Lead By'/],
	["Field name : 'mx_Custom_19' of datatype : 'String' is mandatory.", /Status Comment/],
	["Field name : 'mx_Custom_1' of datatype : 'String' is mandatory.", /field named above/],
	// The code decides, whatever the wording.
	["MXDuplicateEntryException: Field name : 'Phone' is mandatory", duplicate],
	['MXSomeOtherException: something', undefined],
	['MXconstructor: toString __proto__ constructor', undefined],
	['', undefined],
])('%s', (complaint, meaning) => {
	const explanation = explainComplaint(complaint);
	if (meaning === undefined) expect(explanation).toBeUndefined();
	else expect(explanation).toMatch(meaning);
});
