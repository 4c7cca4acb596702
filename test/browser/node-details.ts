import type { Locator, Page } from 'playwright-core';
import type { Tab } from './browser';
import { runWith } from './run-button';
import { until } from './until';

/** A node's details: input, parameters, output. */
export class NodeDetails {
	private readonly page: Page;

	constructor(private readonly tab: Tab) {
		this.page = tab.page;
	}

	root(): Locator {
		return this.page.locator('[data-test-id="ndv"], [data-test-id="ndv-modal"]').first();
	}

	parameters(): Locator {
		return this.page.getByTestId('node-parameters');
	}

	output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}

	/** 2.x closes it with a cross, 1.x with a link back to the canvas. */
	async close(): Promise<void> {
		await this.page
			.locator('[data-test-id="ndv-close-button"], [data-test-id="back-to-canvas"]')
			.first()
			.click();
		await this.page.getByTestId('output-panel').waitFor({ state: 'hidden' });
	}

	async runPrevious(): Promise<string> {
		// The schema view, which is shown once an earlier node has data, has a button of its own.
		const inSchema = this.page.getByRole('button', { name: 'Execute previous nodes' });
		const button = this.page.getByTestId('execute-previous-node').or(inSchema).first();
		return await runWith(this.tab, button);
	}

	/** Executes the step and returns how it ended. */
	async execute(): Promise<string> {
		return await runWith(this.tab, this.page.getByTestId('node-execute-button'));
	}

	/** Gives the node this output without running it. n8n pins it. */
	async setMockData(items: unknown): Promise<void> {
		await this.output().getByText('set mock data').click();
		const editor = this.output().locator('.cm-content');
		await editor.click();
		await this.page.keyboard.press('Control+A');
		await this.page.keyboard.insertText(JSON.stringify(items));
		await this.output().getByText('Save', { exact: true }).click();
		await editor.waitFor({ state: 'detached' });
	}

	async chooseCredential(name: string): Promise<void> {
		await this.page.getByTestId('node-credentials-select').click();
		await this.page.locator('[role="option"]:visible').filter({ hasText: name }).click();
	}

	/** Chooses from the list of a resource locator. */
	async chooseFromList(parameter: string, entry: string): Promise<void> {
		await this.page.getByTestId(`resource-locator-${parameter}`).getByTestId('rlc-input').click();
		await this.page.getByTestId('rlc-item').filter({ hasText: entry }).click();
	}

	/** Opens the list of a resource locator, and waits for its entries. */
	async openList(parameter: string): Promise<void> {
		await this.page.getByTestId(`resource-locator-${parameter}`).getByTestId('rlc-input').click();
		await this.page.getByTestId('rlc-item').first().waitFor();
	}

	/**
	 * By the menu beside the heading of the mapper, or, where 1.x has found that the fields have changed, by its button. n8n
	 * closes the menu when fields arrive.
	 */
	async refreshFields(): Promise<void> {
		const changed = this.parameters().getByTitle('Refresh').locator('visible=true').first();
		const item = this.page.getByText('Refresh field list').locator('visible=true').first();
		const menu = this.page.getByTestId('mapping-fields-container').getByTestId('action-toggle');
		await until('the fields are loaded again', async () => {
			const entry = (await changed.isVisible()) ? changed : item;
			if (!(await entry.isVisible())) await menu.first().locator('button').first().click();
			const [answer, click] = await Promise.allSettled([
				this.page.waitForResponse(/resource-mapper-fields/, { timeout: 5_000 }),
				entry.click({ timeout: 3_000 }),
			]);
			return answer.status === 'fulfilled' && click.status === 'fulfilled';
		});
	}

	/**
	 * Waits for the mapper's fields. With an expression in the node, n8n does not load those of a chosen type by itself: then
	 * its line with Retry stands there.
	 *
	 * @param unloaded called where the line is shown
	 */
	async loadFields(unloaded: () => Promise<void> = async () => undefined): Promise<void> {
		const fields = this.parameters().getByTestId('add-fields-select');
		const retry = this.parameters().getByText('Retry', { exact: true });
		await fields.or(retry).first().waitFor();
		if (!(await retry.isVisible())) return;
		await unloaded();
		// The fields may have come meanwhile.
		await retry.click({ timeout: 5_000 }).catch(() => undefined);
		await fields.waitFor();
	}

	/** Lets the mapper take its values from the input item. */
	async mapAutomatically(): Promise<void> {
		await this.parameters().getByTestId('mapping-mode-select').click();
		await this.page
			.getByRole('option')
			.filter({ hasText: 'Map Automatically' })
			.locator('visible=true')
			.click();
	}

	async switchOn(parameter: string): Promise<void> {
		await this.parameter(parameter).locator('.el-switch, [role="switch"]').first().click();
	}

	/** Keeps the output for the next runs in the editor. */
	async pin(): Promise<void> {
		await this.page.getByTestId('ndv-pin-data').click();
		await this.page.getByText('Unpin').locator('visible=true').first().waitFor();
	}

	/** Chooses from a drop-down, and returns what it offered. */
	async select(parameter: string, option: string): Promise<string[]> {
		const field = this.parameter(parameter);
		await field.scrollIntoViewIfNeeded();
		await field.locator('input').click();
		const wanted = this.page.getByRole('option', { name: option, exact: true });
		await wanted.waitFor();
		// Another list may still be fading out.
		const list = this.page.getByRole('listbox').filter({ has: wanted });
		const texts = await list.getByRole('option').allInnerTexts();
		await wanted.click();
		await wanted.waitFor({ state: 'hidden' });
		return texts.map((text) => text.trim());
	}

	/** In a tool: the button beside a parameter that leaves it to the model. */
	async letModelDecide(parameter: string): Promise<void> {
		const decided = this.page.getByTestId('fromAI-override-field');
		const before = await decided.count();
		const item = this.page.getByTestId('parameter-item').filter({ has: this.parameter(parameter) });
		await item.first().hover();
		await item.getByTestId('from-ai-override-button').first().click();
		// The parameter's own input is gone then.
		await decided.nth(before).waitFor();
	}

	/** Drags a field of the input's schema onto a parameter, and makes sure that it arrived. */
	async drag(field: string, parameter: string, leave = true): Promise<void> {
		const expression = this.parameter(parameter).getByText(`$json.${field}`).first();
		await until(`${field} is in ${parameter}`, async () => {
			const before = this.tab.presses;
			await this.dragOnce(field, parameter);
			// The page may have moved below the pointer, which then misses the target. A user sees that, and drags once.
			this.tab.presses = before;
			// Long enough for a busy machine: what arrives later would be there twice.
			return await expression.waitFor({ timeout: 20_000 }).then(
				() => true,
				() => false,
			);
		});
		this.tab.presses++;
		// The result of an expression that is being edited covers what is below.
		if (leave) await this.page.getByTestId('tab-params').click();
	}

	private async dragOnce(field: string, parameter: string): Promise<void> {
		const pill = this.page.getByTestId('ndv-input-panel').locator(`[data-name="${field}"]`).first();
		const to = this.parameter(parameter).locator('input').last();
		await pill.waitFor();
		await to.scrollIntoViewIfNeeded();
		const from = await middleOf(pill);
		const target = await middleOf(to);
		const { mouse } = this.page;
		await mouse.move(from.x, from.y);
		await mouse.down();
		await mouse.move(from.x + 30, from.y + 20, { steps: 3 });
		await mouse.move(target.x, target.y, { steps: 8 });
		await mouse.up();
	}

	/** Adds a field to the mapper, and returns the labels of those that were offered. */
	async addMapped(label: string): Promise<string[]> {
		// 2.x shows a menu, 1.x a drop-down.
		const items = this.page.locator(
			'[data-reka-popper-content-wrapper] [role="menuitem"], .el-select-dropdown [role="option"]:visible',
		);
		const add = this.page.getByTestId('add-fields-select').locator('button, input').first();
		await add.scrollIntoViewIfNeeded();
		await add.click();
		const wanted = items.filter({ hasText: label }).first();
		await wanted.waitFor();
		const offered = await items.allInnerTexts();
		await wanted.click();
		await wanted.waitFor({ state: 'hidden' });
		return offered.map((text) => text.trim());
	}

	/** The labels of the mapper's shown fields. */
	async mappedLabels(): Promise<string[]> {
		const fields = this.page.getByTestId('mapping-fields-container');
		await fields.waitFor();
		const labels = await fields.locator('[data-test-id="input-label"]').allInnerTexts();
		// The first is the heading.
		return labels.slice(1).map((text) => text.trim());
	}

	/** The tabs of the output, one for each of the node's outputs. */
	async branches(): Promise<string[]> {
		const tabs = this.output().getByTestId('branches');
		await tabs.waitFor();
		return (await tabs.innerText()).split('\n').map((text) => text.trim());
	}

	async branch(name: string): Promise<void> {
		await this.output().getByTestId('branches').getByText(name).click();
	}

	/** The output's items as they are shown in the view "JSON". */
	async showJson(): Promise<void> {
		await this.output().getByTestId('radio-button-json').click();
	}

	async outputText(): Promise<string> {
		const data = this.output().getByTestId('ndv-data-container');
		return await until('the output shows something', async () => {
			const text = (await data.innerText()).replace(/\s+/g, ' ').trim();
			return text === '' ? undefined : text;
		});
	}
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
	const box = await element.boundingBox();
	if (box === null) throw new Error('What should be dragged is not on the page');
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
