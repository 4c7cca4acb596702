import type { Locator, Page } from 'playwright-core';
import type { Tab } from './browser';
import { runWith } from './run-button';

export interface Area {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** The workflow as a drawing. */
export class Canvas {
	private readonly page: Page;

	constructor(private readonly tab: Tab) {
		this.page = tab.page;
	}

	/** The button above a node, which appears at the pointer. Returns how the run ended. */
	async execute(name: string): Promise<string> {
		await this.fit();
		await this.node(name).hover();
		return await runWith(this.tab, this.node(name).getByTestId('execute-node-button'));
	}

	/** Pastes nodes that were copied elsewhere onto the canvas. */
	async paste(nodes: object): Promise<void> {
		const before = await this.nodes().count();
		const { length } = Reflect.get(nodes, 'nodes') as unknown[];
		await this.page.evaluate(
			`navigator.clipboard.writeText(${JSON.stringify(JSON.stringify(nodes))})`,
		);
		await this.page.keyboard.press('Control+V');
		await this.nodes()
			.nth(before + length - 1)
			.waitFor();
	}

	nodes(): Locator {
		return this.page.getByTestId('canvas-node');
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	async fit(): Promise<void> {
		// Only so that everything can be found: not a press of the mouse.
		await this.page.getByTestId('zoom-to-fit').dispatchEvent('click');
		// The move is animated: it has ended when the drawing is where it was a moment ago.
		const place = async () =>
			await this.page.locator('.vue-flow__transformationpane').getAttribute('style');
		for (let before = await place(), still = 0; still < 3; ) {
			await this.page.evaluate(
				'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
			);
			const now = await place();
			still = now === before ? still + 1 : 0;
			before = now;
		}
	}

	/** Lets n8n lay the nodes out. */
	async tidy(): Promise<void> {
		await this.page.getByTestId('tidy-up-button').click();
		await this.fit();
	}

	/** Drags a node this many pixels to the side. */
	async move(name: string, pixels: number): Promise<void> {
		const box = await this.node(name).boundingBox();
		if (box === null) throw new Error(`${name} is not on the canvas`);
		const x = box.x + box.width / 2;
		const y = box.y + box.height / 2;
		const { mouse } = this.page;
		await mouse.move(x, y);
		await mouse.down();
		await mouse.move(x + pixels, y, { steps: 8 });
		await mouse.up();
	}

	/** The plus beside an output, from top to bottom. */
	async plus(node: string, output = 0): Promise<void> {
		await this.fit();
		await this.node(node).getByTestId('canvas-handle-plus').nth(output).click();
	}

	/** The plus beside a node whose name differs between n8n's versions. */
	async plusOf(index: number): Promise<void> {
		await this.fit();
		await this.nodes().nth(index).getByTestId('canvas-handle-plus').first().click();
	}

	/** The plus below an agent, for its tools. */
	async toolPlus(agent: string): Promise<void> {
		await this.fit();
		await this.node(agent)
			.locator('[data-handleid^="inputs/ai_tool"]')
			.getByTestId('canvas-handle-plus')
			.click();
	}

	/** Opens a node's details. */
	async open(name: string): Promise<void> {
		await this.openNode(this.node(name));
	}

	/** The same of the only node on the canvas. */
	async openFirst(): Promise<void> {
		await this.openNode(this.nodes().first());
	}

	private async openNode(node: Locator): Promise<void> {
		await this.fit();
		await node.dblclick();
		await this.page.locator('[data-test-id="ndv"], [data-test-id="ndv-modal"]').first().waitFor();
	}

	/** The part of the page in which the nodes are, with their names and outputs. */
	async area(): Promise<Area> {
		const nodes = await this.nodes().all();
		const boxes = (await Promise.all(nodes.map(async (node) => await node.boundingBox()))).filter(
			(box) => box !== null,
		);
		const edge = (side: (box: Area) => number) => boxes.map(side);
		const x = Math.max(45, Math.min(...edge((box) => box.x)) - 80);
		const y = Math.max(90, Math.min(...edge((box) => box.y)) - 50);
		const right = Math.min(1280, Math.max(...edge((box) => box.x + box.width)) + 140);
		const bottom = Math.min(705, Math.max(...edge((box) => box.y + box.height)) + 90);
		return { x, y, width: right - x, height: bottom - y };
	}

	runButton(): Locator {
		return this.page.getByTestId('execute-workflow-button').first();
	}
}
