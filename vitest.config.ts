import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/e2e/**', 'tests/bench/**'],
    globalSetup: ['tests/support/run.setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Tests wait for disks, passphrase hashing and other processes: every core is used.
    maxWorkers: '100%',
    // Loading the engine anew for each file would be a third of the time. No test changes what the process shares.
    isolate: false,
    reporters: ['default'],
  },
});
