/** Keys and region: what must be right before anything else can be asked. */
import { hostsNamedIn, regionNameOf } from '../../nodes/shared/account/account';
import { isObject, pick, type JsonObject } from '../../nodes/shared/lib/json';
import { metricsCall } from '../../nodes/shared/async-api/metrics-call';
import type { Problem } from '../../nodes/shared/problems/problems';
import type { Call } from '../../nodes/shared/transport/call';
import { isUnreachable, type AccountUnderTest, type Answer } from './account';
import { found, notSeen, type Finding } from './finding';

/** Why nothing more can be asked. */
export class Stopped extends Error {
	constructor(
		message: string,
		readonly isUnreachable: boolean,
	) {
		super(message);
	}
}

const userPath = '/v2/Authentication.svc/UserByAccessKey.Get';

/** https://apidocs.leadsquared.com/user-authentication/: accepts keys on any region's host and names the right one. */
const userCall: Call<JsonObject> = {
	label: "Get the keys' user",
	purpose: 'read',
	method: 'GET',
	host: 'api',
	path: userPath,
	repeatable: true,
	read: (body) => (isObject(body) ? body : undefined),
};

const nextSteps: Partial<Record<Problem['code'], string>> = {
	wrongKeys: 'Correct accessKey and secretKey in the keys file',
	wrongApiKey: 'Correct apiKey in the keys file. It is the x-api-key of the Async API',
	wrongRegion: 'Correct region, or asyncHost and apiHost, in the keys file',
};

const whenUnreachable =
	'Check region, or asyncHost and apiHost, in the keys file, and the network and any proxy of this machine';

function stopped(answer: Answer<unknown>): Stopped {
	const { problem } = answer;
	const next = isUnreachable(answer) ? whenUnreachable : nextSteps[problem?.code ?? 'forbidden'];
	return new Stopped(
		`${problem?.message ?? 'LeadSquared did not answer'}. ${next ?? problem?.nextStep ?? ''}`,
		isUnreachable(answer),
	);
}

const keysQuestion = {
	name: 'syncKeys',
	subject: 'Keys of reads',
	believed: 'in headers',
};

/** Throws `Stopped` if the keys or the region are wrong. */
export async function checkKeys(
	account: AccountUnderTest,
): Promise<{ findings: Finding[]; mayRead: boolean; userId: string | undefined }> {
	const user = await account.ask(userCall);
	const findings: Finding[] = [];
	let mayRead = true;
	if (user.value === undefined) {
		const isRefused = user.problem?.code === 'wrongKeys';
		if (!isRefused || !(await account.takesKeysInQuery(userPath))) throw stopped(user);
		mayRead = false;
		findings.push(
			found(keysQuestion, {
				seen: 'in the query only',
				note: 'The nodes send them in headers, so reads, lists and mapped fields do not work with this account. Send the report',
			}),
		);
	} else {
		findings.push(found(keysQuestion, { seen: 'in headers' }));
		findings.push(regionOf(account, user.value));
	}
	const metrics = await account.ask(metricsCall('activity/createcustom'));
	const isKeyWrong = metrics.problem?.code === 'wrongApiKey';
	if (isKeyWrong || isUnreachable(metrics)) throw stopped(metrics);
	const apiKey = {
		name: 'apiKey',
		subject: 'Status with the x-api-key alone',
		believed: 'accepted',
	};
	findings.push(
		metrics.problem === undefined
			? found(apiKey, { seen: 'accepted' })
			: notSeen(apiKey, 'the metrics call did not answer, see below'),
	);
	const id = user.value === undefined ? undefined : pick(user.value, 'Id');
	return { findings, mayRead, userId: typeof id === 'string' ? id : undefined };
}

/** The region that the user's data name; on a host that is in no region's list, only for the settings. */
function regionOf({ client }: AccountUnderTest, user: JsonObject): Finding {
	const chosen = new URL(client.account.apiOrigin).host;
	const question = {
		name: 'region',
		subject: 'Region',
		believed: regionNameOf(chosen) ?? 'custom hosts',
	};
	const urls = pick(user, 'LSQCommonServiceURLs');
	const named = hostsNamedIn(typeof urls === 'string' ? urls : JSON.stringify(urls ?? '')).filter(
		(host) => host.startsWith('api'),
	);
	if (named.includes(chosen)) return found(question, { seen: question.believed });
	const [other] = named;
	if (other === undefined) return notSeen(question, 'the answer names no host of a known region');
	const region = regionNameOf(other) ?? 'a region that is not in the list';
	if (regionNameOf(chosen) === undefined) return found(question, { seen: region });
	throw new Stopped(
		`The keys are right, but the account is in another region: ${region}. Correct region in the keys file`,
		false,
	);
}

/** Throws `Stopped` if the first real read says that the account is elsewhere. */
export function throwIfElsewhere(answer: Answer<unknown>): void {
	const { exchange, problem } = answer;
	const named = hostsNamedIn(exchange?.text ?? '');
	if (exchange?.status !== 401 || named.length === 0 || problem === undefined) return;
	const region = regionNameOf(named[0] ?? '') ?? named[0];
	throw new Stopped(
		`The keys are right, but the account is in another region: ${region}. ${nextSteps.wrongRegion}`,
		false,
	);
}
