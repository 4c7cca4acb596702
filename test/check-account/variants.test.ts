import axios from 'axios';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	activityTypes,
	opportunityTypes,
	startSandbox,
	users,
	type ReadingQuirks,
	type Sandbox,
	type SandboxOptions,
} from '../sandbox';
import { UPDATE, update } from '../sandbox/testing';
import { findIn } from '../e2e/secrets';
import { credentialFor } from '../support/credential';
import { Buffer } from '../support/platform';
import { useVirtualTime } from '../support/virtual-time';
import { AccountUnderTest, calmPace } from './account';
import { allowedCalls } from './allowed';
import { checkAccount, type Checked, type Outcome } from './check';
import { reportOf, summaryOf, tableOf } from './report';
import { nameOf, sandboxVariants, type Variant } from './variants';

useVirtualTime();

/** Full of what encoders change; plainly no real keys. */
const keys = { accessKey: 'u$r-Ab/1+c=', secretKey: 's&e<Cr/2+t=', apiKey: 'x"k-Ap/3+i=' };

/** What the check must see of a variant, in the finding of that name. */
interface Found {
	finding: string;
	seen: string | RegExp;
	options: SandboxOptions;
	/** Whether the check is given the RequestID of an earlier request. */
	withRequest?: boolean;
}

/** Why reads cannot show it. */
interface Hidden {
	why: string;
}

const found = (finding: string, seen: Found['seen'], options: SandboxOptions = {}): Found => ({
	finding,
	seen,
	options,
});

const quirk = (
	finding: keyof ReadingQuirks,
	seen: Found['seen'],
	reading: Partial<ReadingQuirks>,
) => found(finding, seen, { reading });

const hidden = (why: string): Hidden => ({ why });

const provoked = 'only calls over the limit show it, and the check stays under it';
const submitted = 'only a submitted request shows it';
const noVariant = 'says how the sandbox is set up, not how LeadSquared behaves';

/** For each value that a type lists, or for an option as a whole. */
const classes: Record<string, Found | Hidden> = {
	port: hidden(noVariant),
	now: hidden(noVariant),
	logLine: hidden(noVariant),
	opportunities: hidden(noVariant),
	leads: hidden(noVariant),
	'keys.accessKey': hidden(noVariant),
	'keys.secretKey': hidden(noVariant),
	'keys.apiKey': hidden(noVariant),
	'limit.model': hidden(provoked),
	'limit.calls': found('limit', /limit of 3 in 5 second/, { limit: { model: 'fixed', calls: 3 } }),
	'limit.windowMs': found('limit', /limit of 3 in 10 second/, {
		limit: { model: 'fixed', calls: 3, windowMs: 10_000 },
	}),
	limitStatusCalls: hidden(provoked),
	processingDelayMs: hidden(submitted),
	outcome: hidden(submitted),
	errorIsFinal: hidden(submitted),
	'statusPath=operation': found('statusPath', 'operation'),
	'statusPath=entity': found('statusPath', 'entity', { statusPath: 'entity' }),
	'unknownRoute=missingToken': found('unknownRoute', 'HTTP 403 Missing Authentication Token'),
	'unknownRoute=notFound': found('unknownRoute', 'HTTP 404 Not Found', {
		unknownRoute: 'notFound',
	}),
	'requestIdKey=RequestID': {
		...found('requestIdKey', 'RequestID', { requestIdKey: 'RequestID' }),
		withRequest: true,
	},
	'requestIdKey=RequestId': {
		...found('requestIdKey', 'RequestId', { requestIdKey: 'RequestId' }),
		withRequest: true,
	},
	'syncKeys=headersOrQuery': found('syncKeys', 'in headers'),
	'syncKeys=query': found('syncKeys', 'in the query only', { syncKeys: 'query' }),
	wrongRegion: found('stopped', /in another region: United States\./, {
		wrongRegion: 'api-us11.leadsquared.com',
	}),
	'administrator=true': found('administrator', 'allowed with these keys'),
	'administrator=false': found('administrator', /^refused, HTTP 401/, { administrator: false }),
	duplicateRules: hidden('only a capture shows it'),
	statusComments: hidden('only an update of the status shows it'),
	'opportunityCodes=number': found('opportunityCodes', 'number'),
	'opportunityCodes=text': found('opportunityCodes', 'text', { opportunityCodes: 'text' }),
	'rowDates=plain': found('rowDates', '2026-07-31 05:33:50'),
	'rowDates=millis': found('rowDates', '2026-07-31 05:33:50.000', { rowDates: 'millis' }),
	'rowDates=us': found('rowDates', '7/31/2026 5:33:50 AM', { rowDates: 'us' }),
	'rowDates=dotNet': found('rowDates', '/Date(1785476030000+0000)/', { rowDates: 'dotNet' }),
	'rowDates=unreadable': found('rowDates', 'none of the four known forms', {
		rowDates: 'unreadable',
	}),
	'rowOrder=asAsked': found('rowOrder', 'as asked for'),
	'rowOrder=ofCreation': found('rowOrder', 'another one', { rowOrder: 'ofCreation' }),
	'unknownLead=empty': found('unknownLead', 'an empty list'),
	'unknownLead=notFound': found('unknownLead', /^HTTP 404/, { unknownLead: 'notFound' }),
	uniqueLeadFields: found('uniqueLeadFields', "not Mobile, Phone, 1 of the account's own", {
		uniqueLeadFields: ['EmailAddress', 'ProspectID'],
	}),
	'reading.pageCap': quirk('pageCap', '7 rows', { pageCap: 7 }),
	'reading.recordCount=total': found('recordCount', 'all rows'),
	'reading.recordCount=page': quirk('recordCount', 'the rows of the page', { recordCount: 'page' }),
	'reading.recordCount=none': quirk('recordCount', 'it is left out', { recordCount: 'none' }),
	'reading.changedOrder=asAsked': found('changedOrder', 'as asked for'),
	'reading.changedOrder=ofCreation': quirk('changedOrder', 'another one', {
		changedOrder: 'ofCreation',
	}),
	'reading.changedOrder=newestFirst': quirk('changedOrder', 'another one', {
		changedOrder: 'newestFirst',
	}),
	'reading.withoutType=all': found('withoutType', 'of all types'),
	'reading.withoutType=refused': quirk('withoutType', /^refused, HTTP 500/, {
		withoutType: 'refused',
	}),
	'reading.withoutType=nothing': quirk('withoutType', 'none', { withoutType: 'nothing' }),
	'reading.lists=named': found('lists', 'under the documented name'),
	'reading.lists=bare': quirk('lists', 'as a bare array', { lists: 'bare' }),
	'reading.lists=usual': quirk('lists', 'under another name', { lists: 'usual' }),
	'reading.leadLists=bare': found('leadLists', 'as a bare array'),
	'reading.leadLists=named': quirk('leadLists', 'under a name', { leadLists: 'named' }),
	'reading.leadLists=usual': quirk('leadLists', 'under a name', { leadLists: 'usual' }),
	'reading.changedRows=fields': found('changedRows', 'in Fields'),
	'reading.changedRows=data': quirk('changedRows', 'in Data', { changedRows: 'data' }),
	'reading.noOpportunity=exception': found('noOpportunity', /^HTTP 500 MX/),
	'reading.noOpportunity=dotNet': quirk('noOpportunity', /^HTTP 500 (?!MX)/, {
		noOpportunity: 'dotNet',
	}),
	'reading.noOpportunity=notFound': quirk('noOpportunity', /^HTTP 404/, {
		noOpportunity: 'notFound',
	}),
	'reading.noOpportunity=null': quirk('noOpportunity', 'null', { noOpportunity: 'null' }),
	'reading.trailOffset=pageFromZero': found('trailOffset', 'a page, from 0'),
	'reading.trailOffset=pageFromOne': quirk('trailOffset', 'a page, from 1', {
		trailOffset: 'pageFromOne',
	}),
	'reading.trailOffset=row': quirk('trailOffset', 'a number of rows', { trailOffset: 'row' }),
	'reading.trailCap': quirk('trailCap', '100 rows', { trailCap: 100 }),
	'reading.opportunityTrail=pageIndex': found('opportunityTrail', 'by PageIndex'),
	'reading.opportunityTrail=offset': quirk('opportunityTrail', 'not by PageIndex', {
		opportunityTrail: 'offset',
	}),
	'reading.autoIds=found': found('autoIds', 'found'),
	'reading.autoIds=unknown': quirk('autoIds', /^HTTP 500 MX/, { autoIds: 'unknown' }),
	'reading.changedOpportunities=nothing': quirk('changedOpportunities', 'an empty list', {
		changedOpportunities: 'nothing',
	}),
	'reading.changedOpportunities=rows': found('changedOpportunities', 'answers'),
	'reading.changedOpportunities=refused': quirk('changedOpportunities', /^refused, HTTP 500/, {
		changedOpportunities: 'refused',
	}),
	'reading.changedOpportunities=otherShape': quirk(
		'changedOpportunities',
		'answers in another form',
		{ changedOpportunities: 'otherShape' },
	),
	'reading.changedOpportunities=dotNet': quirk(
		'changedOpportunities',
		/^refused, HTTP 500|another form/,
		{ changedOpportunities: 'dotNet' },
	),
	'reading.changedOpportunities=unknownRoute': quirk('changedOpportunities', 'refused, HTTP 404', {
		changedOpportunities: 'unknownRoute',
	}),
	'reading.changedOpportunities=notFound': quirk('changedOpportunities', /^refused, HTTP 404 MX/, {
		changedOpportunities: 'notFound',
	}),
	'reading.changedOpportunities=forbidden': quirk('changedOpportunities', /^refused, HTTP 403/, {
		changedOpportunities: 'forbidden',
	}),
	webhooks: hidden('only a webhook shows it, and making one writes'),
	'writing.lagMs': hidden('only an update shows it'),
	'writing.automation': hidden('only an update shows it'),
	'writing.textCut': hidden('only an update shows it'),
	'writing.numbers': hidden('only a value that is known shows it, and so only an update'),
	'writing.booleans': hidden('only a value that is known shows it, and so only an update'),
	'writing.emptied': hidden('only an update shows it'),
	'writing.phones': hidden('only an update shows it'),
	'writing.choices': hidden('only a value that is known shows it, and so only an update'),
	'writing.owners=id': found('owners', 'an ID'),
	'writing.owners=name': found('owners', 'a name', { writing: { owners: 'name' } }),
	'writing.owners=email': found('owners', 'an email address', { writing: { owners: 'email' } }),
	'writing.dates=plain': found('fieldDates', '2026-07-31 05:33:50'),
	'writing.dates=millis': found('fieldDates', '2026-07-31 05:33:50.000', {
		writing: { dates: 'millis' },
	}),
	'writing.dates=us': found('fieldDates', '7/31/2026 5:33:50 AM', { writing: { dates: 'us' } }),
	'writing.dates=dotNet': found('fieldDates', '/Date(1785476030000+0000)/', {
		writing: { dates: 'dotNet' },
	}),
	'writing.dates=unreadable': found('fieldDates', 'none of the four known forms', {
		writing: { dates: 'unreadable' },
	}),
	'reading.details=whole': found('details', 'with lead, note and dates'),
	'reading.details=documented': quirk('details', 'as documented, without them', {
		details: 'documented',
	}),
};

const variants = sandboxVariants();

/** The value, the option, and the options that it is inside of. */
function namesOf(one: Variant): string[] {
	const parts = one.option.split('.');
	return [nameOf(one), ...parts.map((_, at) => parts.slice(0, parts.length - at).join('.'))];
}

const classOf = (one: Variant): Found | Hidden | undefined =>
	namesOf(one).flatMap((name) => classes[name] ?? [])[0];

test('finds the options of the sandbox, those inside of others too', () => {
	const names = variants.map(nameOf);
	expect(names).toEqual(
		expect.arrayContaining([
			'port',
			'statusPath=entity',
			'administrator=false',
			'rowDates=unreadable',
			'uniqueLeadFields',
			'processingDelayMs',
			'limit.model=bucket',
			'keys.apiKey',
			'reading.pageCap',
			'reading.trailOffset=row',
		]),
	);
});

test('knows of each whether reads show it', () => {
	expect(variants.filter((one) => classOf(one) === undefined).map(nameOf)).toEqual([]);
});

test('classes nothing that the sandbox does not have', () => {
	const known = new Set(variants.flatMap(namesOf));
	expect(Object.keys(classes).filter((name) => !known.has(name))).toEqual([]);
});

interface Run {
	outcome: Outcome;
	calls: string[];
	leaks: string[];
	/** All that is shown or written. */
	texts: { stdout: string; report: string };
	/** What belongs to the account. */
	own: string[];
}

const runs = new Map<string, Run>();

/** One check against a sandbox; trials with the same options share it. */
async function runWith(options: SandboxOptions, withRequest = false): Promise<Run> {
	const name = JSON.stringify([options, withRequest]);
	const known = runs.get(name);
	if (known !== undefined) return known;
	const sandbox = await startSandbox({ ...options, keys });
	try {
		const requestId = withRequest ? await submitOne(sandbox) : undefined;
		const before = sandbox.calls.length;
		const said: string[] = [];
		// With a limit, the calm pace is part of the trial: 5 calls are sent where 3 are allowed.
		const pace = options.limit === undefined ? Number.MAX_VALUE : calmPace;
		const outcome = await checkAccount(credentialFor(sandbox), {
			pace,
			say: (line) => void said.push(line),
			...(requestId === undefined ? {} : { requestId }),
		});
		const run: Run = {
			outcome,
			calls: sandbox.calls.slice(before).map(({ method, path }) => `${method} ${path}`),
			leaks: [...sandbox.leaks],
			texts: { stdout: [...said, shown(outcome)].join('\n'), report: written(outcome) },
			own: ownTexts(sandbox),
		};
		runs.set(name, run);
		return run;
	} finally {
		await sandbox.close();
	}
}

function shown(outcome: Outcome): string {
	if (outcome.kind !== 'checked') return outcome.message;
	return `${tableOf(outcome.checked.findings)}\n${summaryOf(outcome.checked)}`;
}

const written = (outcome: Outcome): string =>
	outcome.kind === 'checked'
		? reportOf(outcome.checked, { name: 'n8n-nodes', version: '1' }, [])
		: '';

/** A request of a workflow, sent before the check. */
async function submitOne(sandbox: Sandbox): Promise<string> {
	const { accessKey, secretKey, apiKey } = sandbox.keys;
	const { data } = await axios.post<{ RequestID: string }>(
		`${sandbox.url}${UPDATE}`,
		update('HL-1001', { mx_Custom_1: 'Sent earlier' }),
		{
			params: new URLSearchParams({ accessKey, secretKey }),
			headers: { 'x-api-key': apiKey },
			proxy: false,
		},
	);
	return data.RequestID;
}

/** Every text of the account's records, users and types that is long enough to be recognised. */
function ownTexts(sandbox: Sandbox): string[] {
	const texts: string[] = [new URL(sandbox.url).host, ...sandbox.requests.keys()];
	const collect = (value: unknown): void => {
		if (typeof value === 'string') texts.push(value);
		else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
	};
	const { opportunities, leads, activities, tasks } = sandbox;
	[[...opportunities.values()], [...leads], activities, tasks, users].forEach(collect);
	texts.push(...[...opportunityTypes, ...activityTypes].map(({ DisplayName }) => DisplayName));
	return [...new Set(texts)].filter((text) => text.length >= 6);
}

function findingOf({ outcome }: Run, name: string): string | undefined {
	if (outcome.kind !== 'checked') return name === 'stopped' ? outcome.message : outcome.kind;
	return outcome.checked.findings.find((one) => one.name === name)?.seen;
}

const trials = variants.flatMap((one) => {
	const known = classOf(one);
	return known === undefined || 'why' in known ? [] : [{ name: nameOf(one), ...known }];
});

describe.each(trials)('$name', ({ finding, seen, options, withRequest }) => {
	test('is found', async () => {
		const run = await runWith(options, withRequest);
		const value = findingOf(run, finding);
		if (typeof seen === 'string') expect(value).toBe(seen);
		else expect(value).toMatch(seen);
	});

	test('is found by calls that only read, each with the keys that it needs', async () => {
		const { calls, leaks } = await runWith(options, withRequest);
		expect(calls.length).toBeGreaterThan(1);
		expect(calls.filter((call) => !allowedCalls.has(call))).toEqual([]);
		const inQuery = options.syncKeys === 'query';
		expect(leaks.length).toBe(inQuery ? 2 : 0);
	});

	test('is reported without keys and without anything of the account', async () => {
		const { texts, own } = await runWith(options, withRequest);
		for (const [place, text] of Object.entries(texts)) {
			expect(findIn(place, Buffer.from(text), keys)).toEqual([]);
			expect(own.filter((one) => text.includes(one))).toEqual([]);
		}
		expect(own.length).toBeGreaterThan(500);
	});
});

test('allows only calls whose names say that they read', () => {
	const last = (call: string) => call.split('/').at(-1) ?? '';
	for (const call of allowedCalls) {
		if (!call.includes(' /v2/')) expect(call).toMatch(/^GET .*\/(status|metrics)$/);
		else expect(last(call)).toMatch(/Get|Retrieve|BySearchParameter$|RecentlyModified$/);
	}
	expect(allowedCalls.size).toBeGreaterThan(30);
});

test('does not send a call that writes, even if it is asked to', async () => {
	const sandbox = await startSandbox({ keys });
	try {
		const opened = await AccountUnderTest.open(credentialFor(sandbox));
		if (!opened.ok) throw new Error(opened.problem.message);
		const write = { purpose: 'submit', method: 'POST', repeatable: true, label: 'Write' } as const;
		const read = (body: unknown) => body;
		const paths = [
			{ host: 'async', path: '/opportunity/update' },
			{ host: 'api', path: '/v2/OpportunityManagement.svc/Update' },
			// LeadSquared deletes by GET.
			{ host: 'api', path: '/v2/OpportunityManagement.svc/Delete', method: 'GET' },
		] as const;
		for (const call of paths) {
			const { problem } = await opened.value.ask({ ...write, body: {}, read, ...call });
			expect(problem?.message).toMatch(/not among the calls that only read/);
		}
		expect(sandbox.calls).toEqual([]);
	} finally {
		await sandbox.close();
	}
});

describe('stops, with a message that says what to correct', () => {
	const against = async (
		change: ICredentialDataDecryptedObject,
		options: SandboxOptions = {},
	): Promise<Outcome> => {
		const sandbox = await startSandbox({ ...options, keys });
		const credential = credentialFor(sandbox, change);
		try {
			return await checkAccount(credential, { pace: Number.MAX_VALUE, say: () => undefined });
		} finally {
			await sandbox.close();
		}
	};

	test.each([
		[
			'a wrong access key',
			{ accessKey: 'wrong' },
			'refused',
			/access key or the secret key.*Correct accessKey and secretKey in the keys file/,
		],
		['a wrong secret key', { secretKey: 'wrong' }, 'refused', /access key or the secret key/],
		[
			'a wrong x-api-key',
			{ apiKey: 'wrong' },
			'refused',
			/x-api-key.*Correct apiKey in the keys file/,
		],
		[
			'an empty key',
			{ secretKey: ' ' },
			'badFile',
			/'Secret Key' .* is empty\. Correct it in the keys file/,
		],
		['an unknown region', { region: 'xx99' }, 'badFile', /'Region' .* is not in the list/],
		[
			'a port that is closed',
			{ apiHost: 'http://127.0.0.1:9' },
			'unreachable',
			/did not accept the connection \(ECONNREFUSED\)/,
		],
		[
			'a closed port of the Async API',
			{ asyncHost: 'http://127.0.0.1:9' },
			'unreachable',
			/did not accept the connection \(ECONNREFUSED\)/,
		],
	] as const)('for %s', async (_name, change, kind, words) => {
		const outcome = await against(change);
		expect(outcome).toEqual({ kind, message: expect.stringMatching(words) });
	});

	test('for keys of another region, with its name', async () => {
		expect(await against({}, { wrongRegion: 'api-ca12.leadsquared.com' })).toEqual({
			kind: 'refused',
			message: expect.stringMatching(/in another region: Canada\. Correct region/),
		});
	});
});

test('says what was not seen in an account with no records', async () => {
	const { outcome } = await runWith({ opportunities: 0, leads: 0 });
	const checked: Checked | undefined = outcome.kind === 'checked' ? outcome.checked : undefined;
	const unseen = checked?.findings.filter(({ seen }) => seen === undefined) ?? [];
	expect(unseen.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['pageCap', 'recordCount', 'rowDates', 'details', 'withoutType']),
	);
	for (const { note } of unseen) expect(note).toMatch(/\w/);
});
