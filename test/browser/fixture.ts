import type { Locator } from 'playwright-core';
import { Buffer } from '../support/platform';
import type { Sandbox } from '../sandbox';
import type { Checks } from '../e2e/checks';
import type { N8nLine } from '../e2e/lines';
import type { N8nClient } from '../e2e/n8n-client';
import { secrets } from '../e2e/planted-secrets';
import { findIn } from '../e2e/secrets';
import type { Tab } from './browser';
import { buttons, type Button, type ButtonName } from './buttons';
import type { Area } from './canvas';
import type { Editor } from './editor';
import type { Screenshots } from './screenshots';
import { until } from './until';

/** What changes nothing in LeadSquared: its synchronous API, except what makes or removes a webhook, and a queue's metrics. */
const reading = /\.svc\/(?!(Create|Delete)$)|\/metrics$/;

const checking = /\/status$/;

type SecretName = keyof typeof secrets.all;

/** What each part of the scenario works with. */
export class Fixture {
	/** Where a secret was visible that should not be. */
	readonly leaks = new Set<string>();

	/** The buttons whose calls were counted. */
	readonly counted = new Set<ButtonName>();

	/** How many pages were searched for secrets. */
	searched = 0;

	constructor(
		readonly checks: Checks,
		readonly tab: Tab,
		readonly editor: Editor,
		readonly sandbox: Sandbox,
		readonly screenshots: Screenshots,
		readonly line: N8nLine,
		/** n8n's REST API, by the same user. */
		readonly client: N8nClient,
	) {}

	/** Presses a button, and compares what LeadSquared gets with what the page says. */
	readonly sends = async (name: ButtonName, press: () => Promise<unknown>): Promise<void> => {
		const { checks, sandbox, tab } = this;
		// On a busy machine the editor still loads what belongs to an earlier step.
		const settled = async () =>
			await until(
				'the editor has its lists',
				async () => await Promise.resolve(tab.lookups.size === 0),
			);
		const { button, where, writes, checks: looks, reads, leastReads = 0 }: Button = buttons[name];
		await settled();
		const before = new Set(sandbox.calls);
		await press();
		await settled();
		const calls = sandbox.calls.filter((call) => !before.has(call)).map(({ path }) => path);
		const checked = calls.filter((path) => checking.test(path)).length;
		const read = calls.filter((path) => reading.test(path)).length;
		const written = calls.length - checked - read;
		checks.that(
			`${button} (${where}): ${writes} to change something, ${looks} status checks, ${leastReads} to ${reads} reads`,
			written === writes && checked === looks && read >= leastReads && read <= reads,
			calls,
		);
		this.counted.add(name);
	};

	/** A check of something that the page may show a moment later. */
	async shows(promise: string, shown: Locator): Promise<void> {
		const visible = shown.locator('visible=true').first();
		const isShown = await visible.waitFor().then(
			() => true,
			() => false,
		);
		this.checks.that(promise, isShown);
	}

	/** A visible step: takes its screenshot, and checks that no secret is on the page. */
	async look(name: string, of?: Locator | Area): Promise<void> {
		await this.searchPage(name);
		await this.screenshots.take(name, of);
	}

	/** The page's document, and what its inputs hold. `except` are those that a form shows on purpose. */
	async searchPage(place: string, except: SecretName[] = []): Promise<void> {
		const inputs = await this.tab.page.evaluate<string>(
			'[...document.querySelectorAll("input, textarea")].map((input) => input.value).join("\\n")',
		);
		this.search(place, `${await this.tab.page.content()}\n${inputs}`, except);
	}

	/** Only the readable text, where the user has just typed secrets. */
	async searchText(place: string): Promise<void> {
		this.search(place, await this.tab.page.locator('body').innerText(), []);
	}

	private search(place: string, text: string, except: SecretName[]): void {
		const wanted = Object.entries(secrets.all).filter(
			([name]) => !except.some((one) => one === name),
		);
		for (const { secret, spelling } of findIn(place, Buffer.from(text), Object.fromEntries(wanted)))
			this.leaks.add(`${secret} (${spelling}) in ${place}`);
		this.searched++;
	}
}
