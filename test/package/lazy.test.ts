/** What n8n reads at its start, by the imports in the source: a node's own file and whatever that imports at once. */
import * as ts from 'typescript';

import { fs, path, root } from '../support/platform';

/** Files that a file imports when it is read: not its types, and not what `import()` leaves for later. */
function importsAtOnce(file: string): string[] {
	const { outputText } = ts.transpileModule(fs.readFileSync(file, 'utf8'), {
		compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
	});
	return [...outputText.matchAll(/^(?:const \w+ = |var \w+ = )?require\("(\.[^"]+)"\)/gm)].map(
		([, name = '']) => path.join(path.dirname(file), `${name}.ts`),
	);
}

function readAtStart(...files: string[]): string[] {
	const seen = new Set<string>();
	const visit = (file: string) => {
		if (seen.has(file)) return;
		seen.add(file);
		importsAtOnce(file).forEach(visit);
	};
	files.map((file) => path.join(root, file)).forEach(visit);
	return [...seen].map((file) => path.relative(root, file).split(path.sep).join('/'));
}

const { n8n } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};
const entries = [...n8n.nodes, ...n8n.credentials].map((file) =>
	file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
);

/** What shows the nodes and the credential. `.dependency-cruiser.cjs` allows the same, import by import. */
const shows = [
	/^credentials\//,
	/^nodes\/shared\/(account|lib|properties)\//,
	/^nodes\/shared\/async-api\/operations\.ts$/,
	/^nodes\/shared\/editor\/methods\.ts$/,
	/^nodes\/LeadSquared\w*\/([^/]+\.node|properties|methods|labels|outputs)\.ts$/,
	/^nodes\/LeadSquared\w*\/descriptions\//,
];

test("n8n's start reads what shows the nodes, and nothing that only a run or the editor's lists need", () => {
	const files = readAtStart(...entries);
	expect(files).toEqual(expect.arrayContaining(entries));
	expect(files.filter((file) => !shows.some((place) => place.test(file)))).toEqual([]);
	expect(files.length).toBeLessThanOrEqual(40);
});

test("n8n's start does not load the tables of languages, which takes longer than all else together", () => {
	const asks = readAtStart(...entries).filter((file) =>
		/localeCompare|\bIntl\b|toLocale/.test(fs.readFileSync(path.join(root, file), 'utf8')),
	);
	expect(asks).toEqual([]);
});

test('the search finds what a run needs where it is imported at once', () => {
	const files = readAtStart('nodes/LeadSquaredUpdateOpportunity/execute.ts');
	expect(files).toContain('nodes/shared/transport/client.ts');
	expect(files).toContain('nodes/shared/limit/limiter.ts');
	expect(files.filter((file) => !shows.some((place) => place.test(file))).length).toBeGreaterThan(
		10,
	);
});
