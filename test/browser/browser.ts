import { chromium, selectors } from 'playwright-core';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { fs, proc } from '../support/platform';

/** The attribute by which n8n's editor marks its elements. */
selectors.setTestIdAttribute('data-test-id');

/** The size of the screenshots, on which the content of the page depends. */
export const viewport = { width: 1280, height: 800 };

/** Generous, since the machine may be busy; every wait is for a condition. */
export const patienceMs = 60_000;

const flags = [
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// No other host has an address, so nothing can leave this machine.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** A tab of a new Chromium, and what happened in it. */
export interface Tab {
	page: Page;
	context: BrowserContext;
	/** Addresses outside this machine that the page asked for; each was refused. */
	refused: string[];
	/** Errors of the page, with the address of the script or file. */
	complaints: string[];
	/** How each execution ended, as n8n reported it over its web socket. */
	ended: string[];
	/** What the page has asked n8n to look up in LeadSquared, such as a list, and has no answer to yet. */
	lookups: Set<Request>;
	/** How often a mouse button was pressed, to click or to drag; a double click counts twice. */
	presses: number;
	close(): Promise<void>;
}

export async function openTab(url: string): Promise<Tab> {
	const browser = await launch();
	const context = await browser.newContext({
		viewport,
		deviceScaleFactor: 1,
		colorScheme: 'light',
		// Without animations, which would have to be waited for.
		reducedMotion: 'reduce',
		locale: 'en-US',
		timezoneId: 'Asia/Kolkata',
	});
	context.setDefaultTimeout(patienceMs);
	await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });

	const refused: string[] = [];
	await context.route(
		(address) => /^https?:$/.test(address.protocol) && address.hostname !== '127.0.0.1',
		async (route) => {
			refused.push(route.request().url());
			await route.abort();
		},
	);

	await context.exposeFunction('mousePressed', () => void tab.presses++);
	await context.addInitScript(
		"addEventListener('pointerdown', (event) => { if (event.isTrusted) mousePressed(); }, true)",
	);

	const page = await context.newPage();
	const ended: string[] = [];
	page.on('websocket', (socket) => {
		socket.on('framereceived', ({ payload }) => {
			const message = String(payload);
			if (message.includes('"executionFinished"'))
				ended.push(/"status":"(\w+)"/.exec(message)?.[1] ?? 'unknown');
		});
	});
	const lookups = new Set<Request>();
	page.on('request', (request) => {
		if (/\/rest\/(dynamic-node-parameters\/|credentials\/test)/.test(request.url()))
			lookups.add(request);
	});
	page.on('requestfinished', (request) => lookups.delete(request));
	page.on('requestfailed', (request) => lookups.delete(request));
	// What a page asked before it was left is no longer waited for.
	page.on('framenavigated', () => lookups.clear());
	const complaints: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error')
			complaints.push(`${message.text()} (${message.location().url})`);
	});
	page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
	page.on('response', (response) => {
		if (response.status() >= 400) complaints.push(`HTTP ${response.status()} ${response.url()}`);
	});
	const tab: Tab = {
		page,
		context,
		refused,
		complaints,
		ended,
		lookups,
		presses: 0,
		close: async () => await browser.close(),
	};
	return tab;
}

async function launch(): Promise<Browser> {
	const executablePath = proc.env.CHROMIUM ?? '/usr/bin/chromium';
	if (!fs.existsSync(executablePath))
		throw new Error(
			`There is no Chromium at ${executablePath}. On Debian or Ubuntu: apt-get install -y --no-install-recommends chromium. Elsewhere name it: CHROMIUM=/path/to/chromium npm run browser`,
		);
	// Chromium's own sandbox does not work for root, the usual user of a container.
	return await chromium.launch({ executablePath, chromiumSandbox: false, args: flags });
}
