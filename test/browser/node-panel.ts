import type { Locator, Page } from 'playwright-core';
import type { Area } from './canvas';
import { until } from './until';

/** The panel in which the user searches for a node. */
export class NodePanel {
	constructor(private readonly page: Page) {}

	root(): Locator {
		return this.page.getByTestId('node-creator');
	}

	/** The part of the page from its heading to its last node. */
	async area(): Promise<Area> {
		const panel = await this.root().boundingBox();
		const last = await this.root().getByTestId('item-iterator-item').last().boundingBox();
		if (panel === null || last === null) throw new Error('The node panel is not on the page');
		return { ...panel, height: last.y + last.height + 12 - panel.y };
	}

	async search(text: string): Promise<void> {
		await this.page.getByTestId('node-creator-search-bar').fill(text);
	}

	/** The names that a search found, in alphabetical order. The nodes listed before the search disappear a moment later. */
	async found(text: string): Promise<string[]> {
		const names = this.root().getByTestId('node-creator-item-name');
		return await until(`the panel shows what has to do with ${text}, and only that`, async () => {
			const shown = await names.allInnerTexts();
			const isSettled = shown.length > 0 && shown.every((name) => name.includes(text));
			return isSettled ? shown.sort() : undefined;
		});
	}

	item(name: string): Locator {
		return this.root()
			.getByTestId('item-iterator-item')
			.filter({ has: this.page.getByText(name, { exact: true }) });
	}

	/** Chooses a node; a community node shows a page about itself first. */
	async choose(name: string): Promise<void> {
		await this.item(name).first().click();
	}

	/** Chooses a node without actions and adds it. */
	async add(name: string): Promise<void> {
		await this.choose(name);
		await this.root().getByText('Add to workflow').click();
	}

	/** The same in the list of tools: n8n appends the word "Tool" to the name, and shows no page about the node. */
	async addTool(name: string): Promise<void> {
		await this.item(`${name} Tool`).or(this.item(name)).first().click();
	}

	async back(): Promise<void> {
		await this.root().locator('[data-test-id="nodes-list-header"] button').first().click();
	}
}
