/** docs/errors.md is what the nodes say, and all of it. */
import { fs, path, root } from '../support/platform';
import { errorsPage, problemCodes } from './errors-page';
import { readMessages, sources } from './source';

const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const page = read('docs/errors.md');

/** The page without what Markdown needs, for looking for words. */
const words = page.replace(/\\(?=[\\`*~|])/g, '').replace(/&lt;/g, '<');

test('the page is up to date: npm run docs would not change it', () => {
	expect(errorsPage()).toBe(page);
});

test('every code that a message can have is an entry of its own, with a cause', () => {
	const table = read('nodes/shared/problems/problems.ts').split('const rows = {')[1] ?? '';
	const codes = [...table.matchAll(/^\t(\w+): \{$/gm)].map(([, code]) => code);
	expect(codes.length).toBeGreaterThan(20);
	expect([...problemCodes].sort()).toEqual(codes.sort());
	const { causes } = readMessages();
	for (const code of codes) {
		expect(page.split(`### <a id="${code}"></a>`)).toHaveLength(2);
		expect(causes.get(String(code))).toMatch(/^[A-Z].{20,}\.$/);
	}
});

/** Found by another way than that of the generator: by the look of the text. */
function literalReasons(): string[] {
	return sources().flatMap((file) =>
		[
			...read(file).matchAll(
				/(?:\breason:|badInput\(\s*[\w.]+,|badValue\(|invalid\()\s*(['`])(.*?)\1/gs,
			),
		]
			.map(([, , text = '']) => text)
			.flatMap((text) => text.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/))
			.map((piece) => piece.trim())
			.filter((piece) => /\p{L}{3}/u.test(piece)),
	);
}

test('every reason that stands in the code is found on the page', () => {
	const reasons = literalReasons();
	expect(reasons.length).toBeGreaterThan(40);
	expect(reasons.filter((piece) => !words.includes(piece))).toEqual([]);
});

test('every input message can be linked to', () => {
	const { inputs } = readMessages();
	expect(inputs.length).toBeGreaterThan(40);
	expect(page.match(/<a id="input-/g)?.length).toBeGreaterThan(30);
	const ids = [...page.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id);
	expect(ids).toEqual([...new Set(ids)]);
});

test("what LeadSquared's complaints mean is there", () => {
	const rows = read('nodes/shared/problems/explain.ts').match(/\bsays: \//g) ?? [];
	const { explanations } = readMessages();
	expect(rows.length).toBeGreaterThan(0);
	expect(explanations).toHaveLength(rows.length);
	for (const { says, means } of explanations) {
		expect(words).toContain(says);
		expect(words).toContain(means);
	}
});
