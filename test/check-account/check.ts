/** All questions to the account, in order, each with calls that only read. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { regionNameOf } from '../../nodes/shared/account/account';
import { readQuota } from '../../nodes/shared/limit/quota';
import { isObject, pickText } from '../../nodes/shared/lib/json';
import { AccountUnderTest, type Exchange, type Reads } from './account';
import { checkAsync } from './check-async';
import { checkKeys, Stopped } from './check-keys';
import { checkMetadata } from './check-metadata';
import { checkRecords } from './check-records';
import { found, notSeen, type Finding } from './finding';
import { impersonal } from './words';

export interface Checked {
	findings: Finding[];
	reads: Reads;
	settings: string[];
	/** How many calls were sent. */
	calls: number;
}

export type Outcome =
	| { kind: 'checked'; checked: Checked }
	/** The keys file, the keys or the region are wrong, or LeadSquared cannot be reached. */
	| { kind: 'badFile' | 'refused' | 'unreachable'; message: string };

export interface Options {
	/** Of a request that was sent earlier. */
	requestId?: string;
	/** Calls in 5 seconds. */
	pace: number;
	say: (line: string) => void;
}

export async function checkAccount(
	keys: ICredentialDataDecryptedObject,
	{ requestId, pace, say }: Options,
): Promise<Outcome> {
	const allowed = Number(keys.callsPerWindow ?? 25);
	const opened = await AccountUnderTest.open({ ...keys, callsPerWindow: Math.min(allowed, pace) });
	if (!opened.ok) {
		return { kind: 'badFile', message: `${opened.problem.message}. Correct it in the keys file` };
	}
	return await askAll(opened.value, requestId, say).catch(outcomeOf);
}

function outcomeOf(error: unknown): Outcome {
	if (!(error instanceof Stopped)) throw error;
	return { kind: error.isUnreachable ? 'unreachable' : 'refused', message: error.message };
}

/** Throws `Stopped` if the keys or the region are wrong, or LeadSquared cannot be reached. */
async function askAll(
	account: AccountUnderTest,
	requestId: string | undefined,
	say: Options['say'],
): Promise<Outcome> {
	say('Keys and region');
	const { findings, mayRead, userId } = await checkKeys(account);
	say('The Async API: status and metrics of each operation');
	const { withoutStatus, findings: ofAsync } = await checkAsync(account, requestId);
	findings.push(...ofAsync);
	if (mayRead) {
		say('Types, fields and users');
		const metadata = await checkMetadata(account);
		findings.push(...metadata.findings);
		say('Reading a few records');
		findings.push(...(await checkRecords(account, metadata, userId, Date.now())));
	}
	findings.push(limitOf(account.throttled));
	const settings = settingsOf(account, findings, withoutStatus);
	const { reads, calls } = account;
	return { kind: 'checked', checked: { findings, reads, settings, calls } };
}

const limitQuestion = {
	name: 'limit',
	subject: 'The limit',
	believed: 'limit of N in 5 second(s)',
};

/** Headers that say when to come back. */
const limitHeaders = /^(retry-after|(x-)?rate-?limit[\w-]*)$/i;

function limitOf(throttled: readonly Exchange[]): Finding {
	const [first] = throttled;
	if (first === undefined) return notSeen(limitQuestion, 'it was not met, and it is not provoked');
	const body = isObject(first.body) ? first.body : {};
	const words = pickText(body, 'ExceptionMessage') || pickText(body, 'message') || first.text;
	const headers = Object.entries(first.headers)
		.filter(([name]) => limitHeaders.test(name))
		.map(([name, value]) => `${name}: ${impersonal(String(value))}`);
	return found(limitQuestion, {
		seen: `HTTP ${first.status}, ${impersonal(words)}`,
		differs: readQuota(words) === undefined,
		note: `${throttled.length} times. Headers about it: ${headers.join(', ') || 'none'}`,
	});
}

function settingsOf(
	{ client, throttled }: AccountUnderTest,
	findings: readonly Finding[],
	withoutStatus: readonly string[],
): string[] {
	const seen = (name: string) => findings.find((finding) => finding.name === name);
	const settings: string[] = [];
	const region = seen('region')?.seen;
	const isListed = regionNameOf(new URL(client.account.apiOrigin).host) !== undefined;
	if (isListed) settings.push(`Credential > Region: ${region ?? 'as in the keys file'}`);
	else if (region === undefined || region === 'custom hosts') {
		settings.push('Credential > Region: Other (Custom Hosts), with the hosts of the keys file');
	} else
		settings.push(`Credential > Region: ${region}, unless LeadSquared told you to use other hosts`);
	const quota = readQuota(throttled[0]?.text ?? '');
	settings.push(
		quota === undefined
			? "Credential > Calls per 5 Seconds: your plan's limit. It was not met"
			: `Credential > Calls per 5 Seconds: ${Math.max(1, Math.floor((quota.calls * 5_000) / quota.windowMs))}`,
	);
	if (withoutStatus.length > 0) {
		settings.push(
			`Check Status > Options > Status Path: ask LeadSquared for the path of ${withoutStatus.join(', ')}`,
		);
	} else settings.push('Check Status > Options > Status Path: leave it out');
	if (seen('administrator')?.differs) {
		settings.push(
			"Update Opportunity > Opportunity: By ID or By Lead's Email or Phone. From List needs an administrator's keys",
		);
	}
	const lookup = seen('uniqueLeadFields');
	if (lookup?.differs) {
		settings.push(
			`Update Opportunity > Lead Field, and Search By of captures: ${lookup.note ?? ''}`,
		);
	}
	return settings;
}
