import type { Locator } from 'playwright-core';
import type { Tab } from './browser';
import { closeToasts } from './toasts';
import { until } from './until';

/** Clicks a button that runs something, and returns how the execution ended: `success` or `error`. */
export async function runWith(tab: Tab, button: Locator): Promise<string> {
	const before = tab.ended.length;
	await closeToasts(tab.page);
	await button.click();
	const status = await until('the execution ends', async () => tab.ended[before], 120_000);
	// The editor shows the results a moment later.
	await tab.page.locator('[data-test-id="stop-execution-button"]').waitFor({ state: 'hidden' });
	return status;
}
