/**
 * Runs one leg of n8n's community-package scan on a folder: `node scan.mjs source|tarball <folder>`.
 * Prints JSON: { passed, details, files, findings }.
 *
 * The scan itself tells errors only; warnings are dropped unless there is an error too. So this
 * listens to the ESLint run inside it: `findings` holds errors and warnings, `files` what was read
 * (a scan that finds no file passes as well).
 *
 * A process of its own, because the scanner is an ES module and Jest runs CommonJS.
 */
import { createRequire } from 'node:module';
import path from 'node:path';

import {
	SOURCE_FILE_PATTERNS,
	analyzePackage,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

// The ESLint that the scanner uses, which need not be the one this package uses.
const fromScanner = createRequire(
	import.meta.resolve('@n8n/scan-community-package/scanner/scanner.mjs'),
);
const { ESLint } = fromScanner('eslint');

const [leg, folder] = process.argv.slice(2);
/** As in analyzePackageByName of the scanner. */
const patterns = { source: SOURCE_FILE_PATTERNS, tarball: ['**/*.js', 'package.json'] }[leg];

const files = [];
const findings = [];
const { lintFiles } = ESLint.prototype;
ESLint.prototype.lintFiles = async function (...names) {
	const results = await lintFiles.apply(this, names);
	for (const { filePath, messages } of results) {
		const file = path.relative(folder, filePath).split(path.sep).join('/');
		files.push(file);
		for (const { severity, ruleId, message, line } of messages) {
			findings.push({
				severity: severity === 2 ? 'error' : 'warning',
				file,
				line,
				ruleId,
				message,
			});
		}
	}
	return results;
};

const { passed, message, details } = await analyzePackage(folder, patterns);
process.stdout.write(
	JSON.stringify({ passed, details: details ?? message, files: files.sort(), findings }),
);
