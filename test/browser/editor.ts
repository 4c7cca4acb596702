import type { Page } from 'playwright-core';
import type { Tab } from './browser';
import { Canvas } from './canvas';
import { CredentialDialog } from './credential-dialog';
import { NodeDetails } from './node-details';
import { NodePanel } from './node-panel';
import { runWith } from './run-button';
import { until } from './until';

/** n8n's editor, used as the user does: by clicks and keys. Elements are found by n8n's own test ids. */
export class Editor {
	readonly canvas: Canvas;

	readonly panel: NodePanel;

	readonly details: NodeDetails;

	readonly credential: CredentialDialog;

	readonly page: Page;

	constructor(
		private readonly tab: Tab,
		readonly url: string,
	) {
		const { page } = tab;
		this.page = page;
		this.canvas = new Canvas(tab);
		this.panel = new NodePanel(page);
		this.details = new NodeDetails(tab);
		this.credential = new CredentialDialog(page, url);
	}

	async signIn(email: string, password: string): Promise<void> {
		const { page } = this;
		await page.goto(`${this.url}/signin`, { waitUntil: 'domcontentloaded' });
		await page.getByTestId('emailOrLdapLoginId').locator('input').fill(email);
		await page.getByTestId('password').locator('input').fill(password);
		await page.getByTestId('form-submit-button').click();
		await page.waitForURL(/\/(home|workflow)/);
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`, { waitUntil: 'domcontentloaded' });
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	/** Opens a workflow that is saved. */
	async openWorkflow(address: string): Promise<void> {
		await this.page.goto(address, { waitUntil: 'domcontentloaded' });
		await this.canvas.nodes().first().waitFor();
	}

	/** Saves, and returns the address, which has the workflow's ID from the first save on. */
	async saveWorkflow(): Promise<string> {
		const saved = this.page.waitForResponse(
			(response) =>
				/\/rest\/workflows/.test(response.url()) && /POST|PATCH/.test(response.request().method()),
		);
		await Promise.all([saved, this.page.keyboard.press('Control+S')]);
		await this.page.waitForURL((address) => !address.pathname.endsWith('/new'));
		return this.page.url();
	}

	/** The list of a workflow's executions, with the newest one shown. */
	async openExecutions(workflowId: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflowId}/executions`, {
			waitUntil: 'domcontentloaded',
		});
		await this.page.getByTestId('execution-preview-retry-button').waitFor();
	}

	/** Retries the execution that is shown, with the currently saved workflow. n8n does not tell this page how it ends. */
	async retryExecution(): Promise<void> {
		const entry = this.page.getByRole('menuitem', { name: /Retry with currently saved workflow/ });
		const started = this.page.waitForResponse(/\/rest\/executions\/[^/]+\/retry/);
		// n8n closes the menu when it refreshes its list of executions.
		await until('the retry is chosen', async () => {
			if (!(await entry.isVisible()))
				await this.page.getByTestId('execution-preview-retry-button').click();
			return await entry.click({ timeout: 2_000 }).then(
				() => true,
				() => false,
			);
		});
		await started;
	}

	/** Runs the whole workflow and returns how it ended. */
	async runWorkflow(): Promise<string> {
		return await runWith(this.tab, this.canvas.runButton());
	}
}
