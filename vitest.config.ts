import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/e2e/**', 'tests/bench/**'],
    globalSetup: ['tests/support/run.setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Much of the time is spent waiting: for disks, for clocks, for other processes.
    maxWorkers: 2 * availableParallelism(),
    // Loading the engine anew for each file would be a third of the time. No test changes what the process shares.
    isolate: false,
    reporters: ['default'],
  },
});
