import { startSandbox, type Sandbox } from '../sandbox';
import { findIn } from '../e2e/secrets';
import { credentialFor } from '../support/credential';
import { Buffer, fs, once, os, path, root, spawn } from '../support/platform';

/** Plainly no real keys. */
const keys = { accessKey: 'u$r-Ab/1+c=', secretKey: 's&e<Cr/2+t=', apiKey: 'x"k-Ap/3+i=' };

let folder = '';
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ keys });
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'check-account-'));
});
afterAll(async () => {
	await sandbox.close();
	fs.rmSync(folder, { recursive: true });
});

function fileWith(content: string): string {
	const file = path.join(folder, 'keys.local.json');
	fs.writeFileSync(file, content);
	return file;
}

const fileOf = (change: object = {}): string =>
	fileWith(JSON.stringify({ ...credentialFor(sandbox), ...change }));

/** `npm run check-account` without npm. */
async function run(...args: string[]): Promise<{ code: unknown; said: string; report: string }> {
	const report = path.join(folder, 'report.local.md');
	fs.rmSync(report, { force: true });
	const child = spawn(
		'node',
		['--import', 'tsx', 'test/check-account/run.ts', '--report', report, ...args],
		{ cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
	);
	let said = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
	}
	const [code] = await once(child, 'close');
	expect(findIn('what it prints', Buffer.from(said), keys)).toEqual([]);
	return { code, said, report: fs.existsSync(report) ? fs.readFileSync(report, 'utf8') : '' };
}

test('prints the table and the settings, writes the report and ends with 0', async () => {
	const { code, said, report } = await run('--keys', fileOf(), '--calls', '1000');
	expect(said).toMatch(/^same +Status: Update Opportunity +\/opportunity\/update\/status/m);
	expect(said).toMatch(/^not seen +The limit/m);
	expect(said).toMatch(/Settings to use:\n {2}Credential > Region/);
	expect(report).toMatch(/^\| Status: Update Opportunity \|.*\| same \|/m);
	expect(report).toMatch(/^\| Get Users \| answers \|$/m);
	expect(findIn('the report', Buffer.from(report), keys)).toEqual([]);
	expect(report).not.toMatch(/127\.0\.0\.1/);
	expect(code).toBe(0);
});

test.each([
	[
		'a wrong key',
		() => ['--keys', fileOf({ secretKey: 'wrong' })],
		3,
		/Correct accessKey and secretKey/,
	],
	[
		'a port that is closed',
		() => ['--keys', fileOf({ apiHost: 'http://127.0.0.1:9' })],
		4,
		/did not accept the connection/,
	],
	['an empty key', () => ['--keys', fileOf({ apiKey: '' })], 2, /'x-api-key' .* is empty/],
	[
		'a file that is not there',
		() => ['--keys', path.join(folder, 'none.json')],
		2,
		/There is no file/,
	],
	[
		'a file that is not JSON',
		() => ['--keys', fileWith(`{ "accessKey": "${keys.accessKey}", }`)],
		2,
		/is not a JSON object/,
	],
	['no file', () => [], 2, /Name the file with the keys.*Options:/s],
] as const)('explains %s', async (_name, args, exitCode, words) => {
	const { code, said, report } = await run(...args());
	expect(said).toMatch(words);
	expect([code, report]).toEqual([exitCode, '']);
});

test('explains another region', async () => {
	const elsewhere = await startSandbox({ keys, wrongRegion: 'api-us11.leadsquared.com' });
	try {
		const file = fileWith(JSON.stringify(credentialFor(elsewhere)));
		const { code, said } = await run('--keys', file);
		expect(said).toMatch(/The keys are right, but the account is in another region: United States/);
		expect(code).toBe(3);
	} finally {
		await elsewhere.close();
	}
});

test('has an example file whose keys are no keys', () => {
	const example = JSON.parse(
		fs.readFileSync(path.join(root, 'keys.example.json'), 'utf8'),
	) as Record<string, unknown>;
	expect(Object.keys(example)).toEqual([
		...['region', 'accessKey', 'secretKey', 'apiKey', 'callsPerWindow'],
	]);
	for (const name of ['accessKey', 'secretKey', 'apiKey']) expect(example[name]).toMatch(/^your-/);
});
