/** Ends the run with one plain line, `N passed, N failed`, that people and CI can read. */
module.exports = class CountReporter {
	onRunComplete(_contexts, results) {
		// A suite that does not even load counts as a failure: it has tests that did not pass.
		const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
		process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed\n`);
	}
};
