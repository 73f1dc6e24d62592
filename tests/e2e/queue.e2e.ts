import type { Page } from '@playwright/test';
import { objections } from './objections.ts';
import { reportsFile } from './reports.ts';
import { expect, goTo, lock, openVault, PASSPHRASE, test, unlock } from './workstation.ts';

const REPORTED = [
  { host: 'newest.example', country: 'US' },
  { host: 'dutch.example', country: 'NL' },
  { host: 'belgian.example', country: 'BE' },
  { host: 'nowhere.example', country: null },
];

const hosts = async (page: Page): Promise<string[]> =>
  (await page.getByRole('option').allInnerTexts()).map((row) => /(\w+)\[\.\]example/.exec(row)?.[1] ?? row);

/** Chooses one of a field's choices by keyboard. */
async function choose(page: Page, field: string, choice: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`${field}$`) }).press('Enter');
  await page
    .getByRole('listbox', { name: field })
    .getByRole('option', { name: choice, exact: true })
    .press('Enter');
  await expect(page.getByRole('listbox', { name: field })).toHaveCount(0);
}

const decide = async (page: Page): Promise<void> => {
  await page.keyboard.press('l');
  await page.keyboard.press('Control+Enter');
};

test('the queue is sorted, filtered, and named for the next day; what one decided is found again', async ({
  page,
  host,
}) => {
  await openVault(page, host);
  await goTo(page, 'Import');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'four.jsonl', mimeType: 'text/plain', buffer: reportsFile(REPORTED) });
  await expect(page.locator('article[data-phase=done]')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
  await expect.poll(() => hosts(page)).toEqual(['belgian', 'nowhere', 'dutch', 'newest']);

  await choose(page, 'Sort by', 'Newest first');
  await expect.poll(() => hosts(page)).toEqual(['newest', 'dutch', 'belgian', 'nowhere']);
  await choose(page, 'Sort by', 'Hosting country');
  await expect.poll(() => hosts(page)).toEqual(['belgian', 'dutch', 'newest', 'nowhere']);

  // The case in the middle gives way when it is not on the list any more.
  await expect(page.getByTestId('subject')).toContainText('belgian');
  await page.getByRole('button', { name: 'Filters', exact: true }).press('Enter');
  await choose(page, 'Hosted', 'No INHOPE member');
  await expect(page.getByText('No case matches these filters.')).toBeVisible();
  await expect(page.getByTestId('subject')).toHaveCount(0);
  await choose(page, 'Hosted', 'INHOPE member');
  await expect.poll(() => hosts(page)).toEqual(['dutch', 'newest']);
  await expect(page.getByTestId('subject')).toContainText('dutch');
  expect(await objections(page, 'filters')).toEqual([]);
  await page.getByRole('button', { name: 'Save view…' }).press('Enter');
  await page.getByRole('dialog').getByLabel('Name').fill('Abroad');
  await page.getByRole('dialog').getByText('I begin with this view').click();
  expect(await objections(page, 'save')).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).press('Enter');
  await expect(page.getByRole('button', { name: /Abroad · 2 View/ })).toBeVisible();
  await page.getByRole('button', { name: 'Remove the filter “INHOPE member”' }).press('Enter');
  await expect.poll(() => hosts(page)).toEqual(['belgian', 'dutch', 'newest', 'nowhere']);

  await lock(page);
  await unlock(page, PASSPHRASE);
  await expect(page.getByRole('button', { name: /Abroad · 2 View/ })).toBeVisible();
  await expect.poll(() => hosts(page)).toEqual(['dutch', 'newest']);

  await expect(page.getByTestId('subject')).toContainText('dutch');
  await decide(page);
  await expect(page.getByTestId('subject')).toContainText('newest');
  await decide(page);
  await expect(page.getByRole('option')).toHaveCount(0);
  await choose(page, 'View', /Open cases · 2/);
  await expect.poll(() => hosts(page)).toEqual(['belgian', 'nowhere']);

  // Back to what was decided last, and to what was decided before it.
  await page.getByRole('heading', { name: 'Queue' }).click();
  await page.keyboard.press('Backspace');
  await expect(page.getByTestId('subject')).toContainText('newest');
  await page.keyboard.press('Backspace');
  await expect(page.getByTestId('subject')).toContainText('dutch');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Back to the cases you decided last');
  await page.keyboard.press('Escape');

  await choose(page, 'View', 'Decided by me');
  await expect.poll(() => hosts(page)).toEqual(['newest', 'dutch']);
  await expect(page.getByRole('option').first()).toContainText('Ada Reviewer');
  await expect(page.getByRole('option').first()).toContainText('Closed');
  expect(await objections(page, 'decided')).toEqual([]);
});
