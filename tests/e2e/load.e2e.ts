import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { aWorkedWeek } from '../support/a-worked-week.ts';
import { startLoopback } from './loopback.ts';
import { objections } from './objections.ts';
import { expect, goTo, lock, PASSPHRASE, PERSON, test, unlock } from './workstation.ts';

const ANN = { name: 'Ann Able', passphrase: 'a passphrase of my own' };
const BEN = { name: 'Ben Busy', passphrase: 'another one of my own' };

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** What stands in a card, but the time, which goes on while somebody looks. */
const figuresOf = async (card: Locator): Promise<string[]> =>
  (await card.locator('dl > div').allInnerTexts()).filter((line) => !line.startsWith('Duty time'));

test('an analyst sees of themselves exactly what a supervisor sees; a person who worked too long needs a break', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'showSaveFilePicker', { value: undefined });
  });
  const folder = mkdtempSync(join(tmpdir(), 'hashline-e2e-'));
  await aWorkedWeek({ folder, supervisor: { name: PERSON, passphrase: PASSPHRASE }, analysts: [ANN, BEN] }, [
    { name: 'Ben Busy', daysAgo: 3, minutes: 40, cases: 2 },
    { name: 'Ann Able', daysAgo: 3, minutes: 60, cases: 12 },
    { name: 'Ann Able', daysAgo: 1, minutes: 140, cases: 10 },
  ]);
  const host = await startLoopback(folder);
  await page.goto(host.address);
  await page.getByText('Ann Able').click();
  await unlock(page, ANN.passphrase);
  await goTo(page, 'Figures');
  await expect(page.getByRole('radio', { name: 'Load' })).toHaveCount(0);
  await page.getByText('My time', { exact: true }).click();
  await expect(page.getByText('You worked beyond the day’s limit.')).toBeVisible();
  const own = page.getByRole('region', { name: 'My time' });
  await expect(own).toContainText(/3:2\d on [23] days/);
  await expect(own).toContainText('Extended (reason given)');
  const seen = await figuresOf(own);
  expect(await objections(page)).toEqual([]);

  await lock(page);
  await page.getByText(PERSON).click();
  await unlock(page, PASSPHRASE);
  await page.keyboard.press('f');
  await page.getByText('Load', { exact: true }).click();
  const table = page.getByRole('table', { name: 'Load' });
  await expect(table.getByRole('row')).toHaveCount(4);
  await expect(table.getByRole('row').nth(2)).toContainText('Ann Able');
  await expect(table.getByRole('row', { name: /Ann Able/ })).toContainText('Needs a break');
  await expect(table.getByRole('row', { name: /Ben Busy/ })).not.toContainText('Needs a break');
  expect(await objections(page)).toEqual([]);
  await table.getByRole('button', { name: 'Ann Able' }).focus();
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: /^Ann Able, as they see it/ });
  expect(await figuresOf(detail)).toEqual(seen);
  expect(await objections(page)).toEqual([]);

  // What the board is given of that work names neither of them.
  await page.getByText('By period', { exact: true }).click();
  await page.getByLabel('Period', { exact: true }).fill(`${daysAgo(4)}..${daysAgo(0)}`);
  const decided = page.getByRole('table', { name: 'Cases decided, by legality' });
  await expect(page.getByText('Counting…')).toBeHidden();
  const row = decided.getByRole('row', { name: /^Legal/ });
  await expect(row).toHaveText(/^Legal\d+0\+\d+$/);
  // Some of the 24 wait for a blind second look by this supervisor, and are left out.
  const legal = (await row.getByRole('cell').allInnerTexts()).slice(1);
  expect([Number(legal[0]) > 0, Number(legal[0]) <= 24, legal[1]]).toEqual([true, true, '0']);
  expect(await objections(page)).toEqual([]);
  await page.getByRole('button', { name: 'Report to print…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Report on the figures' });
  await dialog.getByRole('button', { name: /\bFor\b/ }).click();
  await page.getByRole('option', { name: 'Board, monthly' }).click();
  await dialog.getByLabel('Period', { exact: true }).fill('2026-13');
  await expect(dialog.getByRole('button', { name: 'Save report' })).toBeDisabled();
  await dialog.getByLabel('Period', { exact: true }).fill(`${daysAgo(4)}..${daysAgo(0)}`);
  expect(await objections(page)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save report' }).click(),
  ]);
  const html = readFileSync(await download.path(), 'utf8');
  expect(download.suggestedFilename()).toMatch(/^hashline-report-board-[\d-]+-en\.html$/);
  const cells = legal.map((cell) => `<td class="number">${cell}</td>`).join('');
  expect(html).toContain(`<th scope="row">Legal</th>${cells}`);
  expect(html).not.toMatch(/Ann Able|Ben Busy/);
  await host.stop();
});
