/**
 * The build, from an empty `dist/` to what ships: the compiled nodes and credentials,
 * and beside them what n8n reads but TypeScript does not (icons, codex files, output schemas).
 */
const { spawn } = require('node:child_process');
const { dest, parallel, series, src } = require('gulp');
const { rimraf } = require('rimraf');

const out = 'dist';

function clean() {
	return rimraf(out);
}

/** tsc as its own process: it prints what is wrong, and its exit code ends the build. */
function compile() {
	return spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json'], {
		stdio: 'inherit',
	});
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

exports.clean = clean;
exports.build = series(clean, parallel(compile, icons, metadata));
exports.default = exports.build;
