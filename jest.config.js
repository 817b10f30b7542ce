const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' },
    ],
  },
};

/**
 * The suites by cost: `unit` needs nothing, `server` starts real servers, `smoke` asks the real local model (1.1 GB) and
 * is run on its own.
 * @type {import('jest').Config}
 */
module.exports = {
  // Ends what hangs, on slow machines too; it is no limit on how long a test may take.
  testTimeout: 300_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      roots: ['<rootDir>/test'],
      testPathIgnorePatterns: ['/test/smoke/', '\\.e2e\\.test\\.ts$'],
    },
    { ...shared, displayName: 'server', testMatch: ['<rootDir>/test/**/*.e2e.test.ts'] },
    { ...shared, displayName: 'smoke', testMatch: ['<rootDir>/test/smoke/**/*.test.ts'] },
  ],
};
