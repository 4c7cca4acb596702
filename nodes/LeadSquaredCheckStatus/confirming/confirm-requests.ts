/**
 * Confirms completed requests: reads each record that they wrote, once at first, and again while it does not show what
 * was sent. After an update, LeadSquared's own reads return the old values for some seconds.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { isGuid } from '../../shared/lib/guid';
import { parseEmbedded } from '../../shared/lib/json';
import { forEachConcurrently } from '../../shared/lib/lanes';
import { now, pause } from '../../shared/lib/time';
import type { FieldCatalog } from '../../shared/metadata/field-catalog';
import { loadFields, loadUsers, runAgeMs } from '../../shared/metadata/load-metadata';
import type { User } from '../../shared/metadata/users';
import type { ProblemCode } from '../../shared/problems/problems';
import { addHint } from '../../shared/run/hints';
import type { Client } from '../../shared/transport/client';
import { redactDeep } from '../../shared/transport/redact';
import type { Reply } from '../../shared/transport/reply';
import type { TrackedRequest } from '../requests';
import { needsUsers } from './compare';
import {
	confirm,
	notReadable,
	type Confirmation,
	type Snapshot,
	type Verdict,
} from './confirmation';
import { readLead, readOpportunity } from './read-record';
import { writtenBy, type RecordKind, type Written } from './sent';

/** From the moment when the request is known to be completed to the first read, and from each read to the next: in all 16 s. */
const gapsMs = [2_000, 2_000, 4_000, 8_000];

/** Of a refusal that holds for every record of the account. */
const refusesAll: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
	'dayLimit',
	'forbidden',
	'neverLeft',
	'noTls',
	'proxyFailed',
	'redirected',
	'unknownRoute',
	'wrongKeys',
	'wrongRegion',
]);

interface Part {
	request: TrackedRequest;
	written: Written;
}

/** A record as requests of the run name it, with all of them. */
interface Target {
	parts: [Part, ...Part[]];
	/** The same record under its other name: an opportunity has a GUID, and may have an AutoId value. */
	twins: Set<Target>;
	/** When the last of them was seen completed; after a read, when that ended. On a steady clock. */
	sinceMs: number;
	reads: number;
}

export interface Confirming {
	context: IExecuteFunctions;
	client: Client;
	concurrency: number;
	/** No record is read again after this, on a steady clock. */
	untilMs: number;
}

/** Sets `confirmation` on every completed request whose item asks for it. */
export async function confirmRequests(
	requests: readonly TrackedRequest[],
	{ context, client, concurrency, untilMs }: Confirming,
): Promise<void> {
	const asked = requests.filter(isToConfirm);
	if (asked.length === 0) return;
	const targets = targetsOf(asked, client);
	const reading = new Reading(client, targets);
	let open = [...targets.values()].sort((a, b) => a.sinceMs - b.sinceMs);
	for (const gapMs of gapsMs) {
		const again: Target[] = [];
		// A record that was read by its GUID says its AutoId value too, but perhaps not the other way round.
		for (const isById of [true, false]) {
			const some = open.filter(({ parts }) => isGuid(parts[0].written.id) === isById);
			await forEachConcurrently(some, concurrency, async (target) => {
				const dueMs = target.sinceMs + gapMs;
				if (target.reads > 0 && dueMs > untilMs) return true;
				if (!(await pause(dueMs - now(), client.cancel))) return false;
				if (await reading.read(target)) again.push(target);
				return client.cancel?.aborted !== true;
			});
		}
		open = again;
	}
	addConfirmedHint(context, asked);
}

function isToConfirm({ question, found }: TrackedRequest): boolean {
	return question.confirms && found.reading?.state === 'succeeded';
}

/** By kind and name of the record. Requests without a record to read are settled here. */
type Targets = Map<string, Target>;

function targetsOf(asked: readonly TrackedRequest[], client: Client): Targets {
	const targets: Targets = new Map();
	for (const request of asked) {
		const { task } = request.found;
		if (task === undefined) continue;
		// As in the record that is read, where the client hides the keys.
		const requestBody = redactDeep(parseEmbedded(task.requestBody), client.redact);
		const { operation } = request.question;
		const written = writtenBy(operation, { ...task, requestBody }, request.leadId);
		if (written === undefined) continue;
		if ('unreadable' in written) {
			settle(request, { ...notReadable(written.unreadable), reads: 0 });
			continue;
		}
		const key = keyOf(written.record, written.id);
		const known = targets.get(key);
		const part = { request, written };
		if (known === undefined) {
			const { lastMs } = request;
			targets.set(key, { parts: [part], twins: new Set(), sinceMs: lastMs, reads: 0 });
		} else {
			known.parts.push(part);
			known.sinceMs = Math.max(known.sinceMs, request.lastMs);
		}
	}
	return targets;
}

function keyOf(record: RecordKind, name: string): string {
	return `${record} ${name.toLowerCase()}`;
}

function settle(request: TrackedRequest, confirmation: Confirmation): void {
	request.found = { ...request.found, confirmation };
}

/** The reads of a run, and what they share. */
class Reading {
	/** Why no record of the account can be read. */
	private refusal: string | undefined;
	private leadFields: Promise<FieldCatalog | undefined> | undefined;
	private users: Promise<readonly User[] | undefined> | undefined;

	constructor(
		private readonly client: Client,
		private readonly targets: Targets,
	) {}

	/** @returns whether reading the record again may help */
	async read(target: Target): Promise<boolean> {
		if (this.refusal !== undefined) {
			this.fail(target, this.refusal);
			return false;
		}
		const reply = await this.snapshotOf(target.parts[0].written);
		if (reply.kind === 'cancelled') return false;
		target.reads++;
		target.sinceMs = now();
		if (reply.kind === 'accepted') return await this.compare(target, reply.value);
		const { code, message } = reply.problem;
		if (refusesAll.has(code)) this.refusal = message;
		this.fail(target, message);
		return reply.kind !== 'refused';
	}

	private async snapshotOf({ record, id }: Written): Promise<Reply<Snapshot>> {
		const { client } = this;
		if (record === 'opportunity') return await readOpportunity(client, id, client.cancel);
		this.leadFields ??= loadFields(client, { kind: 'lead' }, runAgeMs).then((loaded) =>
			loaded?.ok ? loaded.value : undefined,
		);
		return await readLead(client, id, await this.leadFields, client.cancel);
	}

	private async compare(target: Target, snapshot: Snapshot): Promise<boolean> {
		const { parts, twins, reads } = target;
		this.findTwins(target, snapshot);
		const users = await this.usersFor(parts, snapshot);
		const all = [target, ...twins].flatMap((one) => one.parts);
		let mayChange = false;
		for (const { request, written } of parts) {
			const others = all.flatMap((part) => (part.request === request ? [] : part.written.values));
			const compared = confirm(written.values, snapshot, users, others);
			const confirmation = { ...compared.confirmation, reads };
			settle(request, redactDeep(confirmation, this.client.redact) as Confirmation);
			mayChange ||= compared.mayChange;
		}
		return mayChange;
	}

	private findTwins(target: Target, { names }: Snapshot): void {
		for (const name of names) {
			const twin = this.targets.get(keyOf(target.parts[0].written.record, name));
			if (twin === undefined || twin === target) continue;
			target.twins.add(twin);
			twin.twins.add(target);
		}
	}

	private async usersFor(
		parts: readonly Part[],
		snapshot: Snapshot,
	): Promise<readonly User[] | undefined> {
		const areNeeded = parts.some(({ written }) =>
			written.values.some(({ schemaName, value }) => {
				const field = snapshot.field(schemaName);
				return field !== undefined && needsUsers(value, field);
			}),
		);
		if (!areNeeded) return undefined;
		this.users ??= loadUsers(this.client, runAgeMs).then((loaded) =>
			loaded?.ok ? loaded.value : undefined,
		);
		return await this.users;
	}

	/** A record that was read before keeps what was found then. */
	private fail({ parts, reads }: Target, reason: string): void {
		for (const { request } of parts) {
			const before = request.found.confirmation;
			const kept = before?.verdict === 'notReadable' ? undefined : before;
			settle(request, { ...(kept ?? notReadable(reason)), reads });
		}
	}
}

const words: ReadonlyArray<readonly [Verdict, string]> = [
	['matched', 'matched'],
	['differs', 'differed'],
	['shortened', 'were shortened'],
	['partlyCompared', 'could be compared in part only'],
	['notReadable', 'could not be read'],
];

/** The numbers are items. */
function addConfirmedHint(context: IExecuteFunctions, asked: readonly TrackedRequest[]): void {
	const counts = new Map<Verdict, number>();
	for (const { found, itemIndexes } of asked) {
		if (found.confirmation === undefined) continue;
		const { verdict } = found.confirmation;
		counts.set(verdict, (counts.get(verdict) ?? 0) + itemIndexes.length);
	}
	if (counts.size === 0) return;
	const parts = words.flatMap(([verdict, word]) => {
		const count = counts.get(verdict) ?? 0;
		return count === 0 && verdict !== 'matched' ? [] : [`${count} ${word}`];
	});
	const advice = counts.has('differs')
		? ". See 'Confirmation'. A difference is not a failure: another request, a user or an automation in LeadSquared may have changed the value"
		: '';
	addHint(context, `Confirmed by reading: ${parts.join(', ')}${advice}`);
}
