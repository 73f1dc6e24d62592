import { reportsFile } from './reports.ts';
import { expect, goTo, openVault, test } from './workstation.ts';

test('the words of a report are fetched when they are opened, and the ledger says that they were read', async ({
  page,
  host,
  misdeeds,
}) => {
  await openVault(page, host);
  await goTo(page, 'Import');
  const buffer = reportsFile([{ host: 'told.example', country: 'BE' }]);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'told.jsonl', mimeType: 'text/plain', buffer });
  await expect(page.locator('article[data-phase=done]')).toBeVisible();
  await goTo(page, 'Queue');
  await expect(page.getByTestId('subject')).toContainText('told[.]example');
  await expect(page.getByText('Seen by a visitor')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show narrative' }).click();
  await expect(page.getByText('Seen by a visitor, line 1.')).toBeVisible();
  await goTo(page, 'Ledger');
  await expect(page.getByRole('option', { name: /Narrative shown/ })).toHaveCount(1);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('the outbox names what each referral is about, defanged', async ({ page, host }) => {
  await openVault(page, host);
  await goTo(page, 'Import');
  const buffer = reportsFile([{ host: 'referred.example', country: 'BE' }]);
  await page.locator('input[type=file]').setInputFiles({ name: 'one.jsonl', mimeType: 'text/plain', buffer });
  await expect(page.locator('article[data-phase=done]')).toBeVisible();
  await goTo(page, 'Queue');
  await expect(page.getByTestId('subject')).toBeVisible();
  for (const key of ['i', 'b', '3', 'Control+Enter']) await page.keyboard.press(key);
  await expect(page.getByText('Outbox: 1 waiting')).toBeVisible();
  await goTo(page, 'Outbox');
  await page.getByRole('row', { name: /hxxps:\/\/referred\[\.\]example/ }).click();
  await expect(page.getByTestId('referral-subject')).toHaveText('hxxps://referred[.]example/page-1');
});
