/** https://apidocs.leadsquared.com/capture-opportunities-async/. Pure. */
import type { FieldEntry } from '../../shared/fields/build-fields';
import { badInput } from '../../shared/problems/bad-input';
import type { Result } from '../../shared/problems/result';
import type { SubmitRequest } from '../../shared/submit/request';
import { overwriteLabel, updateEmptyLabel } from '../labels';
import { leadDetails } from './lead-details';

/** Flags of the opportunity that third parties use; LeadSquared's own page does not list them. */
export const captureFlags = [
	'DoNotChangeOwner',
	'DoNotPostDuplicateActivity',
	'OverwriteFields',
	'UpdateEmptyFields',
] as const;

export type CaptureFlag = (typeof captureFlags)[number];

export interface OpportunityCapture {
	searchBy: string;
	/** The event code, digits. */
	typeCode: string;
	note: string | undefined;
	/** UTC, as LeadSquared takes it. */
	dateTime: string | undefined;
	flags: ReadonlySet<CaptureFlag>;
}

export function captureOpportunity(
	{ searchBy, typeCode, note, dateTime, flags }: OpportunityCapture,
	[leadFields = [], fields = []]: FieldEntry[][],
): Result<SubmitRequest> {
	if (flags.has('OverwriteFields') && flags.has('UpdateEmptyFields')) {
		return badInput(
			overwriteLabel,
			`and '${updateEmptyLabel}' exclude each other: LeadSquared refuses a capture with both`,
			'Switch one of the two off',
		);
	}
	const lead = leadDetails(leadFields, searchBy);
	if (!lead.ok) return lead;
	const { attributes, record } = lead.value;
	return {
		ok: true,
		value: {
			body: {
				LeadDetails: attributes,
				Opportunity: {
					OpportunityEventCode: Number(typeCode),
					...(note === undefined ? {} : { OpportunityNote: note }),
					...(dateTime === undefined ? {} : { OpportunityDateTime: dateTime }),
					Fields: fields,
					...Object.fromEntries([...flags].map((flag) => [flag, true])),
				},
			},
			...(record === undefined ? {} : { record }),
			outputFields: {},
		},
	};
}
