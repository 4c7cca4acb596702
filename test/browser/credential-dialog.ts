import type { Locator, Page } from 'playwright-core';

/** The dialog in which a person enters a credential. n8n tests it on every save. */
export class CredentialDialog {
	constructor(
		private readonly page: Page,
		private readonly url: string,
	) {}

	root(): Locator {
		return this.page
			.getByTestId('editCredential-modal')
			.getByRole('dialog')
			.or(this.page.getByTestId('editCredential-modal'))
			.first();
	}

	/** From n8n's list of credentials, by the name of the type. */
	async create(type: string): Promise<void> {
		await this.page.goto(`${this.url}/home/credentials/create`, {
			waitUntil: 'domcontentloaded',
		});
		await this.page.getByTestId('new-credential-type-select').locator('input').fill(type);
		await this.page
			.getByTestId('new-credential-type-select-option')
			.filter({ hasText: type })
			.first()
			.click();
		await this.page.getByTestId('new-credential-type-button').click();
		await this.page.getByTestId('parameter-input-field').first().waitFor();
	}

	/** Opens one that is saved. */
	async open(name: string): Promise<void> {
		await this.page.goto(`${this.url}/home/credentials`, { waitUntil: 'domcontentloaded' });
		await this.page.getByTestId('resources-list-item').filter({ hasText: name }).first().click();
		await this.page.getByTestId('parameter-input-field').first().waitFor();
	}

	input(field: string): Locator {
		return this.page.getByTestId(`parameter-input-${field}`).locator('input');
	}

	async choose(field: string, option: string): Promise<void> {
		await this.page.getByTestId(`parameter-input-${field}`).click();
		await this.page.getByRole('option', { name: option }).click();
	}

	/** Enters both hosts and the keys of an account that is on none of LeadSquared's own. */
	async fill(host: string, keys: Record<string, string>): Promise<void> {
		await this.choose('region', 'Other (Custom Hosts)');
		const values = { asyncHost: host, apiHost: host, ...keys };
		for (const [name, value] of Object.entries(values)) await this.enter(name, value);
	}

	/** The editor takes a text over a moment after the last key, or at once when the field is left. */
	async enter(field: string, value: string): Promise<void> {
		await this.input(field).fill(value);
		await this.input(field).blur();
	}

	/** Gives it a name of its own. */
	async rename(name: string): Promise<void> {
		await this.page.getByTestId('credential-name').click();
		await this.page.keyboard.press('Control+A');
		await this.page.keyboard.type(name);
		await this.page.keyboard.press('Enter');
	}

	/** Saves, and returns what the dialog says of the test that n8n makes then: `OK` or the reason. */
	async save(): Promise<string> {
		return await this.tested(this.page.getByTestId('credential-save-button'));
	}

	/** The same test once more. */
	async retry(): Promise<string> {
		return await this.tested(
			this.root().getByRole('button', { name: 'Retry' }).locator('visible=true').first(),
		);
	}

	private async tested(button: Locator): Promise<string> {
		const [tested] = await Promise.all([
			this.page.waitForResponse(/\/rest\/credentials\/test/),
			button.click(),
		]);
		const { data } = (await tested.json()) as {
			data: { status: string; message?: string };
		};
		const dialog = this.page.getByTestId('editCredential-modal');
		if (data.status === 'OK') {
			await dialog.getByTestId('credentials-config-container-test-success').waitFor();
			return 'OK';
		}
		// The reason is behind "More details" until it was opened once.
		const reason = dialog.getByText(data.message ?? '');
		await dialog.getByText('More details').or(reason).first().waitFor();
		if (!(await reason.isVisible())) await dialog.getByText('More details').click();
		await reason.waitFor();
		return await reason.innerText();
	}

	async close(): Promise<void> {
		await this.page
			.getByTestId('editCredential-modal')
			.getByRole('button', { name: /close/i })
			.first()
			.click();
		await this.page.getByTestId('editCredential-modal').waitFor({ state: 'hidden' });
	}
}
