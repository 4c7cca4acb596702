/** The plan of rooms, `.dependency-cruiser.cjs`: the code keeps it, and each rule can fail. */
import { filesBelow, readText, write } from '../package/packed';
import { fs, os, path, root } from '../support/platform';
import { arrowsIn, cruise, roomOf, type Cruise } from './cruise';
import { house } from './house';
import { callsOut, clocksAndChance } from './source';

const lib = 'nodes/shared/lib/json.ts';
const asyncNode = 'nodes/LeadSquaredAsync/LeadSquaredAsync.node.ts';
const updateNode = 'nodes/LeadSquaredUpdateOpportunity/LeadSquaredUpdateOpportunity.node.ts';
const statusNode = 'nodes/LeadSquaredCheckStatus/LeadSquaredCheckStatus.node.ts';
const triggerNode = 'nodes/LeadSquaredTrigger/LeadSquaredTrigger.node.ts';

/** A change of the house: what is added to its files, and files that are new. */
type Change = Record<string, string>;

/** A type import, so that only the arrow is wrong: a type is gone at run time. */
function arrow(from: string, to: string): Change {
	const name = path.posix.relative(path.posix.dirname(from), to);
	const specifier = name.startsWith('.') ? name : `./${name}`;
	return { [from]: `import type { It } from '${specifier}';`, [`${to}.ts`]: '' };
}

const broken: Array<[rule: string, what: string, change: Change]> = [
	['arrows-from-lib', 'lib imports the room above it', arrow(lib, 'nodes/shared/account/other')],
	[
		'arrows-from-properties',
		'properties imports the room beside it',
		arrow('nodes/shared/properties/options.ts', 'nodes/shared/lib/other'),
	],
	[
		'arrows-from-account',
		'account imports problems',
		arrow('nodes/shared/account/account.ts', 'nodes/shared/problems/other'),
	],
	[
		'arrows-from-problems',
		'problems imports account',
		arrow('nodes/shared/problems/problems.ts', 'nodes/shared/account/other'),
	],
	[
		'arrows-from-limit',
		'limit imports transport',
		arrow('nodes/shared/limit/limiter.ts', 'nodes/shared/transport/other'),
	],
	[
		'arrows-from-credentials',
		'the credential imports limit',
		arrow('credentials/LeadSquaredAsyncApi.credentials.ts', 'nodes/shared/limit/other'),
	],
	[
		'arrows-from-transport',
		'transport imports metadata',
		arrow('nodes/shared/transport/call.ts', 'nodes/shared/metadata/other'),
	],
	[
		'arrows-from-metadata',
		'metadata imports run',
		arrow('nodes/shared/metadata/users.ts', 'nodes/shared/run/other'),
	],
	[
		'arrows-from-run',
		'run imports submit',
		arrow('nodes/shared/run/open.ts', 'nodes/shared/submit/other'),
	],
	[
		'arrows-from-async-api',
		'async-api imports submit',
		arrow('nodes/shared/async-api/operations.ts', 'nodes/shared/submit/other'),
	],
	[
		'arrows-from-fields',
		'fields imports submit',
		arrow('nodes/shared/fields/values.ts', 'nodes/shared/submit/other'),
	],
	[
		'arrows-from-editor',
		'editor imports fields',
		arrow('nodes/shared/editor/lists.ts', 'nodes/shared/fields/other'),
	],
	[
		'arrows-from-submit',
		'submit imports a node',
		arrow('nodes/shared/submit/request.ts', 'nodes/LeadSquaredAsync/other'),
	],
	[
		'arrows-from-reading',
		'reading imports fields',
		arrow('nodes/shared/reading/rows.ts', 'nodes/shared/fields/other'),
	],
	[
		'arrows-from-LeadSquared',
		'the reading node imports what submits',
		arrow('nodes/LeadSquared/LeadSquared.node.ts', 'nodes/shared/submit/other'),
	],
	[
		'arrows-from-LeadSquaredAsync',
		'a node imports another node',
		arrow(asyncNode, 'nodes/LeadSquaredUpdateOpportunity/other'),
	],
	[
		'arrows-from-LeadSquaredUpdateOpportunity',
		'a node imports another node',
		arrow(updateNode, 'nodes/LeadSquaredCheckStatus/other'),
	],
	[
		'arrows-from-LeadSquaredCheckStatus',
		'a node imports a room that it has no use for',
		arrow(statusNode, 'nodes/shared/submit/other'),
	],
	[
		'arrows-from-LeadSquaredTrigger',
		'the trigger imports what submits',
		arrow(triggerNode, 'nodes/shared/submit/other'),
	],
	['room-without-a-row', 'a room is new', arrow(lib, 'nodes/shared/attic/other')],
	['room-without-a-row', 'a file is in no room', arrow(lib, 'nodes/shared/other')],
	[
		'no-circle',
		'two files need types of each other',
		{
			[lib]: "import type { It } from './other';",
			'nodes/shared/lib/other.ts': "import type { It } from './json';",
		},
	],
	['nothing-from-outside', 'a node imports from test', arrow(statusNode, 'test/support/other')],
	['nothing-from-outside', 'a module of Node is imported', { [lib]: "import 'node:fs';" }],
	['nothing-from-outside', 'another package is imported', { [lib]: "import 'axios';" }],
	['nothing-from-outside', 'what is imported is not there', { [lib]: "import './nowhere';" }],
	[
		'pure-knows-no-n8n',
		'pure code sleeps',
		{ 'nodes/shared/fields/values.ts': "import 'n8n-workflow';" },
	],
	[
		'pure-rests-on-pure',
		'a pure file needs the client at run time',
		{ 'nodes/shared/metadata/users.ts': "import '../transport/client';" },
	],
	[
		'start-reads-little',
		"n8n's start reads what only a run needs",
		{ [asyncNode]: "import './reader';", 'nodes/LeadSquaredAsync/reader.ts': '' },
	],
	['no-dead-file', 'nothing imports a file', { 'nodes/shared/lib/other.ts': '' }],
];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-nodes-leadsquared-async-rooms-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Builds a house and returns its folder. */
function build(name: string, change: Change = {}): string {
	const target = path.join(folder, name);
	for (const [file, text] of Object.entries(house)) write(target, file, text);
	for (const [file, text] of Object.entries(change)) {
		write(target, file, `${house[file] ?? ''}\n${text}`);
	}
	return target;
}

let real: Cruise;
let intact: Cruise;
let changed: Cruise[];

/** One process reads all, since its start takes longer than what it reads. */
beforeAll(() => {
	const houses = broken.map(([, , change], at) => build(String(at), change));
	const results = cruise(root, build('intact'), ...houses);
	[real, intact, ...changed] = results as [Cruise, Cruise, ...Cruise[]];
}, 120_000);

const rulesBrokenIn = ({ violations }: Cruise) => [
	...new Set(violations.map((one) => one.rule.name)),
];

test('the code keeps every rule', () => {
	const sources = real.modules.map(({ source }) => source);
	expect(sources).toEqual(expect.arrayContaining(sourceFiles()));
	expect(real.violations).toEqual([]);
});

test('the small house keeps every rule', () => {
	expect(intact.modules.length).toBeGreaterThanOrEqual(Object.keys(house).length);
	expect(intact.violations).toEqual([]);
});

test.each(broken.map(([rule, what], at) => ({ rule, what, at })))(
	'$rule fails where $what',
	({ rule, at }) => {
		expect(rulesBrokenIn(changed[at] as Cruise)).toEqual([rule]);
	},
);

test('every rule has an example that breaks it', () => {
	const names = new Set(real.rules.map(({ name }) => name));
	expect(new Set(broken.map(([rule]) => rule))).toEqual(names);
});

test('every arrow that the floors allow is there', () => {
	const allowed = real.rules.flatMap(({ name, to }) => {
		const from = /^arrows-from-(.+)$/.exec(name)?.[1];
		if (from === undefined) return [];
		const rooms = (to.pathNot ?? '').split('|').map((folder) => roomOf(folder.slice(1)));
		return rooms.filter((room) => room !== from).map((room) => `${from} -> ${room}`);
	});
	expect(allowed.sort()).toEqual(arrowsIn(real));
});

describe('pure files', () => {
	const isPure = (file: string) => {
		const rule = real.rules.find(({ name }) => name === 'pure-knows-no-n8n');
		return !new RegExp(rule?.from.pathNot ?? '').test(file);
	};

	it('are all that call themselves pure', () => {
		const named = sourceFiles().filter((file) => /^[^{]*\bPure\b/.test(readText(root, file)));
		expect(named.length).toBeGreaterThan(0);
		expect(named.filter((file) => !isPure(file))).toEqual([]);
	});

	it('read no clock and take no chance', () => {
		const pure = sourceFiles().filter(isPure);
		expect(pure).toContain('nodes/shared/transport/read-reply.ts');
		expect(pure).not.toContain('nodes/shared/transport/client.ts');
		expect(pure.filter((file) => clocksAndChance(readText(root, file)).length > 0)).toEqual([]);
	});

	it.each([
		'Date.now()',
		'new Date()',
		'Math.random()',
		'performance.now()',
		'const r = Math.random;',
	])('would not pass with %s', (source) => {
		expect(clocksAndChance(source)).toHaveLength(1);
	});

	it.each(['new Date(0)', 'Date.parse(text)', 'Math.round(1.5)', '// Date.now()'])(
		'pass with %s',
		(source) => {
			expect(clocksAndChance(source)).toEqual([]);
		},
	);
});

describe('HTTP calls', () => {
	it('are made in two files only', () => {
		const doors = sourceFiles().filter((file) => callsOut(readText(root, file)).length > 0);
		expect(doors).toEqual([
			'nodes/shared/editor/credential-test.ts',
			'nodes/shared/transport/attempt.ts',
		]);
	});

	it.each([
		'this.helpers.httpRequest(options)',
		"context.helpers.httpRequestWithAuthentication.call(context, 'x', options)",
		'const { httpRequest } = this.helpers;',
		'const { httpRequest: send } = helpers;',
		"helpers['httpRequest'](options)",
		'this.helpers.request({ uri })',
		'const { request } = this.helpers;',
		"helpers.requestOAuth2.call(this, 'x', options)",
		'await fetch(url)',
	])('are seen in %s', (source) => {
		expect(callsOut(source)).toHaveLength(1);
	});

	it.each([
		'pending.request.id',
		'const { request } = pending;',
		'function fetchAll() {}',
		'// httpRequest',
	])('are not seen in %s', (source) => {
		expect(callsOut(source)).toEqual([]);
	});
});

/** One place, so that the mapper, the editor's lists, the lookup by lead and Confirm by Reading read as the node does. */
test('calls of LeadSquared are named in the files for them only', () => {
	const naming = sourceFiles().filter((file) => {
		const code = readText(root, file).replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
		return /\w+\.svc\//.test(code);
	});
	expect(naming.sort()).toEqual([
		'nodes/LeadSquaredTrigger/hooks/webhook-calls.ts',
		'nodes/shared/editor/credential-test.ts',
		'nodes/shared/metadata/load-metadata.ts',
		'nodes/shared/reading/calls.ts',
	]);
});

function sourceFiles(): string[] {
	return ['credentials', 'nodes'].flatMap((top) =>
		filesBelow(path.join(root, top))
			.filter((file) => file.endsWith('.ts'))
			.map((file) => `${top}/${file}`),
	);
}
