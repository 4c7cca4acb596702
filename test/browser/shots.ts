import type { Locator, Page } from 'playwright-core';
import { fs, os, path, root } from '../support/platform';
import type { Area } from './canvas';
import { closeToasts } from './toasts';

/** Where the README and the docs find the pictures. */
const images = path.join(root, 'docs', 'images');

/** The pictures of a run: in a temporary folder, from where those of one line go to `docs/images`. */
export class Shots {
	private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-browser-shots-'));

	private readonly taken: string[] = [];

	constructor(private readonly page: Page) {}

	/** A picture of an element, of a part of the page, or of all of it. */
	async take(name: string, of?: Locator | Area): Promise<void> {
		await closeToasts(this.page);
		// Where the pointer is, buttons and hints appear.
		await this.page.mouse.move(1, 1);
		const file = `${name}.png`;
		const options = {
			path: path.join(this.folder, file),
			animations: 'disabled',
			caret: 'hide',
		} as const;
		if (of === undefined) await this.page.screenshot(options);
		else if ('width' in of) await this.page.screenshot({ ...options, clip: of });
		else await of.screenshot(options);
		this.taken.push(file);
	}

	/** What the page looked like when something went wrong. */
	async failure(): Promise<string> {
		const file = path.join(this.folder, 'failure.png');
		await this.page.screenshot({ path: file });
		return file;
	}

	/** Replaces the pictures in the repository by those of this run, and returns their names. */
	publish(): string[] {
		fs.rmSync(images, { recursive: true, force: true });
		fs.mkdirSync(images, { recursive: true });
		for (const file of this.taken)
			fs.copyFileSync(path.join(this.folder, file), path.join(images, file));
		return this.taken;
	}

	remove(): void {
		fs.rmSync(this.folder, { recursive: true, force: true });
	}
}
