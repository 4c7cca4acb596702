import type { Page } from 'playwright-core';
import { until } from './until';

const toasts = (page: Page) => page.locator('.el-notification:visible');

export async function closeToasts(page: Page): Promise<void> {
	await until('the toasts are gone', async () => {
		const close = toasts(page).locator('.el-notification__closeBtn');
		if ((await toasts(page).count()) === 0) return true;
		// A toast may disappear by itself in between.
		await close
			.first()
			.click({ timeout: 1_000 })
			.catch(() => undefined);
		return false;
	});
}
