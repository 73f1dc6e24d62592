import type { Browser, Page } from '@playwright/test';
import { type AProxy, aProxy } from '../support/a-proxy.ts';
import { type FoundedHub, startHubFrom } from './hub-from-files.ts';
import { type Loopback, startLoopback } from './loopback.ts';
import { reportsFile } from './reports.ts';
import { chooseState, expect, goTo, lock, openVault, PASSPHRASE, unlock } from './workstation.ts';

/** Who works at the second seat. */
export const BEA = 'Bea Able';
/** Who works at the first seat beside its supervisor. */
export const ANN = 'Ann Busy';

/** A hotline of two seats, each with a host and a browser of its own, and a hub that a test can take away. */
export interface TwoSeats extends AsyncDisposable {
  /** The way to the hub. */
  way: AProxy;
  hub: FoundedHub;
  second: Page;
  secondHost: Loopback;
}

/** Looks at a page where the story is at something worth it. */
export type Look = (what: string, page: Page) => Promise<void>;
const noLook: Look = async () => {};

/** Saves what a button offers. @returns where the file lies */
export async function saved(page: Page, button: string): Promise<string> {
  // A test has nobody who chooses a place; without the dialog the browser downloads.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return (await coming).path();
}

/** Founds a team by the page, and sets its hub up with the files that the page gives. */
export async function foundTeam(page: Page, look = noLook) {
  let port = 0;
  const way = await aProxy(() => port);
  way.cut();
  await goTo(page, 'Seats');
  await look('alone', page);
  await page.getByRole('button', { name: 'Found a team…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Host').fill('127.0.0.1');
  await dialog.getByLabel('Port').fill(String(way.port));
  await look('found', page);
  await dialog.getByRole('button', { name: 'Found the team' }).click();
  await page.getByText('Not saved yet. The files are made only once').waitFor();
  await look('files', page);
  const hub = await startHubFrom(await saved(page, 'Save the files…'));
  port = hub.port;
  way.mend();
  await page.getByRole('button', { name: 'Put away' }).click();
  // The seat tries again at growing pauses; a person need not wait for the next.
  await page.getByRole('button', { name: 'Exchange now' }).click();
  await expect(page.getByText('In contact with the other seats.')).toBeVisible();
  return { way, hub };
}

/** Invites Bea, who joins with a browser of her own and chooses a passphrase. */
export async function joinSecond(
  page: Page,
  browser: Browser,
  look = noLook,
  role = 'Analyst',
): Promise<{ second: Page; secondHost: Loopback }> {
  await goTo(page, 'Seats');
  await page.getByRole('button', { name: 'Invite to a seat…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(BEA);
  if (role !== 'Analyst') {
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Analyst/ })
      .click();
    await page.getByRole('option', { name: role }).click();
  }
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  const code = await page.getByTestId('seat-code').innerText();
  await look('invitation', page);
  const file = await saved(page, 'Save the file…');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  const secondHost = await startLoopback();
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: 'en-GB' });
  const second = await context.newPage();
  await second.goto(secondHost.address);
  await second.getByRole('button', { name: 'Join a hotline…' }).waitFor();
  await look('door', second);
  await second.getByRole('button', { name: 'Join a hotline…' }).click();
  await second.locator('input[type=file]').setInputFiles(file);
  await second.getByLabel('Code from your supervisor').fill(code);
  await look('join', second);
  await second.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(second.getByText('This workstation belongs to the hotline now.')).toBeVisible({
    timeout: 60_000,
  });
  await look('joined', second);
  await second.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await second.getByLabel('Passphrase again', { exact: true }).fill(PASSPHRASE);
  await second.getByRole('button', { name: 'Enrol' }).click();
  await second.getByText('Enrolled. Unlock with your new passphrase.').waitFor();
  await unlock(second, PASSPHRASE);
  return { second, secondHost };
}

export const at = async (page: Page, name: string) => {
  await page.getByText(name).click();
  await unlock(page, PASSPHRASE);
};

export async function exchange(page: Page): Promise<void> {
  await goTo(page, 'Seats');
  await page.getByRole('button', { name: 'Exchange now' }).click();
  await expect(page.getByText('In contact with the other seats.')).toBeVisible();
}

/**
 * Ann, at the supervisor's seat, and Bea decide the same case while the hub is away: Ann's decision comes first in the
 * record. Begins with the supervisor at work, ends with Ann, who has Bea's decision by then.
 */
export async function decideApart(page: Page, { second, way }: TwoSeats, look = noLook): Promise<void> {
  await goTo(page, 'Import');
  const buffer = reportsFile([
    { host: 'one.example', country: 'BE' },
    { host: 'two.example', country: 'BE' },
  ]);
  await page.locator('input[type=file]').setInputFiles({ name: 'a.jsonl', mimeType: 'text/plain', buffer });
  await expect(page.locator('article[data-phase=done]')).toBeVisible();
  await lock(page);
  await at(page, ANN);
  const one = (seat: Page) => seat.getByRole('option', { name: /one\[\.\]example/ });

  // What Ann begins with is hers; Bea may look at it, and judge it.
  await one(page).click();
  await page.keyboard.press('l');
  await expect(one(page)).toContainText('You are on it');
  await expect(one(second)).toContainText(`${ANN} has it open`, { timeout: 40_000 });
  await one(second).click();
  for (const key of ['i', 'b', '3']) await second.keyboard.press(key);
  await expect(second.getByText(`${ANN} has this case open now.`)).toBeVisible();
  await look('held elsewhere', second);
  // From the last row of the list as well.
  await second.getByRole('button', { name: 'Next case' }).click();
  await expect(second.getByText('has this case open now.')).toHaveCount(0);
  await one(second).click();

  way.cut();
  for (const seat of [page, second]) {
    await seat.keyboard.press('Control+Enter');
    await expect(seat.getByText(/^✓ Recorded: /)).toBeVisible();
    await expect(seat.getByText(/No contact with the other seats since \d\d:\d\d/)).toBeVisible();
  }
  await goTo(second, 'Seats');
  await expect(second.getByText(/No contact with the others since/)).toBeVisible();
  await look('apart', second);
  await lock(second);

  // Bea's vault is locked, so that Ann's decision comes first, and hers finds it there.
  way.mend();
  await exchange(page);
  await expect(page.getByText(/No contact with the other seats/)).toHaveCount(0);
  await at(second, BEA);
  await exchange(second);
  await exchange(page);
}

/** Opens a decided case. */
export async function openDecided(page: Page, state: string): Promise<void> {
  await goTo(page, 'Queue');
  await chooseState(page, new RegExp(state));
  await page.getByRole('option', { name: /one\[\.\]example/ }).click();
}

/** Opens a vault of a supervisor and Ann, and makes of it the first of two seats. */
export async function twoSeats(
  page: Page,
  host: Loopback,
  browser: Browser,
  look = noLook,
  role = 'Analyst',
): Promise<TwoSeats> {
  await openVault(page, host, [[ANN, 'analyst']]);
  const { way, hub } = await foundTeam(page, look);
  const { second, secondHost } = await joinSecond(page, browser, look, role);
  return {
    ...{ way, hub, second, secondHost },
    [Symbol.asyncDispose]: async () => {
      await second.context().close();
      await secondHost.stop();
      hub.stop();
      await way[Symbol.asyncDispose]();
    },
  };
}
