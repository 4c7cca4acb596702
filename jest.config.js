const shared = {
	testEnvironment: 'node',
	// Types are checked by `npm run typecheck`; the test config makes ts-jest only translate.
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
	setupFiles: ['<rootDir>/test/support/setup.ts'],
};

module.exports = {
	projects: [
		// Neither a server nor n8n's engine: seconds, for the inner loop.
		{ ...shared, displayName: 'unit', roots: ['<rootDir>/test/unit'] },
		{
			...shared,
			displayName: 'rest',
			roots: ['<rootDir>/test'],
			testPathIgnorePatterns: ['<rootDir>/test/unit/'],
		},
	].map((project) => ({ ...project, testMatch: ['**/*.test.ts'] })),
	// One worker for each core. Jest's default leaves one core to itself, which is half of a machine with two.
	maxWorkers: '100%',
	reporters: ['default', '<rootDir>/test/support/count-reporter.js'],
	testTimeout: 30_000,
};
