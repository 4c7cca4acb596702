/** Ends the run with one plain line, `N passed, N failed`, that people and CI can read. */
module.exports = class CountReporter {
	onRunComplete(_contexts, results) {
		// A suite that does not even load counts as a failure: it has tests that did not pass.
		const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
		// jest prints its own summary after the last reporter, so this waits for the very end.
		process.once('exit', () => {
			process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`);
		});
	}
};
