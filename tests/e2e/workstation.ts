import { cpSync } from 'node:fs';
import { test as base, expect, type Page } from '@playwright/test';
import type { Policy } from '../../shared/domain/policy.ts';
import { aPreparedVault, type Staff } from '../support/a-vault.ts';
import { type Loopback, startLoopback } from './loopback.ts';

/** What the page did that it must never do. */
export interface Misdeeds {
  foreignRequests: string[];
  violations: string[];
  errors: string[];
}

interface Fixtures {
  /** How much of what is decided waits for a second review: nothing, unless a test says otherwise. */
  secondReviewRate: number;
  /** Rules of matching that differ from the bundled policies. */
  matchingRules: Partial<Policy['matching']>;
  /** How long a decision is held: not at all, unless a test says otherwise. */
  graceSeconds: number;
  host: Loopback;
  misdeeds: Misdeeds;
}

/** A test with a host of its own, whose page is watched for foreign requests, policy violations and errors. */
export const test = base.extend<Fixtures>({
  secondReviewRate: [0, { option: true }],
  matchingRules: [{}, { option: true }],
  graceSeconds: [0, { option: true }],
  host: async ({ secondReviewRate, matchingRules, graceSeconds }, use) => {
    const host = await startLoopback(undefined, secondReviewRate, matchingRules, graceSeconds);
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
const HOTLINE = 'Test Hotline';

/** Creates a vault by the first-run form; its only person is a supervisor. @returns its recovery key */
export async function createVault(page: Page, host: Loopback): Promise<string> {
  await page.goto(host.address);
  return fillNewVault(page);
}

/** Makes a vault with the form that is shown. @returns its recovery key */
export async function fillNewVault(page: Page): Promise<string> {
  await page.getByLabel('Name of the hotline').fill(HOTLINE);
  await page.getByLabel('Your name').fill(PERSON);
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Passphrase again', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Create vault' }).click();
  const key = await page.getByTestId('recovery-key').innerText({ timeout: 60_000 });
  await page.getByRole('button', { name: 'I have stored it safely' }).click();
  await page.getByLabel('Last 4 characters of the key').fill(key.trim().slice(-4));
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('navigation').waitFor();
  return key;
}

/**
 * Puts a vault that was made before into the folder of the host, and comes in as its supervisor. Everybody in it has the
 * same passphrase.
 */
export async function openVault(page: Page, host: Loopback, staff: Staff = []): Promise<void> {
  await knockAtVault(page, host, staff);
  if (staff.length > 0) await page.getByText(PERSON).click();
  await unlock(page, PASSPHRASE);
}

/** As `openVault`, but stays at the door. */
export async function knockAtVault(page: Page, host: Loopback, staff: Staff = []): Promise<void> {
  const { secondReview, matching, graceSeconds, vault } = host;
  const founding = { hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE };
  const recipe = { ...founding, secondReview, matching, graceSeconds, staff, forPrograms: true };
  const { folder } = await aPreparedVault(recipe);
  cpSync(folder, vault, { recursive: true });
  await page.goto(host.address);
}

/** Opens a vault with the bundled synthetic reports. @returns its passphrase */
export async function openSampleVault(page: Page, host: Loopback): Promise<string> {
  await page.goto(host.address);
  await page.getByRole('button', { name: 'Try with sample data' }).click();
  const passphrase = await page.getByTestId('sample-passphrase').innerText();
  await page.getByRole('button', { name: 'Open the sample vault' }).click();
  await page.getByRole('button', { name: 'Sample data: go on without it' }).click({ timeout: 60_000 });
  await page.getByRole('navigation').waitFor();
  return passphrase;
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

/** Ends the session from the keyboard and waits for the door. */
export async function lock(page: Page): Promise<void> {
  await page.keyboard.press('Control+l');
  await page.getByRole('heading', { name: 'Unlock the vault' }).waitFor();
}

/** Invites somebody, who chooses a passphrase at the door. Begins with the supervisor at work, ends at the door. */
export async function enrol(page: Page, name: string, role: string, passphrase: string): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Invite a person' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  if (role !== 'Analyst') {
    await page.getByRole('dialog').getByRole('button', { name: /Role/ }).click();
    await page.getByRole('option', { name: role }).click();
  }
  await page.getByRole('button', { name: 'Make a code' }).click();
  const code = await page.getByTestId('invitation-code').innerText();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await lock(page);
  await page.getByText(name).click();
  await page.getByLabel('One-time code from your supervisor', { exact: true }).fill(code);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Passphrase again', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Enrol' }).click();
  await page.getByText('Enrolled. Unlock with your new passphrase.').waitFor();
}

/** What the page keeps of unfinished assessments: of first ones, or of second ones (`blind`). */
type Drafts = 'drafts' | 'blind';

/**
 * Reloads the page once its browser keeps a draft that holds all of `parts`. A reload ends a write that is under way, which no person is
 * fast enough to meet.
 */
export async function reloadOnceKept(page: Page, store: Drafts, parts: readonly string[]): Promise<void> {
  const kept = () =>
    page.evaluate(
      (name) =>
        new Promise<string[]>((resolve, reject) => {
          const opening = indexedDB.open('hashline');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const rows = opening.result.transaction(name).objectStore(name).getAll();
            rows.onerror = () => reject(rows.error);
            rows.onsuccess = () => {
              opening.result.close();
              resolve(rows.result.map(({ json }) => json));
            };
          };
        }),
      store,
    );
  await expect
    .poll(async () => (await kept()).some((json) => parts.every((part) => json.includes(part))))
    .toBe(true);
  await page.reload();
}

/** Lists the cases in a state. */
export async function chooseState(page: Page, state: RegExp): Promise<void> {
  const filters = page.getByRole('button', { name: /^Filters/ });
  await filters.click();
  await page.getByRole('button', { name: /State$/ }).click();
  await page.getByRole('option', { name: state }).click();
  await filters.click();
}
