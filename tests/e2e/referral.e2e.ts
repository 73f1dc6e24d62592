import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReceiver } from '../../src-main/receiver/receiver.ts';
import { keyPin } from '../support/key-pin.ts';
import { reportsFile } from './reports.ts';
import { expect, goTo, openVault, test } from './workstation.ts';

test('a destination is set up, and a decided case reaches it exactly once, with a receipt', async ({
  page,
  host,
  misdeeds,
}) => {
  const dir = mkdtempSync(join(tmpdir(), 'hashline-desk-'));
  const desk = await startReceiver({ dir, port: 0, name: 'Test desk' });
  const { ca, client } = desk.certificates;
  await openVault(page, host);
  await goTo(page, 'Outbox');
  await page.getByText('Destinations', { exact: true }).click();
  await page
    .getByRole('row', { name: /Federal Police/ })
    .getByRole('button', { name: 'Set up' })
    .click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Address').fill(desk.url);
  await form.getByLabel('Certificate authority (PEM)').fill(ca);
  await form.getByLabel('Client certificate (PEM)').fill(client.cert);
  await form.getByLabel('Private key (PEM)').fill(client.key);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole('row', { name: /Federal Police.*hxxps/ })).toBeVisible();

  // The desk's key is pinned, beside the one that it will have. The files that it has stay.
  const row = page.getByRole('row', { name: /Federal Police/ });
  const pin = keyPin(desk.certificates.server.cert);
  await row.getByRole('button', { name: 'Change' }).click();
  await expect(form.getByLabel('Address')).toHaveValue(desk.url);
  await form.getByLabel('Public key of the desk (SHA-256, Base64)').fill(pin);
  await form.getByLabel('Next public key of the desk').fill(pin);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText(/^The next key is the same as the present one/)).toBeVisible();
  await form.getByLabel('Next public key of the desk').fill(keyPin(ca));
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(row.getByText('2 pinned keys')).toBeInViewport({ ratio: 1 });
  await expect(row.getByRole('button', { name: 'Remove' })).toBeInViewport({ ratio: 1 });

  await goTo(page, 'Import');
  const buffer = reportsFile([{ host: 'home.example', country: 'BE' }]);
  await page.locator('input[type=file]').setInputFiles({ name: 'one.jsonl', mimeType: 'text/plain', buffer });
  await expect(page.locator('article[data-phase=done]')).toBeVisible();
  await goTo(page, 'Queue');
  await expect(page.getByTestId('subject')).toBeVisible();
  for (const key of ['i', 'b', 'Control+Enter']) await page.keyboard.press(key);
  await expect(page.getByText('No cases here')).toBeVisible();

  await goTo(page, 'Outbox');
  await page.getByText('Referrals', { exact: true }).click();
  await page.getByRole('button', { name: 'Send now' }).click();
  await expect(page.getByRole('row', { name: /Delivered.*Federal Police/ })).toBeVisible();
  await page.getByRole('button', { name: 'Send now' }).click();
  await expect(page.getByText('Outbox empty')).toBeVisible();
  expect(desk.size()).toBe(1);

  await page.getByRole('row', { name: /Delivered/ }).click();
  await expect(page.getByRole('complementary').getByText('Receipt')).toBeVisible();
  await goTo(page, 'Ledger');
  await expect(page.getByRole('option', { name: /Referral delivered/ })).toHaveCount(1);
  await desk.close();

  // Somebody with the desk's certificates answers who never got the referral.
  const elsewhere = mkdtempSync(join(tmpdir(), 'hashline-desk-'));
  const other = await startReceiver({
    dir: elsewhere,
    port: desk.port,
    name: 'Test desk',
    certificates: desk.certificates,
  });
  await goTo(page, 'Outbox');
  await page.getByRole('button', { name: 'Check for updates' }).click();
  await expect(page.getByText('Answers that prove nothing: 1.')).toBeVisible();
  await page.getByRole('row', { name: /Delivered/ }).click();
  await expect(
    page.getByText(/proves nothing, and nothing of it was recorded: The desk answered 404/),
  ).toBeVisible();
  await other.close();
  await page.getByRole('button', { name: 'Check for updates' }).click();
  await expect(page.getByText('Desks without a usable answer: 1.')).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
  rmSync(dir, { recursive: true, force: true });
  rmSync(elsewhere, { recursive: true, force: true });
});
