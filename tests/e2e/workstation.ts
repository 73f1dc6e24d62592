import { test as base, type Page } from '@playwright/test';
import { type Loopback, startLoopback } from './loopback.ts';

/** What the page did that it must never do. */
export interface Misdeeds {
  foreignRequests: string[];
  violations: string[];
  errors: string[];
}

interface Fixtures {
  host: Loopback;
  misdeeds: Misdeeds;
}

/** A test with a host of its own, whose page is watched for foreign requests, policy violations and errors. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const host = await startLoopback();
    await use(host);
    await host.stop();
  },
  misdeeds: async ({ page, host }, use) => {
    const misdeeds: Misdeeds = { foreignRequests: [], violations: [], errors: [] };
    const own = new URL(host.address).host;
    page.on('request', (request) => {
      if (new URL(request.url()).host !== own) misdeeds.foreignRequests.push(request.url());
    });
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== own) misdeeds.foreignRequests.push(socket.url());
    });
    page.on('pageerror', (error) => misdeeds.errors.push(error.message));
    await page.exposeFunction('tellViolation', (what: string) => misdeeds.violations.push(what));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const tell = (window as unknown as { tellViolation: (what: string) => void }).tellViolation;
        tell(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
      });
    });
    await use(misdeeds);
  },
});

export { expect } from '@playwright/test';

export const PASSPHRASE = 'correct mule battery stable';
export const PERSON = 'Ada Reviewer';

/** Creates a vault by the first-run form; its only person is a supervisor. */
export async function createVault(page: Page, host: Loopback): Promise<void> {
  await page.goto(host.address);
  await page.getByLabel('Name of the hotline').fill('Test Hotline');
  await page.getByLabel('Your name').fill(PERSON);
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Passphrase again').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Create vault' }).click();
  await enterWorkspace(page);
}

/** Opens a vault with the bundled synthetic reports. @returns its passphrase */
export async function openSampleVault(page: Page, host: Loopback): Promise<string> {
  await page.goto(host.address);
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  const passphrase = await page.getByTestId('sample-passphrase').innerText();
  await page.getByRole('button', { name: 'Open the sample vault' }).click();
  await enterWorkspace(page);
  return passphrase;
}

/** Passes the recovery key, where the engine made one, and waits for the queue. */
async function enterWorkspace(page: Page): Promise<void> {
  const queue = page.getByRole('navigation').getByRole('button', { name: 'Queue' });
  const stored = page.getByRole('button', { name: 'I have stored it' });
  await queue.or(stored).first().waitFor({ timeout: 60_000 });
  if (await stored.isVisible()) await stored.click();
  await queue.waitFor();
}

export async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByRole('navigation').waitFor({ timeout: 30_000 });
}

/** Goes to a screen by its button. */
export async function goTo(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: screen }).click();
}
