/** @type {import('jest').Config} */
export default {
  rootDir: '.',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Test files of one worker share its modules, as parts of one process do; loading them anew for every file took
  // half of the time.
  runner: '<rootDir>/test/support/runner.mjs',
  setupFiles: ['<rootDir>/node_modules/reflect-metadata/Reflect.js'],
  setupFilesAfterEnv: [
    '<rootDir>/test/support/time-limits.mjs',
    // SOUK_MUTANT='coupons.end without version = $2': the tests run with a statement that lacks something.
    ...(process.env.SOUK_MUTANT ? ['<rootDir>/test/prove/locks/mutant.setup.ts'] : []),
  ],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/support/closing-line.cjs'],
  testSequencer: '<rootDir>/test/support/long-first.mjs',
  maxWorkers: 2,
};
