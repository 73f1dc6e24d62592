import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { defang } from '../../shared/domain/url.ts';
import { objections } from './objections.ts';
import { reportsFile } from './reports.ts';
import { expect, goTo, openVault, test } from './workstation.ts';

const job = (page: Page, name: string) => page.locator(`article[aria-label="${name}"]`);

test('files come in by chooser and by drop, and the same file twice changes nothing', async ({
  page,
  host,
  misdeeds,
}) => {
  await openVault(page, host);
  await goTo(page, 'Import');
  const one = {
    name: 'one.jsonl',
    mimeType: 'text/plain',
    buffer: reportsFile([{ host: 'a.example', country: 'BE' }]),
  };
  await page.locator('input[type=file]').setInputFiles(one);
  await expect(job(page, 'one.jsonl')).toHaveAttribute('data-phase', 'done');

  const path = join(mkdtempSync(join(tmpdir(), 'hashline-drop-')), 'two.jsonl');
  writeFileSync(
    path,
    reportsFile([
      { host: 'b.example', country: 'NL' },
      { host: 'c.example', country: null },
    ]),
  );
  await drop(page, path);
  await expect(job(page, 'two.jsonl')).toHaveAttribute('data-phase', 'done');
  await expect(job(page, 'two.jsonl').getByText('New cases')).toBeVisible();

  await page.locator('input[type=file]').setInputFiles({ ...one, name: 'again.jsonl' });
  await expect(job(page, 'again.jsonl').getByText('This file was imported before')).toBeVisible();
  await expect(page.getByRole('row', { name: /two\.jsonl/ })).toBeVisible();
  await goTo(page, 'Queue');
  await expect(page.getByText('3 cases', { exact: true })).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('a bad row refuses the file and is located; the good ones are taken in, and it too once it is mended', async ({
  page,
  host,
}) => {
  await openVault(page, host);
  await goTo(page, 'Import');
  const bad = JSON.stringify({
    format: 'hashline-report/1',
    receivedAt: null,
    channel: 'web-form',
    subjects: [{ kind: 'url', url: 'no address at all' }],
  });
  const buffer = Buffer.concat([
    reportsFile([{ host: 'a.example', country: 'BE' }]),
    Buffer.from(`${bad}\n`),
  ]);
  await page.locator('input[type=file]').setInputFiles({ name: 'bad.jsonl', mimeType: 'text/plain', buffer });
  await expect(job(page, 'bad.jsonl')).toHaveAttribute('data-phase', 'failed');
  await expect(job(page, 'bad.jsonl').getByRole('row', { name: /2 .*url.*Not an address/ })).toBeVisible();

  await job(page, 'bad.jsonl').getByRole('button', { name: 'Take in the 1 good row' }).click();
  await expect(job(page, 'bad.jsonl')).toHaveAttribute('data-phase', 'done');
  await page.getByRole('button', { name: 'Show refused rows' }).click();
  const refused = page.getByRole('dialog');
  await expect(refused.getByText('Not an address', { exact: true })).toBeVisible();
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const download = page.waitForEvent('download');
  await refused.getByRole('button', { name: 'Save 1 row as a file' }).click();
  expect((await download).suggestedFilename()).toMatch(/^hashline-refused-.*\.txt$/);

  await refused.getByRole('button', { name: 'Mend 2' }).click();
  expect(await objections(page)).toEqual([]);
  await refused.getByRole('button', { name: 'Take in' }).click();
  await expect(refused.getByRole('table', { name: 'Refused' })).toHaveCount(2);
  await refused.getByLabel('Text of row 2').fill(bad.replace('no address at all', 'https://b.example/'));
  await refused.getByRole('button', { name: 'Take in' }).click();
  await expect(refused.getByText('Taken in')).toBeVisible();
  await refused.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('row', { name: /bad\.jsonl \(row 2\)/ })).toBeVisible();
  await goTo(page, 'Queue');
  await expect(page.getByText('2 cases', { exact: true })).toBeVisible();
});

test('an import can be taken back while it is being checked', async ({ page, host }) => {
  await openVault(page, host);
  await goTo(page, 'Import');
  const subjects = Array.from({ length: 150_000 }, (_, index) => ({
    host: `h${index}.example`,
    country: 'NL',
  }));
  const path = join(mkdtempSync(join(tmpdir(), 'hashline-large-')), 'large.jsonl');
  writeFileSync(path, reportsFile(subjects));
  await page.locator('input[type=file]').setInputFiles(path);
  await job(page, 'large.jsonl').getByRole('button', { name: 'Cancel' }).click();
  await expect(job(page, 'large.jsonl')).toHaveAttribute('data-phase', 'cancelled');
  await expect(page.getByText('No file was imported yet.')).toBeVisible();
  await goTo(page, 'Queue');
  await expect(page.getByText('No cases here')).toBeVisible();
});

test('a report by phone becomes cases', async ({ page, host }) => {
  await openVault(page, host);
  await goTo(page, 'Import');
  await page.getByRole('button', { name: 'Type in a report' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Take in' }).click();
  await expect(form.getByText('Name at least one address or hash.')).toBeVisible();
  await form.getByLabel('Addresses, one per line').fill('https://caller.example/a\nhttps://caller.example/b');
  await form.getByLabel('Hashes, one per line').fill(`md5:${'0123456789abcdef'.repeat(2)}`);
  await form.getByRole('button', { name: 'Take in' }).click();
  await expect(form.getByText('Taken in: 3 new, 0 joined')).toBeVisible();
  await form.getByRole('button', { name: 'Close' }).click();
  await goTo(page, 'Queue');
  await expect(page.getByText('3 cases', { exact: true })).toBeVisible();
});

test('a pasted e-mail becomes a report by the keyboard alone, and says what is known', async ({
  page,
  host,
  misdeeds,
}) => {
  await openVault(page, host);
  await goTo(page, 'Import');
  const one = reportsFile([{ host: 'known.example', country: 'BE' }]);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'one.jsonl', mimeType: 'text/plain', buffer: one });
  await expect(job(page, 'one.jsonl')).toHaveAttribute('data-phase', 'done');
  const address = /"url":"([^"]+)"/.exec(one.toString())?.[1] ?? '';

  await page.getByRole('button', { name: 'Type in a report' }).press('Enter');
  const form = page.getByRole('dialog');
  await expect(form.getByLabel('Paste an e-mail or a note')).toBeFocused();
  const mail = `Hello,\nsee ${defang(address)} and hxxps://fresh[.]example/a, also doubt.example.\n${'0123456789abcdef'.repeat(4)}\nBye`;
  await page.keyboard.insertText(mail);
  await expect(form.getByText('4 found; untick what does not belong to the report')).toBeVisible();
  await expect(form.getByRole('checkbox', { name: /known\[\.\]example.*Line 2.*Open case/ })).toBeChecked();
  await expect(form.getByRole('checkbox', { name: /fresh\[\.\]example.*New/ })).toBeChecked();
  await expect(form.getByRole('checkbox', { name: /sha256:0123.*by its length.*New/ })).toBeChecked();
  await expect(form.getByRole('checkbox', { name: /doubt\[\.\]example.*May be meant/ })).not.toBeChecked();
  expect(await objections(page)).toEqual([]);

  await page.keyboard.press('Control+Enter');
  await expect(form.getByLabel('Addresses, one per line')).toBeFocused();
  await expect(form.getByLabel('Narrative')).toHaveValue(/^Hello,\nsee hxx.*doubt\.example\.\nBye$/);
  await page.keyboard.press('Control+Enter');
  await expect(form.getByText('Taken in: 2 new, 1 joined')).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

/** Drops a real file on the drop area, as the browser itself would report it. */
async function drop(page: Page, path: string): Promise<void> {
  const area = await page.getByText('Drop report files here').boundingBox();
  if (area === null) throw new Error('there is no drop area');
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  const at = { x: area.x + 20, y: area.y + 8 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  }
}
