import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/e2e/**', 'tests/bench/**'],
    globalSetup: ['tests/support/run.setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Much of the time is spent waiting for disks, passphrase hashing and other processes: every core is used.
    maxWorkers: '100%',
    reporters: ['default'],
  },
});
