/**
 * Reads the imports of `nodes` and `credentials` below each folder, by the rules of `.dependency-cruiser.cjs`:
 * `node cruiser.mjs <folder>...`, from the repository's root. Prints JSON: a list with a result for each folder.
 *
 * A process of its own, because dependency-cruiser is an ES module and Jest runs CommonJS.
 */
import { cruise } from 'dependency-cruiser';
import readOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

const options = await readOptions('./.dependency-cruiser.cjs');
const results = [];
for (const baseDir of process.argv.slice(2)) {
	const { output } = await cruise(['nodes', 'credentials'], { ...options, baseDir });
	const { violations, ruleSetUsed } = output.summary;
	results.push({ modules: output.modules, violations, rules: ruleSetUsed.forbidden });
}
process.stdout.write(JSON.stringify(results));
