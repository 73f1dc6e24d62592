import type { Page } from '@playwright/test';
import { objections } from './objections.ts';
import { expect, goTo, openVault, test } from './workstation.ts';

const job = (page: Page, name: string) => page.locator(`article[aria-label="${name}"]`);

const SPREADSHEET = [
  'Nr;Adres;Ontvangen;Behandelaar',
  'R-1;https://a.example/x;20/11/2026 10:05;Jan',
  'R-2;https://b.example/y;21/11/2026 11:00;Jan',
  'R-3;somewhere;;Jan',
]
  .map((line) => `${line}\r\n`)
  .join('');

const asFile = (name: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(SPREADSHEET) });

test('a spreadsheet is mapped once, tried, and taken in with the saved profile', async ({
  page,
  host,
  misdeeds,
}) => {
  await openVault(page, host);
  await goTo(page, 'Import');
  await page.getByRole('button', { name: 'Profiles for tables…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Profiles for tables' });
  await dialog.locator('input[type=file]').setInputFiles(asFile('sample.csv'));
  const columns = dialog.getByRole('table', { name: 'Columns' });
  await expect(columns.getByRole('row', { name: /Adres/ })).toContainText('hxxps://a[.]example/x');
  await expect(columns.getByRole('row', { name: /Adres/ })).toContainText('Address');
  await expect(dialog.getByText('1 column is left out, and every import says so: Behandelaar')).toBeVisible();

  await dialog.getByRole('button', { name: 'Save profile' }).click();
  await expect(dialog.getByText('Give the profile a name.')).toBeVisible();
  await expect(dialog.getByText('A column holds dates; say in which form')).toBeVisible();
  await dialog.getByLabel('Form of the dates').fill('DD/MM/YYYY HH:mm');
  await dialog.getByLabel('Time zone').fill('Europe/Brussels');
  await expect(dialog.getByText('20/11/2026 10:05 is read as 2026-11-20T09:05:00.000Z')).toBeVisible();
  await dialog.getByLabel('Name of the profile').fill('Partner');
  expect(await objections(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save profile' }).click();
  await expect(dialog.getByText('Partner is saved as version 1.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: /Format/ }).click();
  await page.getByRole('option', { name: 'Table: Partner' }).click();
  await page.getByText('Try it first').click();
  await page.locator('input[type=file]').setInputFiles(asFile('week.csv'));
  await expect(job(page, 'week.csv')).toHaveAttribute('data-phase', 'tried');
  await expect(job(page, 'week.csv').getByRole('row', { name: /4 Adres somewhere/ })).toBeVisible();
  await expect(page.getByText('No file was imported yet.')).toBeVisible();
  expect(await objections(page)).toEqual([]);

  await job(page, 'week.csv').getByRole('button', { name: 'Take in the 2 good rows' }).click();
  await expect(job(page, 'week.csv')).toHaveAttribute('data-phase', 'done');
  await expect(page.getByRole('row', { name: /week\.csv Partner/ })).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
