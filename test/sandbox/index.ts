import { createAccount } from './account';
import { asyncRoutes } from './async-routes';
import { createFaultRules } from './fault-rules';
import { findLeaks, withoutKeys } from './leaks';
import { createQueue } from './queue';
import { leadFields } from './lead-fields';
import { createLimit } from './rate-limit';
import { forbidden, gatewayNotFound, missingToken, rateLimited, refuse } from './replies';
import type { Reply } from './replies';
import { findRoute, isSyncPath } from './route';
import { DEFAULT_QUIRKS } from './rows';
import type { Answer, Route } from './route';
import { listen } from './server';
import { syncRoutes } from './sync-routes';
import type { Keys, RecordedCall, Sandbox, SandboxOptions, WritingQuirks } from './types';
import { createWebhookStore } from './webhooks';
import { DEFAULT_WRITING } from './writing';

export * as faults from './faults';
export { autoId, formerUsers, HOME_LOANS, leadId, opportunityId, user, users } from './seed';
export { activityId, taskId, TRAIL } from './read-seed';
export { activityTypes } from './activity-types';
export { leadFields } from './lead-fields';
export { allowedValues, opportunityType, opportunityTypes } from './opportunity-types';
export { RETRY_LADDER_MS } from './queue';
export { createLimit, limitModels } from './rate-limit';
export type * from './types';

/** Clearly fake, but with characters that URL encoding gets wrong: `$` as in real access keys. */
const fakes = ['u$r-sandbox-access', 'sandbox-secret+/=', 'sandbox-x-api-key'] as const;
export const defaultKeys: Keys = {
	accessKey: fakes[0],
	secretKey: fakes[1],
	apiKey: fakes[2],
};

const uniqueLeadFields = leadFields
	.filter(({ IsLeadIdentifier }) => IsLeadIdentifier)
	.map(({ SchemaName }) => SchemaName);

/** A LeadSquared account on 127.0.0.1: the Async API and the V2 calls that the nodes make. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const now = options.now ?? (() => Date.now());
	const keys = { ...defaultKeys, ...options.keys };
	const { model = 'off', calls: limitCalls = 25, windowMs = 5000 } = options.limit ?? {};
	const { limitStatusCalls = true, unknownRoute = 'missingToken' } = options;

	const writing: WritingQuirks = { automation: undefined, ...DEFAULT_WRITING, ...options.writing };
	const account = createAccount(
		options.opportunities ?? 300,
		options.leads ?? 20,
		{
			duplicateRules: options.duplicateRules ?? false,
			statusComments: options.statusComments ?? false,
		},
		{ ...writing },
	);
	const administrator = options.administrator ?? true;
	const webhooks = createWebhookStore(administrator, now, options.webhooks ?? {});
	const queue = createQueue(account, now, options);
	const rules = createFaultRules(queue.requests);
	const calls: RecordedCall[] = [];
	const leaks: string[] = [];
	let limit = createLimit(model, limitCalls, windowMs);

	const routes: Route[] = [
		...asyncRoutes({ keys, queue, options }),
		...syncRoutes({
			keys,
			account,
			queue,
			now,
			host: () => new URL(server.url).host,
			administrator,
			webhooks,
			keysIn: options.syncKeys ?? 'headersOrQuery',
			opportunityCodes: options.opportunityCodes ?? 'number',
			rowDates: options.rowDates ?? 'plain',
			rowOrder: options.rowOrder ?? 'asAsked',
			unknownLead: options.unknownLead ?? 'empty',
			uniqueLeadFields: options.uniqueLeadFields ?? uniqueLeadFields,
			quirks: { ...DEFAULT_QUIRKS, ...options.reading },
			...(options.wrongRegion === undefined ? {} : { wrongRegion: options.wrongRegion }),
		}),
	];

	/** What AWS API Gateway refuses before LeadSquared sees the call: a wrong key, then an unknown route. */
	function gatewayRefusal(call: RecordedCall, route: Route | undefined): Reply | undefined {
		if (isSyncPath(call.path)) {
			return route ? undefined : refuse(404, 'MXException', 'API not found');
		}
		// The telephony call is also in use with the key as a query parameter (REFERENCE.md, 1).
		const viaQuery = route?.openPath === true ? call.query.xapikey : undefined;
		if ((call.headers['x-api-key'] ?? viaQuery) !== keys.apiKey) return forbidden();
		if (route) return undefined;
		return unknownRoute === 'notFound' ? gatewayNotFound() : missingToken();
	}

	const server = await listen(
		options.port ?? 0,
		now,
		(call, url, delivery) => {
			calls.push(call);
			leaks.push(...findLeaks(call, url, keys));
			const route = findRoute(routes, call.method, call.path);
			const refusal = gatewayRefusal(call, route);

			// One budget for the whole account, sync calls included (REFERENCE.md, 4). It counts
			// faulty calls too: a client's retries must stay within the limit like the rest.
			const counted = !refusal && route && (route.kind !== 'poll' || limitStatusCalls);
			if (counted && !limit.admit(call.at)) {
				call.rejectedByLimit = true;
				return delivery.genuine({ reply: rateLimited(limitCalls, windowMs) });
			}
			const answer = (): Answer =>
				refusal || !route ? { reply: refusal ?? missingToken() } : route.answer(call);
			const fault = rules.take(call);
			if (!fault) return delivery.genuine(answer());
			call.fault = fault.kind;
			return delivery.faulty(fault, answer);
		},
		(call) => options.logLine?.(lineOf(call, keys)),
	);

	return {
		url: server.url,
		keys,
		calls,
		requests: queue.requests,
		opportunities: account.opportunities,
		leads: account.leads,
		webhooks,
		activities: account.activities,
		tasks: account.tasks,
		writing: account.writing,
		leaks,
		inject: rules.inject,
		process: queue.process,
		reset() {
			calls.length = 0;
			leaks.length = 0;
			queue.reset();
			account.reset();
			Object.assign(account.writing, writing);
			webhooks.reset();
			rules.clear();
			limit = createLimit(model, limitCalls, windowMs);
		},
		close: server.close,
	};
}

/** `12:00:00.000 POST /opportunity/update 200`, with the fault or the limit if one applied. */
function lineOf(call: RecordedCall, keys: Keys): string {
	const time = new Date(call.at).toISOString().slice(11, 23);
	const note = call.rejectedByLimit
		? ' (over the limit)'
		: call.fault
			? ` (fault: ${call.fault})`
			: '';
	const result = call.statusCode === 0 ? 'no answer' : String(call.statusCode);
	return withoutKeys(`${time} ${call.method} ${call.path} ${result}${note}`, keys);
}
