import type { Page } from '@playwright/test';
import { objections } from './objections.ts';
import { PASSPHRASE, SAM, startReviewedHost, WAITING_FILE } from './reviewed-host.ts';
import { test as base, expect, goTo, lock, reloadOnceKept, unlock } from './workstation.ts';

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const host = await startReviewedHost();
    await use(host);
    await host.stop();
  },
});

async function at(page: Page, name: string): Promise<void> {
  await page.getByText(name, { exact: true }).click();
  await unlock(page, PASSPHRASE);
}

/** Chooses a part of the second review. */
async function part(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('radiogroup', { name: 'Second review' }).getByText(name).click();
}

test('an analyst judges what waits, by keyboard, and learns nothing of the first judgement', async ({
  page,
  host,
  misdeeds,
}) => {
  await page.goto(host.address);
  await at(page, 'Cas');
  await expect(page.getByRole('button', { name: 'Second review, 3 waiting' })).toBeVisible();
  await page.keyboard.press('v');
  const list = page.getByRole('listbox', { name: 'Cases to judge' });
  await expect(list.getByRole('option')).toHaveCount(3);
  await expect(page.getByRole('radio', { name: 'Disagreements' })).toHaveCount(0);
  expect(await objections(page)).toEqual([]);

  // Whichever came first in an order that tells nothing: the waiting site has words to show.
  await list.getByRole('option', { name: /waiting/ }).click();
  await expect(page.getByText('by chance')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show narrative' }).click();
  await expect(page.getByText('A visitor came across waiting by chance')).toBeVisible();

  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Still needed: legality')).toBeVisible();
  for (const key of ['i', 'b', '3']) await page.keyboard.press(key);
  await expect(page.getByTestId('route')).toContainText('ICCAM');
  await reloadOnceKept(page, 'blind', ['illegal', 'baseline', 'pubescent']);
  await expect(page.getByRole('button', { name: 'Second review, 3 waiting' })).toBeVisible();
  await page.keyboard.press('v');
  await list.getByRole('option', { name: /waiting.*Begun/ }).click();
  await expect(page.getByText('Unfinished assessment restored')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^✓ Recorded: hxxps/)).toBeVisible();
  await expect(list.getByRole('option')).toHaveCount(2);
  for (const left of [1, 0]) {
    await page.keyboard.press('l');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('option')).toHaveCount(left);
  }
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(/agree|golden/i);
  await expect(page.getByRole('button', { name: 'Second review', exact: true })).toBeVisible();
  expect(await objections(page)).toEqual([]);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('a supervisor who is neither of the two decides; what was sent is taken back, and the analyst reads a note', async ({
  page,
  host,
  misdeeds,
}) => {
  await page.goto(host.address);
  await at(page, SAM);
  await page.keyboard.press('v');
  await part(page, /^Disagreements/);
  const list = page.getByRole('listbox', { name: 'Disagreements' });
  await list.getByRole('option', { name: /archive.*Not yours/ }).click();
  await expect(page.getByText('another supervisor must settle this')).toBeVisible();

  await lock(page);
  await at(page, 'Tom');
  await page.keyboard.press('v');
  await part(page, /^Disagreements · 3$/);
  await expect(list.getByRole('option')).toHaveCount(3);
  await list.getByRole('option', { name: /market/ }).click();
  const compared = page.getByRole('table', { name: 'Both judgements' });
  await expect(compared.getByRole('row', { name: /Legality differs Illegal Legal/ })).toBeVisible();
  await expect(compared.getByRole('row', { name: /Hosting country differs/ })).toBeVisible();
  await expect(compared).toContainText('An adult by every sign.');
  expect(await objections(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Uphold the first' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Overturn the first' })).toBeFocused();
  await expect(page.getByTestId('route')).toContainText('Close');
  await expect(page.getByText('Federal Police gets a retraction')).toBeVisible();
  expect(await objections(page)).toEqual([]);
  await page.getByLabel('Note to Ann (optional)').fill('ok');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('At least 3 characters.')).toBeVisible();
  await page.getByLabel('Note to Ann (optional)').fill('Bob saw what we overlooked.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^Overturned: hxxps:\/\/market/)).toBeVisible();
  await expect(list.getByRole('option')).toHaveCount(2);
  await goTo(page, 'Outbox');
  await expect(page.getByRole('row', { name: /Federal Police.*Retraction.*market/ })).toBeVisible();

  await lock(page);
  await at(page, 'Ann');
  await page.getByRole('button', { name: 'Second review, 3 waiting' }).click();
  await part(page, /^Notes to me · 2$/);
  const note = page.getByRole('listitem').filter({ hasText: 'Bob saw what we overlooked.' });
  await expect(note).toContainText('Tom');
  expect(await objections(page)).toEqual([]);
  await note.getByRole('button', { name: 'Mark as read' }).click();
  await expect(page.getByRole('button', { name: 'Second review, 2 waiting' })).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('a case that waits is said to wait, and a supervisor who has it shown cannot review it', async ({
  page,
  host,
  misdeeds,
}) => {
  await page.goto(host.address);
  await at(page, 'Tom');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(WAITING_FILE);
  await page.getByRole('option', { name: 'Look up as SHA-256' }).click();
  await page.getByRole('option', { name: 'A case that waits for a second review' }).click();
  await expect(page.getByText('This case waits for a second review.')).toBeVisible();
  expect(await objections(page)).toEqual([]);
  await expect(page.getByRole('button', { name: 'Second review, 5 waiting' })).toBeVisible();
  await page.getByRole('button', { name: 'Show it (you can then not review it)' }).click();
  await expect(page.getByRole('region', { name: 'Decision', exact: true })).toContainText('Ann');
  await expect(page.getByRole('button', { name: 'Second review, 4 waiting' })).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('a supervisor sees how well two people agree, the sample of a month, and the golden cases', async ({
  page,
  host,
  misdeeds,
}) => {
  await page.goto(host.address);
  await at(page, SAM);
  await page.keyboard.press('v');
  await part(page, /^Agreement$/);
  await expect(page.getByRole('table', { name: 'By two people' })).toContainText('Ann and Bob');
  expect(await objections(page)).toEqual([]);
  await part(page, /^Sample$/);
  await expect(page.getByText('shown when the month is over')).toBeVisible();
  await page.getByRole('button', { name: /Month/ }).click();
  await page.getByRole('option').nth(1).click();
  await expect(page.getByText('The sample is the one that the secret number gives.')).toBeVisible();
  expect(await objections(page)).toEqual([]);
  await part(page, /^Golden cases$/);
  const row = page.getByRole('row', { name: /known-answer/ });
  await row.getByRole('button', { name: 'Open the case' }).click();
  await expect(page.getByText('Golden case', { exact: true })).toBeVisible();
  await page.keyboard.press('v');
  await part(page, /^Golden cases$/);
  await row.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(row).toContainText('removed');
  await row.getByRole('button', { name: 'Open the case' }).click();
  await page.getByRole('button', { name: 'Make a golden case' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make a golden case' }).click();
  await expect(page.getByText('Golden case', { exact: true })).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
