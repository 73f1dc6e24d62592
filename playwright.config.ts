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
  // A test that fails once in a while has a cause, which a second try would hide.
  retries: 0,
  timeout: 120_000,
  // Long enough for a machine that others use too: what is waited for comes in a fraction of a second, or never.
  expect: { timeout: 20_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    actionTimeout: 20_000,
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
    { name: 'e2e', testMatch: /.*\.e2e\.ts/ },
    { name: 'screenshots', testMatch: /screenshots\.ts/ },
  ],
});
