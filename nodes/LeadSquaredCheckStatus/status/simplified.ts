/** The fields that most workflows need, at most ten of them, the important ones first. Pure. */
import type { IDataObject } from 'n8n-workflow';

import { isObject, pickText } from '../../shared/lib/json';

/** What LeadSquared changed or created. */
const recordIds = [
	'CreatedOpportunityId',
	'ConflictedOpportunityId',
	'LeadId',
	'ActivityId',
] as const;

/** `Polls` and `WaitedMs` are what another check of a pending request counts on from. */
const others = [
	'Confirmation',
	'StatusReason',
	'Hint',
	'Operation',
	'SubmittedAt',
	'Polls',
	'WaitedMs',
] as const;

/** @param full all that is known of a request, as the node outputs it without Simplify */
export function simplified(full: IDataObject): IDataObject {
	const { RequestId, State, RequestBody } = full;
	const updated = isObject(RequestBody) ? pickText(RequestBody, 'ProspectOpportunityId') : '';
	const ids = recordIds.filter((name) => typeof full[name] === 'string').slice(0, 2);
	const entries = [...ids, ...others].flatMap((name) =>
		name in full ? [[name, full[name]] as const] : [],
	);
	const head = {
		RequestId,
		State,
		...(updated === '' ? {} : { ProspectOpportunityId: updated }),
	};
	return { ...head, ...Object.fromEntries(entries.slice(0, 10 - Object.keys(head).length)) };
}
