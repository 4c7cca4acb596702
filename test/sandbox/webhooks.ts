import axios from 'axios';
import { isRecord, list, parseJson, text } from './narrow';
import type { Json } from './narrow';
import { ok, refuse, wrongKeys } from './replies';
import type { Reply } from './replies';
import { madeId } from './seed';
import type { Delivered, RecordedCall, Webhook, Webhooks, WebhookOptions } from './types';

/** The account's webhooks: the four calls of Webhook.svc, and what LeadSquared sends to them (REFERENCE.md, 37 to 48). */
export interface WebhookStore extends Webhooks {
	create(call: RecordedCall): Reply;
	retrieve(call: RecordedCall): Reply;
	remove(call: RecordedCall): Reply;
	reset(): void;
}

/** The same for every account. */
const commonNumbers: Record<string, string> = {
	'1': 'Landing_Page_submission',
	'2': 'LeadActivity_Post_Create',
	'3': 'Lead_Post_Create',
	'4': 'Lead_Owner_Change',
	'6': 'Lead_Post_Update',
	'7': 'Task_Create',
	'15': 'LeadActivity_Post_Update',
	'16': 'Task_Complete',
	'26': 'Lead_Field_Change',
};

/** What the page says, and what a live account was seen to do. */
const opportunityNumbers: Record<NonNullable<WebhookOptions['numbers']>, Record<string, string>> = {
	live: {
		'29': 'Opportunity_Post_Create',
		'30': 'Opportunity_Post_Update',
		'31': 'Opportunity_Post_Delete',
		'32': 'OpportunityField_Post_Update',
	},
	documented: {
		'31': 'Opportunity_Post_Create',
		'32': 'Opportunity_Post_Update',
		'33': 'OpportunityField_Post_Update',
		'35': 'Opportunity_Post_Delete',
	},
};

/** Answers in a row that are not 200, after which LeadSquared switches a webhook off. */
const failuresUntilOff = 10;

const invalid = (message: string): Reply => refuse(500, 'MXInvalidDataTypeException', message);

export function createWebhookStore(
	administrator: boolean,
	now: () => number,
	{
		numbers = 'live',
		handshake = 'none',
		sameEvent = 'allowed',
		searchText = 'url',
		idFilter = 'honoured',
		deletedTwice = 'refused',
		visibleAfter = 0,
		lagMs = 0,
		pageCap = Infinity,
		recordCount = true,
		most = Infinity,
	}: WebhookOptions,
): WebhookStore {
	const hooks = new Map<string, Webhook>();
	const eventNames = { ...commonNumbers, ...opportunityNumbers[numbers] };
	let made = 0;
	/** Retrievals that do not show a new webhook yet. */
	const unseen = new Map<string, number>();
	let handshakes: Array<Promise<void>> = [];
	/** For the list: when each webhook was made, and what was deleted when. */
	const madeAt = new Map<string, number>();
	const deleted: Array<{ hook: Webhook; at: number }> = [];

	const refusal = () => (administrator ? undefined : wrongKeys());

	/** The key at the top is what the server reads; `WebhookProperties` is a text. */
	function subjectOf(eventName: string, body: Json): string[] | Reply {
		if (eventName.startsWith('LeadActivity')) {
			const code = text(body, 'ActivityEvent');
			if (code === '') return invalid('You have not passed ActivityEvent.');
			return Number(code) >= 3000 && Number(code) < 4000
				? invalid('ActivityEvent is not valid.')
				: [code];
		}
		if (eventName === 'Lead_Field_Change') {
			const field = text(body, 'ChangedLeadField');
			return field === '' ? invalid('You have not passed ChangedLeadField.') : [field];
		}
		if (eventName.startsWith('Opportunity')) {
			const codes = list(body.OpportunityEvents).map(String);
			if (codes.length === 0) return invalid('You have not passed OpportunityEvents.');
			return eventName.startsWith('OpportunityField')
				? invalid('Opportunity Field value cannot be empty')
				: codes;
		}
		return [];
	}

	function isTaken(eventName: string, subject: string[], url: string): boolean {
		return [...hooks.values()].some(
			(other) =>
				other.eventName === eventName &&
				other.subject.join() === subject.join() &&
				// One field can be watched once in the account; for other events nobody has said.
				(eventName === 'Lead_Field_Change' || (sameEvent === 'refused' && other.url !== url)),
		);
	}

	async function shakeHands(hook: Webhook): Promise<void> {
		if (handshake === 'none') return;
		const { status } = await request(hook, handshake, undefined);
		hook.handshake = status;
		// Without a 200 it is never active.
		if (status !== 200) hook.statusCode = 2;
	}

	async function request(
		hook: Webhook,
		method: 'HEAD' | 'GET' | 'POST',
		payload: unknown,
	): Promise<Delivered> {
		const startedAt = performance.now();
		const { status, data } = await axios
			.request<string>({
				method,
				url: hook.url,
				// LeadSquared is said to add these to the URL.
				params: { entityType: 'webhook', entityId: hook.id, eventType: hook.eventName },
				headers: { 'Content-Type': hook.contentType, ...hook.headers },
				data:
					typeof payload === 'string' || payload === undefined ? payload : JSON.stringify(payload),
				// axios would make JSON of a text that is none.
				transformRequest: (body: unknown) => body,
				transformResponse: (body: string) => body,
				validateStatus: () => true,
				proxy: false,
			})
			// Nobody answers, as while n8n restarts.
			.catch(() => ({ status: 0, data: '' }));
		return {
			webhookId: hook.id,
			status,
			body: parseJson(data) ?? data,
			tookMs: performance.now() - startedAt,
		};
	}

	async function send(hook: Webhook, payload: unknown, attempts: number): Promise<Delivered> {
		let delivered = await request(hook, 'POST', payload);
		for (let attempt = 2; attempt <= attempts && delivered.status !== 200; attempt++) {
			delivered = await request(hook, 'POST', payload);
		}
		hook.failures = delivered.status === 200 ? 0 : hook.failures + 1;
		if (hook.failures >= failuresUntilOff) hook.statusCode = 2;
		return delivered;
	}

	return {
		all: hooks,
		create(call) {
			const refused = refusal();
			if (refused) return refused;
			const body = isRecord(call.body) ? call.body : {};
			if (typeof (body.WebhookProperties ?? '') !== 'string') {
				return refuse(400, 'MXInvalidInputException', 'The request body is malformed.');
			}
			const eventName = eventNames[text(body, 'WebhookEvent')];
			if (eventName === undefined) return invalid('Webhook Event not found');
			const url = text(body, 'URL');
			if (!URL.canParse(url)) return invalid('URL is not valid.');
			const subject = subjectOf(eventName, body);
			if (!Array.isArray(subject)) return subject;
			if (isTaken(eventName, subject, url)) {
				return refuse(500, 'MXDuplicateEntryException', 'A webhook for this event exists already.');
			}
			if (hooks.size >= most) {
				return refuse(500, 'MXInvalidInputException', `At most ${most} webhooks are allowed.`);
			}
			const headers = list(body.CustomHeaders).map((one): [string, string] => [
				text(one, 'Key'),
				text(one, 'Value'),
			]);
			const hook: Webhook = {
				id: madeId(0x3ebb00 + ++made),
				eventNumber: text(body, 'WebhookEvent'),
				eventName,
				subject,
				statusCode: 0,
				url,
				description: text(body, 'Description'),
				properties: text(body, 'WebhookProperties'),
				contentType: text(body, 'ContentType'),
				headers: Object.fromEntries(headers),
				failures: 0,
			};
			hooks.set(hook.id, hook);
			unseen.set(hook.id, visibleAfter);
			madeAt.set(hook.id, now());
			handshakes.push(shakeHands(hook));
			return ok({ Status: 'Success', Message: { Id: hook.id } });
		},
		retrieve(call) {
			const refused = refusal();
			if (refused) return refused;
			const body = isRecord(call.body) ? call.body : {};
			const { Parameter: parameter, Paging: paging } = body;
			if (!isRecord(parameter)) return invalid('Parameter is missing.');
			const wanted = {
				id: idFilter === 'honoured' ? text(parameter, 'WebhookId') : '',
				event: text(parameter, 'WebhookEvent'),
				search: text(parameter, 'SearchText'),
			};
			const since = now() - lagMs;
			const listed = [
				...[...hooks.values()].filter(({ id }) => (madeAt.get(id) ?? 0) <= since),
				...deleted.filter(({ at }) => at > since).map(({ hook }) => hook),
			];
			const found = listed.filter(
				(hook) =>
					(wanted.id === '' || wanted.id === hook.id) &&
					(wanted.event === '' || wanted.event === hook.eventName) &&
					(searchText === 'url' ? hook.url : hook.description).includes(wanted.search),
			);
			const shown = found.filter(({ id }) => {
				const left = unseen.get(id) ?? 0;
				unseen.set(id, left - 1);
				return left <= 0;
			});
			const asked = Number(isRecord(paging) ? paging.PageSize : undefined) || 25;
			const size = Math.min(asked, pageCap);
			const index = Number(isRecord(paging) ? paging.PageIndex : undefined) || 1;
			return ok({
				...(recordCount ? { RecordCount: shown.length } : {}),
				Response: shown.slice((index - 1) * size, index * size).map((hook) => ({
					WebhookId: hook.id,
					EventCode: hook.eventName,
					StatusCode: hook.statusCode,
					URL: hook.url,
					Description: hook.description,
					WebhookProperties: hook.properties,
				})),
			});
		},
		remove(call) {
			const refused = refusal();
			if (refused) return refused;
			const id = call.query.webhookId ?? '';
			const hook = hooks.get(id);
			if (hook !== undefined) deleted.push({ hook, at: now() });
			const isGone = !hooks.delete(id);
			if (isGone && deletedTwice === 'refused') {
				return refuse(500, 'MXInvalidEntityReferenceException', 'Webhook not found');
			}
			return ok({ Status: 'Success' });
		},
		async settled() {
			await Promise.all(handshakes);
		},
		async deliver(hook, payload, { attempts = 1 } = {}) {
			return await send(hook, payload, attempts);
		},
		async fire(eventName, subject, payload, { attempts = 1 } = {}) {
			const listening = [...hooks.values()].filter(
				(hook) =>
					hook.statusCode === 0 &&
					hook.eventName === eventName &&
					(subject === undefined || hook.subject.includes(subject)),
			);
			return await Promise.all(listening.map(async (hook) => await send(hook, payload, attempts)));
		},
		reset() {
			made = 0;
			hooks.clear();
			unseen.clear();
			madeAt.clear();
			deleted.length = 0;
			handshakes = [];
		},
	};
}
