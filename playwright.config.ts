import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const candidates = [
  process.env.HASHLINE_CHROMIUM,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const executablePath = candidates.find((path) => path !== undefined && existsSync(path));

/** The page in a real Chromium, before a real loopback host and a real engine. */
export default defineConfig({
  testDir: 'tests/e2e',
  // Every test has a host, a vault and a browser context of its own.
  fullyParallel: true,
  workers: 2,
  globalSetup: './tests/support/run.setup.ts',
  // A second try on a busy machine is counted as flaky in the report, never hidden.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    actionTimeout: 10_000,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    // Tests of more than half a minute, which `npm run fault` runs.
    { name: 'e2e', testMatch: /.*\.e2e\.ts/, grepInvert: /@long/ },
    { name: 'long', testMatch: /.*\.e2e\.ts/, grep: /@long/ },
    { name: 'screenshots', testMatch: /screenshots\.ts/ },
  ],
});
