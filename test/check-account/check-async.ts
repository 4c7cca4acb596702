/** The Async API without submitting anything: which status and metrics paths exist, and what an unknown request gets. */
import { metricsCall } from '../../nodes/shared/async-api/metrics-call';
import { operationNamed, operationNames } from '../../nodes/shared/async-api/operations';
import { isObject, pickText } from '../../nodes/shared/lib/json';
import { statusCall, type TaskStatus } from '../../nodes/LeadSquaredCheckStatus/status/ask-status';
import { randomUUID } from '../support/platform';
import { exceptionOf, verdictOf, type AccountUnderTest, type Answer } from './account';
import { statusPaths } from './allowed';
import { found, notSeen, type Finding } from './finding';
import { apiNames, impersonal } from './words';

type Operation = (typeof operationNames)[number];

const statusOf = (path: string, requestId: string) =>
	statusCall(`status at ${path}`, path, requestId);

/** The host has the path if it says anything about the request. */
type Route = 'there' | 'missing' | 'unclear';

function routeOf({ exchange, problem }: Answer<unknown>): Route {
	if (problem === undefined) return 'there';
	if (exchange === undefined) return 'unclear';
	if (problem.code === 'unknownRoute') return 'missing';
	return ['notFound', 'exception', 'badRequest'].includes(problem.code) || exchange.status < 300
		? 'there'
		: 'unclear';
}

export interface AsyncFacts {
	findings: Finding[];
	/** Operations whose status path is neither of the two that the nodes try. */
	withoutStatus: string[];
}

/** @param requestId of a request that was sent earlier, if there is one */
export async function checkAsync(
	account: AccountUnderTest,
	requestId: string | undefined,
): Promise<AsyncFacts> {
	const findings: Finding[] = [];
	for (const name of operationNames) findings.push(await metricsOf(account, name));

	const answers = new Map<string, Answer<TaskStatus>>();
	const ask = async (path: string): Promise<Answer<TaskStatus>> => {
		const known = answers.get(path);
		if (known !== undefined) return known;
		const answer = await account.ask(statusOf(path, randomUUID()));
		answers.set(path, answer);
		return answer;
	};
	const forms = new Set<string>();
	const withoutStatus: string[] = [];
	for (const name of operationNames) {
		const { operation, entity } = statusPaths(name);
		const own = routeOf(await ask(operation));
		const general = entity === undefined ? undefined : routeOf(await ask(entity));
		const form = formOf(own, general);
		if (entity !== undefined) forms.add(form);
		if (form === 'neither') withoutStatus.push(operationNamed(name).label);
		findings.push(statusFinding(name, form, { operation, entity }));
	}
	findings.push(overall(forms));
	findings.push(...ofUnknown([...answers.values()]));
	findings.push(await ofEarlierRequest(account, requestId, answers));
	return { findings, withoutStatus };
}

async function metricsOf(account: AccountUnderTest, name: Operation): Promise<Finding> {
	const answer = await account.ask(metricsCall(name));
	const question = {
		name: `metrics ${name}`,
		subject: `Metrics: ${operationNamed(name).label}`,
		believed: 'answers',
	};
	return found(question, { seen: verdictOf(answer) });
}

function formOf(own: Route, general: Route | undefined): string {
	if (own === 'there') return general === 'there' ? 'both' : 'operation';
	if (general === 'there') return 'entity';
	return own === 'unclear' || general === 'unclear' ? 'unclear' : 'neither';
}

function statusFinding(
	name: Operation,
	form: string,
	{ operation, entity }: { operation: string; entity: string | undefined },
): Finding {
	const question = {
		name: `status ${name}`,
		subject: `Status: ${operationNamed(name).label}`,
		believed: operation,
	};
	switch (form) {
		case 'operation':
			return found(question, { seen: operation });
		case 'entity':
			return found(question, {
				seen: entity ?? '',
				note: 'The nodes find this path by themselves',
			});
		case 'both':
			return found(question, { seen: operation, note: `${entity} exists too` });
		case 'neither':
			return found(question, { seen: 'neither form of the path exists' });
		default:
			return notSeen(question, 'the answers do not show whether the path exists');
	}
}

function overall(forms: ReadonlySet<string>): Finding {
	const question = {
		name: 'statusPath',
		subject: 'Form of the status paths',
		believed: 'operation',
	};
	const [form] = forms;
	if (forms.size !== 1 || form === undefined) {
		return found(question, { seen: `differs between operations: ${[...forms].join(', ')}` });
	}
	return form === 'unclear'
		? notSeen(question, 'the answers do not show which paths exist')
		: found(question, { seen: form });
}

/** What a request gets that nobody knows, and what a path gets that is not there. */
function ofUnknown(answers: ReadonlyArray<Answer<TaskStatus>>): Finding[] {
	const request = {
		name: 'unknownRequest',
		subject: 'Unknown RequestID',
		believed: 'HTTP 404 with an exception',
	};
	const route = {
		name: 'unknownRoute',
		subject: 'Unknown path',
		believed: 'HTTP 403 Missing Authentication Token',
	};
	const there = answers.find((answer) => routeOf(answer) === 'there');
	const missing = answers.find((answer) => routeOf(answer) === 'missing');
	return [
		there === undefined
			? notSeen(request, 'no status path was found')
			: found(request, {
					seen: exceptionOf(there),
					differs: there.exchange?.status !== 404,
					note: sentenceOf(there),
				}),
		missing === undefined
			? notSeen(route, 'every path that was asked for exists')
			: found(route, { seen: `${exceptionOf(missing)} ${gatewayWords(missing)}`.trim() }),
	];
}

/** The RequestID was made up, so the sentence is about nothing in the account. */
function sentenceOf({ exchange }: Answer<unknown>): string | undefined {
	const body = isObject(exchange?.body) ? exchange.body : {};
	const sentence = pickText(body, 'ExceptionMessage') || pickText(body, 'message');
	return sentence === '' ? undefined : `It says: ${impersonal(sentence)}`;
}

function gatewayWords({ exchange }: Answer<unknown>): string {
	const body = isObject(exchange?.body) ? exchange.body : {};
	return impersonal(pickText(body, 'message'));
}

/** Only the status of a real request shows how the reply is written. */
async function ofEarlierRequest(
	account: AccountUnderTest,
	requestId: string | undefined,
	answers: ReadonlyMap<string, Answer<TaskStatus>>,
): Promise<Finding> {
	const question = {
		name: 'requestIdKey',
		subject: 'Spelling of the RequestID',
		believed: 'RequestID or RequestId',
	};
	if (requestId === undefined) {
		return notSeen(question, 'needs the RequestID of an earlier request: --request');
	}
	for (const [path, answer] of answers) {
		if (routeOf(answer) !== 'there') continue;
		const { value, exchange } = await account.ask(statusOf(path, requestId));
		if (value === undefined || !isObject(exchange?.body)) continue;
		const spelled = apiNames(Object.keys(exchange.body)).filter((key) => /^requestid$/i.test(key));
		return found(question, {
			seen: spelled.join(', ') || 'left out',
			differs: spelled.length === 0,
		});
	}
	return notSeen(question, 'no status path knows the RequestID that was given');
}
