import type { Page } from 'playwright-core';
import { until } from './until';

/** n8n shows a credential by its ID until the list of its credentials has come. */
const n8nId = /^[A-Za-z0-9]{16}$/;

/** What the visible nodes show as their credentials, once it is names. */
export async function shownCredentials(page: Page): Promise<string[]> {
	const selects = page.getByTestId('node-credentials-select').locator('input:visible');
	return await until('credentials are shown by their names', async () => {
		const names = await selects.evaluateAll((inputs: Array<{ value: string }>) =>
			inputs.map(({ value }) => value),
		);
		return names.some((name) => n8nId.test(name)) ? undefined : names;
	});
}
