import type { Locator, Page } from 'playwright-core';
import { fs, os, path, root } from '../support/platform';
import type { Area } from './canvas';
import { shownCredentials } from './credential-select';
import { closeToasts } from './toasts';

/** Where the README and the docs find the pictures. */
const images = path.join(root, 'docs', 'images');

/** The pictures that the README and the pages in `docs` name. */
function shownInPages(): Set<string> {
	const docs = path.dirname(images);
	const pages = fs
		.readdirSync(docs)
		.filter((file) => file.endsWith('.md'))
		.map((file) => path.join(docs, file));
	const text = [path.join(root, 'README.md'), ...pages]
		.map((page) => fs.readFileSync(page, 'utf8'))
		.join('\n');
	return new Set([...text.matchAll(/images\/([\w-]+\.png)\)/g)].map(([, file = '']) => file));
}

/** The pictures of a run, in a temporary folder. Those of one line are copied to `docs/images`. */
export class Screenshots {
	private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-browser-screenshots-'));

	private readonly taken: string[] = [];

	constructor(private readonly page: Page) {}

	/** A picture of an element, of a part of the page, or of all of it. */
	async take(name: string, of?: Locator | Area): Promise<void> {
		await closeToasts(this.page);
		await shownCredentials(this.page);
		// Buttons and hints appear at the pointer.
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

	/** The page when something went wrong. */
	async failure(): Promise<string> {
		const file = path.join(this.folder, 'failure.png');
		await this.page.screenshot({ path: file });
		return file;
	}

	/** Replaces the pictures in the repository by those of this run that a page shows, and returns their names. */
	publish(): string[] {
		const shown = shownInPages();
		const missing = [...shown].filter((file) => !this.taken.includes(file));
		if (missing.length > 0)
			throw new Error(`A page shows what no step took: ${missing.join(', ')}`);
		fs.rmSync(images, { recursive: true, force: true });
		fs.mkdirSync(images, { recursive: true });
		for (const file of shown)
			fs.copyFileSync(path.join(this.folder, file), path.join(images, file));
		return [...shown];
	}

	remove(): void {
		fs.rmSync(this.folder, { recursive: true, force: true });
	}
}
