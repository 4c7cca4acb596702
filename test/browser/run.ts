/**
 * The editor of a real n8n of each line in a real browser, by clicks and keys: what a new user does and sees.
 * `npm run browser`, or `npm run browser -- 1.123.81` for one line; `--screenshots` also writes the pictures in
 * `docs/images`. E2E_CACHE and E2E_KEEP are those of `npm run e2e`; CHROMIUM names another browser.
 */
import { parseArgs, path, proc } from '../support/platform';
import { startSandbox } from '../sandbox';
import type { QueuedRequest } from '../sandbox';
import { opportunityOf } from '../e2e/arrivals';
import { suite, onInterrupt } from '../e2e/suite';
import { finish, say } from '../e2e/checks';
import type { Checks } from '../e2e/checks';
import { installN8n } from '../e2e/install';
import { chosenLines, n8nLines } from '../e2e/lines';
import type { N8nLine } from '../e2e/lines';
import { N8nClient, owner } from '../e2e/n8n-client';
import { N8nServer } from '../e2e/n8n-server';
import { installPackage } from '../e2e/package';
import { secrets } from '../e2e/planted-secrets';
import { recordTested } from '../e2e/tested';
import { openTab } from './browser';
import { buttons, type ButtonName } from './buttons';
import { Editor } from './editor';
import { rows } from './names';
import { Fixture } from './fixture';
import { Screenshots } from './screenshots';
import { checkAgent } from './scenario-agent';
import { checkAsyncNode } from './scenario-async-node';
import { checkButtons } from './scenario-buttons';
import { checkCredential } from './scenario-credential';
import { checkFailure } from './scenario-failure';
import { checkFromZero } from './scenario-from-zero';
import { checkWhatIsSent } from './scenario-what-is-sent';
import { checkMapper } from './scenario-mapper';
import { checkRead } from './scenario-read';
import { checkStatus } from './scenario-status';
import { checkSubmit } from './scenario-submit';
import { checkThemes } from './scenario-themes';
import { checkTrigger } from './scenario-trigger';

/** The line whose pictures are in the docs: the first. */
const pictured = n8nLines[0]?.n8n;

/** What runs now, so that an interrupted run does not leave it behind. */
let running: N8nServer | undefined;

const hourMs = 3_600_000;

/** The last row stays in LeadSquared's queue. */
function processingDelayMs({ body }: QueuedRequest): number {
	return opportunityOf(body) === rows.at(-1)?.Opportunity ? hourMs : 0;
}

async function scenario(
	checks: Checks,
	line: N8nLine,
	folder: string,
	publish: boolean,
): Promise<void> {
	checks.step('A real n8n with this package');
	const n8n = await installN8n(line, (text) => checks.say(`  ${text}`));
	await installPackage(folder, path.join(folder, 'package.log'));
	const sandbox = await startSandbox({ keys: secrets.account, processingDelayMs });
	try {
		running = await N8nServer.start(n8n, folder);
		const client = new N8nClient(running.url);
		await client.setUpOwner();
		const tab = await openTab(running.url);
		const screenshots = new Screenshots(tab.page);
		const editor = new Editor(tab, running.url);
		const fixture = new Fixture(checks, tab, editor, sandbox, screenshots, line, client);
		try {
			await editor.signIn(owner.email, owner.password);
			await checkCredential(fixture);
			await checkSubmit(fixture);
			await checkStatus(fixture);
			await checkFailure(fixture);
			const workflow = await editor.saveWorkflow();
			await checkThemes(fixture);
			await checkAsyncNode(fixture);
			await checkRead(fixture);
			await checkAgent(fixture);
			await checkFromZero(fixture);
			await checkWhatIsSent(fixture);
			await checkButtons(fixture);
			await checkTrigger(fixture);
			// Last, because from then on there are two credentials, and n8n chooses for a new node.
			await checkMapper(fixture, workflow);
			checkTab(fixture);
			if (publish && checks.failed === 0)
				checks.say(`  docs/images: ${screenshots.publish().join(', ')}`);
			screenshots.remove();
		} catch (error) {
			checks.broken(error);
			checks.say(`  The page then: ${await screenshots.failure()}`);
		} finally {
			await tab.close();
		}
	} finally {
		await running?.stop();
		await sandbox.close();
	}
}

/** What must hold for the whole scenario. */
function checkTab({ checks, tab, leaks, searched, sandbox, counted }: Fixture): void {
	checks.step('The browser, over all');
	checks.that(`pages were searched for secrets: ${searched}`, searched > 0);
	checks.equal('no page showed one', [...leaks], []);
	checks.equal(
		'every button of the page was pressed and counted',
		Object.keys(buttons).filter((name) => !counted.has(name as ButtonName)),
		[],
	);
	checks.equal('no key travelled to LeadSquared where nothing asks for it', sandbox.leaks, []);
	const hosts = new Set(tab.refused.map((address) => new URL(address).hostname));
	// n8n looks up every community package in its registry, to show whether a newer version exists.
	const others = [...hosts].filter((host) => !host.startsWith('registry.'));
	checks.equal('the page asked no host but n8n for anything of the package', others, []);
	const ourComplaints = tab.complaints.filter(
		(complaint) => /lead-?squared/i.test(complaint) && !complaint.includes('://registry.'),
	);
	checks.equal('and reported no error of the package', ourComplaints, []);
}

async function main(): Promise<void> {
	onInterrupt(() => running?.kill());
	const { positionals, values } = parseArgs({
		allowPositionals: true,
		options: { screenshots: { type: 'boolean', default: false } },
	});
	const suites: Checks[] = [];
	for (const line of chosenLines(positionals)) {
		const publish = values.screenshots && line.n8n === pictured;
		const checks = await suite(
			`n8n ${line.n8n} in the browser`,
			`n8n-browser-${line.n8n}-`,
			async (checks, folder) => await scenario(checks, line, folder, publish),
		);
		suites.push(checks);
		if (checks.failed === 0) recordTested(line, 'browser', checks.passed);
	}
	proc.exitCode = finish(suites);
}

main().catch((error: unknown) => {
	say(String(error));
	proc.exitCode = 1;
});
