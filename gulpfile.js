/**
 * The build, from an empty `dist/` to what ships: the compiled nodes and credentials,
 * and beside them what n8n reads but TypeScript does not (icons, codex files, output schemas),
 * and the descriptions of the nodes as JSON, as n8n's own nodes have them.
 */
const { spawn } = require('node:child_process');
const path = require('node:path');
const { dest, parallel, series, src } = require('gulp');
const { rimraf } = require('rimraf');

const out = 'dist';

function clean() {
	return rimraf(out);
}

/** As its own process: it prints what is wrong, and its exit code ends the build. */
function run(script, ...args) {
	return spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
}

function compile() {
	return run(require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json');
}

// `encoding: false`, or gulp 5 reads a PNG as UTF-8 text and breaks it.
function icons() {
	return src('icons/**/*.{svg,png}', { encoding: false }).pipe(dest(`${out}/icons`));
}

function metadata() {
	return src(['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], { base: '.' }).pipe(
		dest(out),
	);
}

/** n8n's loader then reads these four files at startup, and a node's code when it is first used. */
function descriptions() {
	const core = path.dirname(require.resolve('n8n-core/package.json'));
	return run(path.join(core, 'bin', 'generate-metadata'));
}

/** Lists for the tests of n8n's own nodes, which the same command writes. */
function withoutLists() {
	return rimraf(`${out}/methods`);
}

exports.clean = clean;
exports.build = series(clean, parallel(compile, icons, metadata), descriptions, withoutLists);
exports.default = exports.build;
