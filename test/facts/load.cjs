// Loads one package as n8n does at its start and prints how long that took. A process of its own for each look:
//   node load.cjs <package to warm up with> <package to measure>
// Plain JavaScript, since a loader for TypeScript would stand in the way of every require that is measured.
'use strict';
require('reflect-metadata');
// n8n has these in memory before it looks at any community package.
require('n8n-workflow');
const { LazyPackageDirectoryLoader } = require('n8n-core');

async function load(folder) {
	const before = Object.keys(require.cache).length;
	const start = process.hrtime.bigint();
	const loader = new LazyPackageDirectoryLoader(folder);
	await loader.loadAll();
	// n8n does this next, for the credentials of every package.
	for (const name of Object.keys(loader.known.credentials)) loader.getCredential(name);
	const loaded = process.hrtime.bigint();
	const modules = Object.keys(require.cache).length - before;
	for (const name of Object.keys(loader.known.nodes)) loader.getNode(name);
	return {
		ms: Number(loaded - start) / 1e6,
		firstUseMs: Number(process.hrtime.bigint() - loaded) / 1e6,
		modules,
		nodes: Object.keys(loader.known.nodes).length,
		credentials: Object.keys(loader.known.credentials).length,
	};
}

async function main() {
	const [warmUp, folder] = process.argv.slice(2);
	// The loader's own first use belongs to no package.
	await load(warmUp);
	process.stdout.write(JSON.stringify(await load(folder)));
	process.exit(0);
}

void main();
