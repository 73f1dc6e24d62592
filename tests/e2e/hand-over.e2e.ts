import type { Page } from '@playwright/test';
import { objections } from './objections.ts';
import { reportsFile } from './reports.ts';
import { expect, goTo, lock, openVault, PASSPHRASE, test, unlock } from './workstation.ts';

const at = async (page: Page, name: string, passphrase: string) => {
  await page.getByText(name).click();
  await unlock(page, passphrase);
};

test('a supervisor hands a case over with a reason; the other analyst is told, and the ledger shows it', async ({
  page,
  host,
  misdeeds,
}) => {
  await openVault(page, host, [
    ['Ann Able', 'analyst'],
    ['Ben Busy', 'analyst'],
  ]);
  await goTo(page, 'Import');
  const buffer = reportsFile([
    { host: 'given.example', country: 'BE' },
    { host: 'free.example', country: null },
  ]);
  await page.locator('input[type=file]').setInputFiles({ name: 'a.jsonl', mimeType: 'text/plain', buffer });
  await expect(page.locator('article[data-phase=done]')).toBeVisible();

  await page.keyboard.press('q');
  await page.getByRole('option', { name: /given\[\.\]example/ }).click();
  await expect(page.getByText('Unassigned.')).toBeVisible();
  await page.getByRole('button', { name: 'Hand over…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Hand over or release' });
  const done = dialog.getByRole('button', { name: 'Hand over', exact: true });
  await expect(done).toBeDisabled();
  await dialog.getByRole('button', { name: /To/ }).click();
  await expect(page.getByRole('listbox', { name: 'To' }).getByRole('option')).toHaveText([
    'Ada Reviewer · Supervisor',
    'Ann Able · Analyst',
    'Ben Busy · Analyst',
  ]);
  await page.getByRole('option', { name: 'Ann Able' }).click();
  await dialog.getByRole('button', { name: /Reason/ }).click();
  await page.getByRole('option', { name: 'Other reason' }).click();
  await expect(done).toBeDisabled();
  await dialog.getByLabel(/In your own words/).fill('She knows this site');
  expect(await objections(page)).toEqual([]);
  await done.click();
  await expect(page.getByText('This case was given to Ann Able.')).toBeVisible();
  await expect(page.getByText('She knows this site')).toBeVisible();
  await expect(page.getByRole('option', { name: /given\[\.\]example.*Given to Ann Able/ })).toBeVisible();
  expect(await objections(page)).toEqual([]);

  await lock(page);
  await at(page, 'Ben Busy', PASSPHRASE);
  await page.getByRole('option', { name: /given\[\.\]example/ }).click();
  await expect(page.getByText('Only Ann Able or a supervisor can decide it.')).toBeVisible();
  await expect(page.getByText('This case was given to somebody else.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Hand over…' })).toHaveCount(0);
  expect(await objections(page)).toEqual([]);
  await page.keyboard.press('l');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This case was given to Ann Able.', { exact: true })).toBeVisible();
  await expect(page.getByRole('option')).toHaveCount(2);
  await page.getByRole('button', { name: /View$/ }).click();
  await page.getByRole('option', { name: 'With me' }).click();
  await expect(page.getByRole('option')).toHaveCount(0);

  await lock(page);
  await at(page, 'Ann Able', PASSPHRASE);
  await page.getByRole('button', { name: /View$/ }).click();
  await page.getByRole('option', { name: 'With me' }).click();
  await expect(page.getByRole('option')).toHaveCount(1);
  await expect(page.getByText('This case was given to you.')).toBeVisible();
  await page.getByRole('option').click();
  await page.keyboard.press('l');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('option')).toHaveCount(0);

  await page.keyboard.press('e');
  await expect(page.getByRole('option', { name: /Case handed over/ })).toHaveCount(1);
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(page.getByText(/^Unchanged: all \d+ entries/)).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
