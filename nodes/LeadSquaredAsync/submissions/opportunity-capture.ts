/** https://apidocs.leadsquared.com/capture-opportunities-async/. Pure. */
import type { FieldEntry } from '../../shared/fields/build-fields';
import { badInput } from '../../shared/problems/bad-input';
import { ok, type Result } from '../../shared/problems/result';
import { opportunityTypeLabel } from '../../shared/properties/record-type';
import type { SubmitRequest } from '../../shared/submit/request';
import { opportunityParameters, overwriteLabel, updateEmptyLabel } from '../labels';
import { withLead } from './lead-details';
import { submission, type FieldLists } from './submission';

/** Flags of the opportunity that third parties use; LeadSquared's own page does not list them. */
const captureFlags = [
	'DoNotChangeOwner',
	'DoNotPostDuplicateActivity',
	'OverwriteFields',
	'UpdateEmptyFields',
] as const;

interface OpportunityCapture {
	searchBy: string;
	/** The event code, digits. */
	typeCode: string;
	note: string | undefined;
	/** UTC, in LeadSquared's format. */
	dateTime: string | undefined;
	flags: ReadonlyArray<(typeof captureFlags)[number]>;
}

export const opportunityCapture = submission<OpportunityCapture>({
	operation: 'opportunity/capture',
	inputs: (item) => ({
		typeCode: item.typeCode('opportunityType', opportunityTypeLabel),
		searchBy: item.searchBy(false),
		note: item.note(),
		dateTime: item.dateTime(),
		flags: ok(captureFlags.filter((flag) => item.option(flag) === true)),
	}),
	lists: (item, { typeCode: code }) => ({
		lead: item.leadFields(),
		record: item.recordFields(opportunityParameters, { kind: 'opportunity', code }),
	}),
	build: captureOpportunity,
});

function captureOpportunity(
	{ searchBy, typeCode, note, dateTime, flags }: OpportunityCapture,
	{ lead, record: fields = [] }: FieldLists<FieldEntry[]>,
): Result<SubmitRequest> {
	if (flags.includes('OverwriteFields') && flags.includes('UpdateEmptyFields')) {
		return badInput(
			overwriteLabel,
			`and '${updateEmptyLabel}' exclude each other: LeadSquared refuses a capture with both`,
			'Switch one of the two off',
		);
	}
	return withLead(lead, searchBy, (leadDetails) => ({
		LeadDetails: leadDetails,
		Opportunity: {
			OpportunityEventCode: Number(typeCode),
			OpportunityNote: note,
			OpportunityDateTime: dateTime,
			Fields: fields,
			...Object.fromEntries(flags.map((flag) => [flag, true])),
		},
	}));
}
