import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { fileReports, madeUp } from './list-files.ts';
import { objections } from './objections.ts';
import { goTo, openVault, test } from './workstation.ts';

const SUMS = 150_000;

/** A file of made-up SHA-1 sums as `sha1sum` writes them, about 12 MB. */
function sumsFile(folder: string): string {
  const lines = Array.from({ length: SUMS }, (_, at) => {
    const sum = createHash('sha1').update(`synthetic sum ${at}`).digest('hex');
    return `${sum}  synthetic/${String(at).padStart(16, '0')}.bin`;
  });
  const path = join(folder, 'large.sha1');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const job = (page: Page, name: string) => page.locator(`article[aria-label="${name}"][data-phase]`);

/** How far, how fast, and how long it will take. */
async function expectProgress(running: Locator): Promise<void> {
  await expect(running).toHaveAttribute('data-phase', 'reading');
  await expect(running.getByText(/^[1-9][\d,]* values\/s$/)).toBeVisible();
  await expect(running).toContainText(/[1-9]\d*\s?%.*[1-9][\d,]* values.* left/);
  await expect(running.getByRole('progressbar')).toBeVisible();
}

async function begin(page: Page, name: string, path: string): Promise<void> {
  await page.keyboard.press('d');
  await page.getByRole('button', { name: 'Import a list…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles(path);
  await dialog.getByText('large.sha1').waitFor();
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: /What a match means/ }).click();
  await page.getByRole('option', { name: 'Baseline' }).click();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

test(`a list of ${SUMS.toLocaleString('en')} sums comes in while people work, says how far it is, and leaves nothing when cancelled`, async ({
  page,
  host,
  misdeeds,
}) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'hashline-large-'));
  const path = sumsFile(folder);
  await openVault(page, host);
  await goTo(page, 'Import');
  await page.locator('input[type=file]').setInputFiles({
    name: 'files.jsonl',
    mimeType: 'text/plain',
    buffer: fileReports([{ sha256: madeUp(1, 64) }, { sha256: madeUp(2, 64) }]),
  });
  await page.locator('article[data-phase=done]').first().waitFor();

  const running = job(page, 'Large list');
  await begin(page, 'Large list', path);
  await expectProgress(running);
  await running.getByRole('button', { name: 'Cancel' }).click();
  await expect(running).toHaveAttribute('data-phase', 'cancelled');
  await expect(page.getByText('No list yet')).toBeVisible();
  const found = await objections(page, 'a cancelled import');
  await running.getByRole('button', { name: 'Dismiss' }).click();

  await begin(page, 'Large list', path);
  await expectProgress(running);
  const since = Date.now();
  await page.keyboard.press('q');
  await page.getByText('2 cases', { exact: true }).waitFor();
  await page.keyboard.press('j');
  await page.getByTestId('subject').waitFor();
  await page.keyboard.press('i');
  await expect(page.getByRole('radio', { name: /Illegal/ })).toBeChecked();
  expect(Date.now() - since).toBeLessThan(3000);
  await page.keyboard.press('Control+z');

  await page.keyboard.press('d');
  await expect(running).toHaveAttribute('data-phase', 'done', { timeout: 120_000 });
  await expect(page.getByRole('row', { name: /Large list/ })).toContainText(SUMS.toLocaleString('en'));
  await page.getByText('Look up', { exact: true }).first().click();
  await page.getByLabel('A hash or an address').fill(
    createHash('sha1')
      .update(`synthetic sum ${SUMS - 1}`)
      .digest('hex'),
  );
  await page.keyboard.press('Enter');
  await expect(page.getByText('On lists: 1 record')).toBeVisible();
  expect(found).toEqual([]);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
  rmSync(folder, { recursive: true });
});
