module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
	setupFiles: ['<rootDir>/test/support/setup.ts'],
	reporters: ['default', '<rootDir>/test/support/count-reporter.js'],
	testTimeout: 30_000,
};
