/**
 * https://apidocs.leadsquared.com/post-a-call-log-async/. The body differs by telephony connector; the fields are
 * those of the generic one (/call-log-api-for-leadsquared-generic-telephony-connector/). Pure.
 */
import { badInput } from '../../shared/items';
import { read, type Reading } from '../../shared/reading';
import type { SubmitRequest } from '../../shared/submit-items';
import { callJsonLabel } from '../labels';

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
