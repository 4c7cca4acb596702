/** What a reader may rely on in the pages: figures as the code gives them, files that exist, links that lead somewhere. */
import { regions } from '../../nodes/shared/account/account';
import { apiKeysPath } from '../../nodes/shared/properties/where-in-leadsquared';
import { fs, path, root } from '../support/platform';
import { generated } from './pages';

const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

const pages = [
	'README.md',
	'CONTRIBUTING.md',
	...fs
		.readdirSync(path.join(root, 'docs'))
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

/** The anchors of a page: those that stand in it, and GitHub's own for its headings. */
function anchorsOf(page: string): Set<string> {
	const text = read(page).replace(/```[\s\S]*?```/g, '');
	const own = [...text.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id);
	const ofHeadings = [...text.matchAll(/^#+ +(.+)$/gm)].map(([, title = '']) =>
		title
			.replace(/<[^>]*>|\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replace(/\s/g, '-'),
	);
	return new Set([...own, ...ofHeadings].map(String));
}

interface Link {
	target: string;
	anchor: string | undefined;
}

function linksOf(page: string): Link[] {
	const text = read(page).replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
	return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, address = '']) => address)
		.filter((address) => !/^[a-z]+:/.test(address))
		.map((address) => {
			const [file = '', anchor] = address.split('#');
			return {
				target: file === '' ? page : path.posix.join(path.posix.dirname(page), file),
				anchor,
			};
		});
}

test.each(pages)('finds the file, and the place in it, of every link in %s', (page) => {
	const broken = linksOf(page).filter(({ target, anchor }) => {
		if (!fs.existsSync(path.join(root, target))) return true;
		return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
	});
	expect(broken).toEqual([]);
});

test('finds many links, so that the test above can fail', () => {
	expect(pages.flatMap(linksOf).length).toBeGreaterThan(60);
});

test('finds every picture on a page', () => {
	const shown = new Set(pages.flatMap(linksOf).map(({ target }) => target));
	const pictures = fs.readdirSync(path.join(root, 'docs', 'images'));
	expect(pictures.length).toBeGreaterThan(3);
	expect(pictures.filter((name) => !shown.has(`docs/images/${name}`))).toEqual([]);
});

test('finds the files that the architecture names', () => {
	const named = read('docs/architecture.md').matchAll(/`((?:nodes|test|credentials)\/[\w./-]+)`/g);
	const files = [...named].map(([, file = '']) => file);
	expect(files.length).toBeGreaterThan(20);
	expect(files.filter((file) => !fs.existsSync(path.join(root, file)))).toEqual([]);
});

test('finds for each promise the test that keeps it', () => {
	const section = read('docs/architecture.md').split('## Promises')[1]?.split('\n## ')[0] ?? '';
	const rows = section
		.split('\n')
		.filter((line) => line.startsWith('| ') && !line.includes('kept by'));
	expect(rows.length).toBeGreaterThan(15);
	for (const row of rows) expect(row).toMatch(/`test\/[\w/-]+(\.test)?\.ts` \|$/);
});

test('finds the files of nodes/shared that the architecture names without their folder', () => {
	const names = [...read('docs/architecture.md').matchAll(/`([a-z-]+\.ts)`/g)].map(
		([, name]) => name,
	);
	const known = new Set(
		['nodes', 'test'].flatMap((folder) =>
			fs
				.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
				.map((file) => path.basename(file)),
		),
	);
	expect(names.length).toBeGreaterThan(20);
	expect(names.filter((name) => !known.has(String(name)))).toEqual([]);
});

test('is up to date with what npm run docs writes', async () => {
	for (const { file, text } of await generated()) expect([file, read(file)]).toEqual([file, text]);
});

test("names the hosts of every region on the operator's page", () => {
	const page = read('docs/operations.md');
	for (const { name, asyncHost, apiHost } of Object.values(regions)) {
		expect(page).toContain(`| ${name} | \`${asyncHost}\` | \`${apiHost}\` |`);
	}
});

test('finds the pages that the node panel and the credential link to', () => {
	const base = 'https://github.com/leadsquared-async/n8n-nodes-leadsquared-async/blob/main/';
	const codex = fs
		.readdirSync(path.join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.node.json'))
		.map((file) => `nodes/${file.split(path.sep).join('/')}`);
	expect(codex.length).toBeGreaterThan(1);
	for (const file of [...codex, 'credentials/LeadSquaredAsyncApi.credentials.ts']) {
		const addresses = read(file).match(/https:\/\/github\.com[^"']*/g) ?? [];
		expect(addresses.length).toBeGreaterThan(0);
		for (const address of addresses) {
			expect(address.startsWith(base)).toBe(true);
			const [target = '', anchor] = address.slice(base.length).split('#');
			expect([target, fs.existsSync(path.join(root, target))]).toEqual([target, true]);
			if (anchor !== undefined) expect([...anchorsOf(target)]).toContain(anchor);
		}
	}
});

// README's is run by `npm run e2e`.
test('gives the same line for an installation by hand on every page that has one, and says what n8n does not list then', () => {
	const [, line = ''] = /\*\*By hand\*\*[^`]*```sh\n\s*(.+)\n/.exec(read('README.md')) ?? [];
	expect(line).toMatch(/ npm install n8n-nodes-leadsquared-async$/);
	for (const page of ['README.md', 'docs/start.md', 'docs/operations.md']) {
		expect(read(page)).toContain(line);
		expect(read(page)).toMatch(/\*Settings > Community Nodes\* does not list/);
		// An upgrade names the version.
		const commands = read(page).match(/[^`\n]*npm install n8n-nodes-leadsquared-async(?!@)/g) ?? [];
		expect(new Set(commands.map((command) => command.trim()))).toEqual(new Set([line]));
	}
});

test('names each place in the menus of LeadSquared by one path, in the pages, the examples and the editor', () => {
	const filesIn = (folder: string, ending: RegExp) =>
		fs
			.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => ending.test(file))
			.map((file) => `${folder}/${file}`);
	const texts = [
		...pages,
		...filesIn('examples', /\.json$/),
		...filesIn('credentials', /\.ts$/),
		...filesIn('nodes', /\.ts$/).filter((file) => !file.endsWith('/where-in-leadsquared.ts')),
	].map((file) => [file, read(file)] as const);
	expect(texts.filter(([, text]) => text.includes(apiKeysPath)).length).toBeGreaterThan(2);
	// LeadSquared's own pages call the menu behind the user's picture My Account or My Profile.
	const others = /My Account|My Profile|(?<!Settings > )API and Webhooks/;
	expect(texts.filter(([, text]) => others.test(text)).map(([file]) => file)).toEqual([]);
});
