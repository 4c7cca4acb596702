/**
 * https://apidocs.leadsquared.com/post-a-call-log-async/. The body differs by telephony connector; the fields are
 * those of the generic one (/call-log-api-for-leadsquared-generic-telephony-connector/). Pure.
 */
import { badInput } from '../../shared/problems/bad-input';
import { ok, allOk, type Result } from '../../shared/problems/result';
import type { SubmitRequest } from '../../shared/submit/request';
import { callJsonLabel, callLabels, optionalCallFields } from '../labels';
import type { ItemInputs } from './item-inputs';

export interface CallFields {
	Direction: string;
	SourceNumber: string;
	DestinationNumber: string;
	/** UTC, as LeadSquared takes it. */
	StartTime: string | undefined;
	EndTime: string | undefined;
	/** Seconds. */
	CallDuration: number;
	Status: string;
}

export interface CallLog {
	/** What the address of the account's connector ends with. */
	connectorPath: string;
	/** Fields without a value are left out. */
	call: object;
}

export function logCall({ connectorPath, call }: CallLog): Result<SubmitRequest> {
	const body = Object.fromEntries(Object.entries(call).filter(([, value]) => value !== undefined));
	if (Object.keys(body).length === 0) return badInput(callJsonLabel, 'has no value to send');
	return ok({
		body,
		privatePath: connectorPath,
		outputFields: {},
	});
}

export function callFields(item: ItemInputs): Result<CallFields> {
	const fields = allOk<CallFields>({
		Direction: item.text('direction', callLabels.Direction),
		SourceNumber: item.text('sourceNumber', callLabels.SourceNumber),
		DestinationNumber: item.text('destinationNumber', callLabels.DestinationNumber),
		StartTime: item.dateTime('startTime', callLabels.StartTime),
		EndTime: item.dateTime('endTime', callLabels.EndTime),
		CallDuration: item.seconds('duration', callLabels.CallDuration),
		Status: item.text('callStatus', callLabels.Status),
	});
	const more = allOk<Record<string, string | undefined>>(
		Object.fromEntries(
			optionalCallFields.map(({ name, label }) => [
				name,
				item.optionalOf('additionalFields', name, label),
			]),
		),
	);
	if (!fields.ok) return fields;
	return more.ok ? ok({ ...fields.value, ...more.value }) : more;
}
