import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { openDesk, startReceiver } from '../../src-main/receiver/receiver.ts';
import { openArrival, takeIn } from '../../src-main/receiver/sealed-arrival.ts';
import { PASSPHRASE, SAM, startGivingHost } from './giving-host.ts';
import { objections } from './objections.ts';
import { expect, goTo, test, unlock } from './workstation.ts';

test('referrals go to a desk in a sealed file, and the page shows which of them its receipts are about', async ({
  page,
}) => {
  const host = await startGivingHost();
  const dir = mkdtempSync(join(tmpdir(), 'hashline-desk-'));
  const receiver = await startReceiver({ dir, port: 0, name: 'Test desk' });
  await receiver.close();
  const identity = await generateX25519Identity();
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.goto(host.address);
  await page.getByText(SAM).click();
  await unlock(page, PASSPHRASE);
  await goTo(page, 'Outbox');
  await page.getByText('Destinations', { exact: true }).click();
  const police = page.getByRole('row', { name: /Federal Police/ });
  await police.getByRole('button', { name: 'Set up' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: /Sent by/ }).click();
  await page.getByRole('option', { name: 'Encrypted file, carried by hand' }).click();
  await form.getByLabel('age recipient of the desk').fill(await identityToRecipient(identity));
  await form.getByLabel('Certificate authority of the desk (PEM)').fill(receiver.certificates.ca);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await page.getByRole('button', { name: 'Seal to file: Federal Police' }).click();
  const sealed = page.getByRole('dialog', { name: 'Sealed file' });
  await expect(sealed.getByText(/^4 referrals for Federal Police/)).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    sealed.getByRole('button', { name: 'Save the file' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^hashline-sealed-police-\d{14}\.age$/);
  await page.keyboard.press('Escape');

  const opened = await openArrival(readFileSync(await download.path()), identity);
  if ('problem' in opened) throw new Error(opened.problem);
  const { desk } = await openDesk({ dir, name: 'Test desk' });
  const { statements } = (await takeIn(opened, desk, opened.thumbprint))!;

  await page.getByText('Referrals', { exact: true }).click();
  await page.getByRole('button', { name: 'Receipts from a file…' }).click();
  const dialog = page.getByRole('dialog');
  const give = (name: string, text: string) =>
    dialog
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await give('some.txt', `${statements[0]}\nno statement\n${statements[2]}\n`);
  await expect(dialog.getByText('Delivered 2, refused 0, known before 0, unproven 1')).toBeVisible();
  await expect(dialog.getByRole('table', { name: 'Lines of the file' }).getByRole('row')).toHaveText([
    /Line/,
    '1DeliveredFederal Policehxxps://first[.]example/',
    '2Unproven—it is not a signed receipt',
    '3DeliveredFederal Policehxxps://third[.]example/',
  ]);
  await expect(
    dialog.getByRole('table', { name: /still without a receipt: 2$/ }).getByRole('row', { name: /second/ }),
  ).toBeVisible();
  expect(await objections(page, 'receipts')).toEqual([]);
  await give('all.txt', statements.join('\n'));
  await expect(dialog.getByText('Delivered 2, refused 0, known before 2, unproven 0')).toBeVisible();
  await expect(dialog.getByText(/still without a receipt/)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row', { name: /Delivered.*Federal Police/ })).toHaveCount(4);
  await host.stop();
  rmSync(dir, { recursive: true, force: true });
});
