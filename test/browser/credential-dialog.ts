import type { Locator, Page, Response } from 'playwright-core';

/** The dialog in which the user enters a credential. n8n tests it on every save. */
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

	/** Enters both hosts and the keys of an account on a custom host. */
	async fill(host: string, keys: Record<string, string>): Promise<void> {
		await this.choose('region', 'Other (Custom Hosts)');
		const values = { asyncHost: host, apiHost: host, ...keys };
		for (const [name, value] of Object.entries(values)) await this.enter(name, value);
	}

	/** The editor accepts a text a moment after the last key, or at once when the field loses focus. */
	async enter(field: string, value: string): Promise<void> {
		await this.input(field).fill(value);
		await this.input(field).blur();
	}

	/** Renames it. */
	async rename(name: string): Promise<void> {
		await this.page.getByTestId('credential-name').click();
		await this.page.keyboard.press('Control+A');
		await this.page.keyboard.type(name);
		await this.page.keyboard.press('Enter');
	}

	/** Saves, and returns the result of n8n's test in the dialog: `OK` or the reason. */
	async save(): Promise<string> {
		for (;;) {
			const { said, sent } = await this.tested(this.page.getByTestId('credential-save-button'));
			if (await this.isWhatWasSent(sent)) return said;
			// The editor accepts a text a moment after it was typed; then there is something to save again.
		}
	}

	private async isWhatWasSent(sent: Record<string, unknown>): Promise<boolean> {
		for (const [name, value] of Object.entries(sent)) {
			const input = this.input(name);
			// A drop-down shows the name of what is sent.
			const list = this.page.getByTestId(`parameter-input-${name}`).locator('.el-select');
			if (typeof value !== 'string' || (await input.count()) !== 1 || (await list.count()) > 0)
				continue;
			if ((await input.inputValue()) !== value) return false;
		}
		return true;
	}

	/** The same test once more. */
	async retry(): Promise<string> {
		const { said } = await this.tested(
			this.root().getByRole('button', { name: 'Retry' }).locator('visible=true').first(),
		);
		return said;
	}

	/** n8n 1.x may ignore a click while it saves; then the button is still there. */
	private async pressed(button: Locator): Promise<Response> {
		for (let tries = 1; ; tries++) {
			const [answer, click] = await Promise.allSettled([
				this.page.waitForResponse(/\/rest\/credentials\/test/, { timeout: 20_000 }),
				button.click(),
			]);
			if (answer.status === 'fulfilled') return answer.value;
			if (click.status === 'rejected') throw click.reason;
			if (tries === 3) throw answer.reason;
		}
	}

	private async tested(button: Locator): Promise<{ said: string; sent: Record<string, unknown> }> {
		const tested = await this.pressed(button);
		const { credentials } = tested.request().postDataJSON() as {
			credentials: { data: Record<string, unknown> };
		};
		const sent = credentials.data;
		const { data } = (await tested.json()) as {
			data: { status: string; message?: string };
		};
		const dialog = this.page.getByTestId('editCredential-modal');
		if (data.status === 'OK') {
			await dialog.getByTestId('credentials-config-container-test-success').waitFor();
			return { said: 'OK', sent };
		}
		// The reason is behind "More details" until it was opened once.
		const reason = dialog.getByText(data.message ?? '');
		await dialog.getByText('More details').or(reason).first().waitFor();
		if (!(await reason.isVisible())) await dialog.getByText('More details').click();
		await reason.waitFor();
		return { said: await reason.innerText(), sent };
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
