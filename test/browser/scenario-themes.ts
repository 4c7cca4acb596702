import { check, update } from './names';
import type { Fixture } from './fixture';

interface Image {
	source: string;
	width: number;
}

/** The nodes' icons on a light and on a dark page. */
export async function checkThemes(fixture: Fixture): Promise<void> {
	const { checks, editor, tab } = fixture;
	const { canvas } = editor;
	for (const theme of ['light', 'dark'] as const) {
		checks.step(`The icons on a ${theme} page`);
		if (theme === 'dark') {
			await tab.page.emulateMedia({ colorScheme: theme });
			await tab.page.reload({ waitUntil: 'domcontentloaded' });
		}
		await canvas.node(check.onCanvas).waitFor();
		await canvas.fit();
		for (const name of [update.onCanvas, check.onCanvas]) {
			const picture = canvas.node(name).locator('img').first();
			await picture.waitFor();
			const { source, width } = await picture.evaluate(
				async (image: {
					src: string;
					naturalWidth: number;
					decode(): Promise<void>;
				}): Promise<Image> => {
					await image.decode();
					return { source: image.src, width: image.naturalWidth };
				},
			);
			checks.that(`${name} has one, ${source.split('/').pop() ?? ''}`, width > 0);
			checks.that(
				`  which is the ${theme} one`,
				source.endsWith('.dark.svg') === (theme === 'dark'),
				source,
			);
		}
		if (theme === 'dark') await fixture.look('workflow-dark', await canvas.area());
	}
	await tab.page.emulateMedia({ colorScheme: 'light' });
}
