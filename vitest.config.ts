import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Two files need the package. The one that builds it goes first; the other would wait for it, and goes in the middle. */
class PackageFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const named = (name: string) => sorted.filter(({ moduleId }) => moduleId.endsWith(name));
    const first = named('electron-package.test.ts');
    const middle = named('hashline-in-standin.test.ts');
    const others = sorted.filter((file) => !first.includes(file) && !middle.includes(file));
    const half = Math.floor(others.length / 2);
    return [...first, ...others.slice(0, half), ...middle, ...others.slice(half)];
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/e2e/**', 'tests/bench/**'],
    globalSetup: ['tests/support/run.setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Tests wait for disks, timers and other processes: with one worker for each core a quarter of the time is idle.
    maxWorkers: availableParallelism() + 1,
    // Loading the engine anew for each file would be a third of the time. No test changes what the process shares.
    isolate: false,
    sequence: { sequencer: PackageFirst },
    reporters: ['default'],
  },
});
