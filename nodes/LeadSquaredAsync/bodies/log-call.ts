/**
 * https://apidocs.leadsquared.com/post-a-call-log-async/. The body differs by telephony connector; the fields are
 * those of the generic one (/call-log-api-for-leadsquared-generic-telephony-connector/). Pure.
 */
import { badInput } from '../../shared/items';
import { read, type Reading } from '../../shared/reading';
import type { SubmitRequest } from '../../shared/submit-items';
import { callJsonLabel } from '../labels';

/** Fields that a call need not have: as LeadSquared names them, and as the editor does. */
export const optionalCallFields = [
	{ name: 'CallSessionId', label: 'Call Session ID' },
	{ name: 'CallerSource', label: 'Caller Source' },
	{ name: 'DisplayNumber', label: 'Display Number' },
	{ name: 'LeadId', label: 'Lead ID' },
	{ name: 'ResourceURL', label: 'Recording URL' },
	{ name: 'Tag', label: 'Tag' },
	{ name: 'UserId', label: 'User ID' },
] as const;

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

export function logCall({ connectorPath, call }: CallLog): Reading<SubmitRequest> {
	const body = Object.fromEntries(Object.entries(call).filter(([, value]) => value !== undefined));
	if (Object.keys(body).length === 0) return badInput(callJsonLabel, 'has no value to send');
	return read({
		body,
		privatePath: connectorPath,
		shown: {},
	});
}
