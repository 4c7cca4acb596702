/**
 * What ships, looked at as the tarball that npm would publish.
 * The only tests that touch `dist`: they build it anew where it is older than its sources, so nothing else may read it
 * meanwhile.
 */
import { LazyPackageDirectoryLoader, PackageDirectoryLoader, loadOutputSchema } from 'n8n-core';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { path, root } from '../support/platform';
import { PackedPackage, filesBelow, readManifest, readText, write } from './packed';
import { importsOf } from './requires';

let packed: PackedPackage;
beforeAll(() => {
	packed = new PackedPackage();
}, 120_000);
afterAll(() => packed?.remove());

describe('the tarball', () => {
	it('holds the build, three documents and package.json, and nothing else', () => {
		expect(packed.files.filter((file) => !file.startsWith('dist/'))).toEqual([
			'CHANGELOG.md',
			'LICENSE.md',
			'README.md',
			'package.json',
		]);
		const shipped =
			/^dist\/(nodes|credentials)\/.+\.(js|json)$|^dist\/(known|types)\/(nodes|credentials)\.json$|^dist\/icons\/[^/]+\.svg$/;
		expect(packed.files.filter((file) => file.startsWith('dist/') && !shipped.test(file))).toEqual(
			[],
		);
	});

	it('holds no test, type file, source map, build info or second package.json', () => {
		const unwanted =
			/(^|\/)(test|tests|__tests__)\/|\.test\.|\.ts$|\.map$|tsbuildinfo$|.\/package\.json$/;
		expect(packed.files.filter((file) => unwanted.test(file))).toEqual([]);
	});

	it('leaves nothing of the build behind', () => {
		const built = filesBelow(path.join(root, 'dist')).map((file) => `dist/${file}`);
		expect(packed.files.filter((file) => file.startsWith('dist/'))).toEqual(built);
	});

	it('has one compiled file for each source file', () => {
		const sources = ['nodes', 'credentials'].flatMap((folder) =>
			filesBelow(path.join(root, folder))
				.filter((file) => file.endsWith('.ts'))
				.map((file) => `dist/${folder}/${file.replace(/\.ts$/, '.js')}`),
		);
		expect(packed.files.filter((file) => file.endsWith('.js'))).toEqual(sources.sort());
	});

	it('holds every file that package.json promises n8n', () => {
		const { nodes, credentials } = packed.manifest().n8n;
		expect(nodes).toHaveLength(5);
		expect(credentials).toHaveLength(1);
		expect(packed.files).toEqual(expect.arrayContaining([...nodes, ...credentials]));
	});

	it('depends on no other package at run time', () => {
		expect(packed.manifest().dependencies ?? {}).toEqual({});
	});
});

describe('the compiled code', () => {
	it('loads its own files and n8n-workflow only', () => {
		const scripts = packed.files.filter((file) => file.endsWith('.js'));
		expect(scripts.length).toBeGreaterThan(3);
		const all = scripts.map((file) => ({ file, ...importsOf(readText(packed.folder, file)) }));
		expect(all.filter(({ foreign }) => foreign.length > 0)).toEqual([]);

		const targets = all.flatMap(({ file, relative }) =>
			relative.map((name) => path.posix.join(path.posix.dirname(file), name)),
		);
		expect(targets.length).toBeGreaterThan(3);
		const shipped = (target: string) =>
			['', '.js', '.json', '/index.js'].some((end) => packed.files.includes(target + end));
		expect(targets.filter((target) => !shipped(target))).toEqual([]);
	});
});

describe("n8n's loader, on the unpacked tarball", () => {
	let loader: PackageDirectoryLoader;
	beforeAll(async () => {
		loader = new PackageDirectoryLoader(packed.folder);
		await loader.loadAll();
	});

	it('finds the nodes and the credential', () => {
		expect(Object.keys(loader.nodeTypes).sort()).toEqual([
			'leadSquared',
			'leadSquaredAsync',
			'leadSquaredCheckStatus',
			'leadSquaredTrigger',
			'leadSquaredUpdateOpportunity',
		]);
		expect(Object.keys(loader.credentialTypes)).toEqual(['leadSquaredAsyncApi']);
	});

	it('reads at startup the same descriptions from JSON, without any code', async () => {
		const lazy = new LazyPackageDirectoryLoader(packed.folder);
		await lazy.loadAll();
		expect(lazy.isLazyLoaded).toBe(true);
		const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
		const described = loader.types.nodes.map((description) => ({
			...description,
			__loadOptionsMethods: undefined,
		}));
		expect(lazy.types.nodes).toEqual(asJson(described));
		expect(lazy.types.credentials).toEqual(asJson(loader.types.credentials));
		expect(lazy.known).toEqual(asJson(loader.known));
		expect(lazy.nodeTypes).toEqual({});
		const { type } = lazy.getNode('leadSquaredUpdateOpportunity');
		expect(type).toHaveProperty('execute');
	});

	it('finds a light and a dark icon for each', () => {
		const { nodes, credentials } = loader.types;
		expect([...nodes, ...credentials].map(({ name }) => name)).toHaveLength(6);
		for (const { iconUrl } of [...nodes, ...credentials]) {
			const { light, dark } = iconUrl as { light: string; dark: string };
			expect(light).not.toBe(dark);
			for (const url of [light, dark]) {
				const file = url.replace(`icons/${packed.manifest().name}/`, '');
				expect(packed.files).toContain(file);
				expect(readText(packed.folder, file)).toContain('<svg');
			}
		}
	});

	it('tells the nodes apart by their icons, on a light page and on a dark one', () => {
		const icons = loader.types.nodes.map(({ iconUrl }) => iconUrl as object);
		for (const page of ['light', 'dark']) {
			const pictures = icons.map((urls) => {
				const file = String(Reflect.get(urls, page)).replace(/^icons\/[^/]+\//, '');
				return readText(packed.folder, file);
			});
			expect(new Set(pictures).size).toBe(pictures.length);
		}
	});

	it('finds the codex file of each node, which names that node', () => {
		const names = packed.manifest().n8n.nodes.map((file) => {
			const codex = JSON.parse(readText(packed.folder, `${file}on`)) as { node: string };
			return codex.node;
		});
		const known = Object.keys(loader.nodeTypes).map((name) => `${packed.manifest().name}.${name}`);
		expect(names.sort()).toEqual(known.sort());
		// What the loader took from it: without a codex the node is in no category of the panel.
		for (const { codex } of loader.types.nodes) {
			expect(codex?.categories?.length).toBeGreaterThan(0);
			expect(codex?.resources?.primaryDocumentation?.length).toBeGreaterThan(0);
		}
	});

	it('finds the output schema of each node, and of each of its operations', () => {
		const keyOf: Record<string, string> = {
			'activity:getMany': 'activityId',
			'lead:get': 'leadId',
			'lead:getMany': 'leadId',
			'opportunity:get': 'opportunityId',
			'opportunity:getMany': 'opportunityId',
			'queue:getMetrics': 'PendingMessages',
			'task:getMany': 'taskId',
			'type:getFields': 'schemaName',
			'type:getMany': 'name',
			'user:getMany': 'userId',
			leadSquaredTrigger: 'eventKey',
		};
		for (const { name, properties, version: versions } of loader.types.nodes) {
			const { sourcePath } = loader.known.nodes[name]!;
			const nodeDir = path.dirname(path.join(packed.folder, sourcePath));
			for (const version of [versions].flat()) {
				for (const operation of operationsOf(properties)) {
					const schema = loadOutputSchema({ nodeDir, version, ...operation });
					const key = keyOf[name] ?? keyOf[Object.values(operation).join(':')] ?? 'RequestId';
					expect(schema).toMatchObject({
						type: 'object',
						properties: { [key]: { type: expect.any(String) as unknown } },
					});
				}
			}
		}
	});
});

/** What the editor offers as resource and operation; one entry without either where a node has none. */
function operationsOf(
	properties: INodeProperties[],
): Array<{ resource?: string; operation?: string }> {
	const operations = properties.filter(({ name }) => name === 'operation');
	if (operations.length === 0) return [{}];
	return operations.flatMap(({ options = [], displayOptions }) => {
		const [resource] = displayOptions?.show?.resource ?? [];
		return (options as INodePropertyOptions[]).map(({ value }) => ({
			resource: String(resource),
			operation: String(value),
		}));
	});
}

describe("n8n's scan of community packages", () => {
	it('finds neither error nor warning in the source', () => {
		const { passed, details, files, findings } = packed.scan('source', root);
		expect({ passed, details, findings }).toEqual({ passed: true, findings: [] });
		const sources = ['nodes', 'credentials'].flatMap((folder) =>
			filesBelow(path.join(root, folder)).map((file) => `${folder}/${file}`),
		);
		expect(files).toEqual([...sources, 'package.json'].sort());
	});

	it('finds neither error nor warning in the tarball', () => {
		const { passed, details, files, findings } = packed.scan('tarball', packed.folder);
		expect({ passed, details, findings }).toEqual({ passed: true, findings: [] });
		const scripts = packed.files.filter((file) => file.endsWith('.js'));
		expect(files).toEqual([...scripts, 'package.json'].sort());
	});

	it('fails on a tarball with a forbidden module and a timer', () => {
		const spoiled = packed.copy('bad-tarball');
		const bad = "const fs = require('node:fs');\nsetTimeout(() => fs.readdirSync('.'), 1);\n";
		write(spoiled, 'dist/nodes/bad.js', bad);
		const { passed, findings } = packed.scan('tarball', spoiled);
		expect(passed).toBe(false);
		expect(findings.filter(({ file }) => file !== 'dist/nodes/bad.js')).toEqual([]);
		const rules = findings.map(({ ruleId }) => ruleId);
		expect(rules).toContain('@n8n/community-nodes/no-restricted-imports');
		expect(rules).toContain('@n8n/community-nodes/no-restricted-globals');
	});

	it('fails on a source file that switches a rule off', () => {
		const spoiled = path.join(packed.workFolder, 'bad-source');
		write(spoiled, 'package.json', readText(root, 'package.json'));
		write(
			spoiled,
			'nodes/bad.ts',
			'// eslint-disable-next-line no-console\nconsole.log(process.env);\n',
		);
		const { passed, findings } = packed.scan('source', spoiled);
		expect(passed).toBe(false);
		const rules = findings
			.filter(({ file }) => file === 'nodes/bad.ts')
			.map(({ ruleId }) => ruleId);
		expect(rules).toContain('no-console');
		expect(rules).toContain('@n8n/community-nodes/no-restricted-globals');
	});
});

describe('the repository', () => {
	it('locks versions and hashes, but no address of a registry', () => {
		const lock = readText(root, 'package-lock.json');
		expect(lock).not.toContain('"resolved"');
		expect(lock).toContain('"integrity"');
		expect(lock).not.toMatch(/https?:\/\/[^"]*\.tgz/);
		const { version, packages } = JSON.parse(lock) as { version: string; packages: object };
		expect(version).toBe(readManifest(root).version);
		expect(packages).toHaveProperty(['node_modules/n8n-workflow']);
	});
});
