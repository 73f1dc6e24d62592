import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { findRuntime, repository } from './electron-runtime.ts';

/** Words that stand in the vault alone; found anywhere else they escaped. */
export const CANARY = 'Canary Hotline 7c1f0e';
export const PASSPHRASE = 'correct horse battery staple';

export interface RunningHashline {
  app: ElectronApplication;
  page: Page;
  userData: string;
  close: () => Promise<void>;
}

/** Builds the bundles and starts them in the real runtime, with a profile that is thrown away. */
export async function startHashline(): Promise<RunningHashline> {
  execFileSync(
    process.execPath,
    [
      join(repository, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--config',
      'vite.electron.config.ts',
      '--logLevel',
      'error',
    ],
    { cwd: repository },
  );
  const userData = mkdtempSync(join(tmpdir(), 'hashline-e-'));
  const app = await _electron.launch({
    executablePath: findRuntime() ?? '',
    args: [repository, `--user-data-dir=${userData}`, '--lang=en'],
    chromiumSandbox: true,
  });
  const page = await app.firstWindow();
  return {
    app,
    page,
    userData,
    close: async () => {
      await app.close();
      rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Makes the vault of a first run, as a person does. */
export async function createVault(page: Page): Promise<void> {
  await page.getByLabel('Name of the hotline').fill(CANARY);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Passphrase again', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Create vault' }).click();
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
}
