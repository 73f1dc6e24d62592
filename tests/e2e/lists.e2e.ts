import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { listTable, madeUp, near } from './list-files.ts';
import { createVault, expect, test } from './workstation.ts';

async function objections(page: Page, what: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, impact, nodes } of violations) {
      if (impact === 'serious' || impact === 'critical')
        found.push(`${what} ${colorScheme} ${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
    }
  }
  return found;
}

const job = (page: Page, name: string) => page.locator(`article[aria-label="${name}"][data-phase]`);

test('a supervisor imports a table as a list, sees it, compares it, switches it off and on, and removes it', async ({
  page,
  host,
  misdeeds,
}) => {
  test.setTimeout(180_000);
  const pdq = madeUp(1, 64);
  const buffer = listTable([
    { id: 'e1', md5: madeUp(2, 32), pdq, classification: 'A1' },
    { id: 'e2', md5: madeUp(3, 32), sha256: madeUp(4, 64) },
    { id: 'e3', md5: 'not a hash' },
  ]);
  await createVault(page, host);
  await page.keyboard.press('d');
  await expect(page.getByText('No list yet')).toBeVisible();
  const found = await objections(page, 'no list');

  await page.getByRole('button', { name: 'Import a list…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'partner.csv', mimeType: 'text/csv', buffer });
  await expect(dialog.getByText('partner.csv')).toBeVisible();
  await expect(dialog.getByRole('button', { name: /pdq holds/ })).toContainText('PDQ');
  found.push(...(await objections(page, 'import')));
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByText('Still needed: details of the list')).toBeVisible();
  await dialog.getByLabel('Name', { exact: true }).fill('Partner list');
  await dialog.getByLabel('Owner').fill('Partner hotline');
  await dialog.getByRole('button', { name: /What an entry means/ }).click();
  await page.getByRole('option', { name: 'Baseline' }).click();
  await dialog.getByLabel('As of').fill('2020-01-02');
  await dialog.getByLabel('Keep these columns as').fill('Partner table');
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(dialog.getByRole('button', { name: /Saved columns/ })).toContainText('Partner table');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();

  await expect(job(page, 'Partner list')).toHaveAttribute('data-phase', 'done');
  await job(page, 'Partner list').getByText('Show 1 refusal').click();
  await expect(job(page, 'Partner list').getByRole('row', { name: /Not a hash/ })).toBeVisible();
  const row = page.getByRole('row', { name: /Partner list/ });
  await expect(row).toContainText('Baseline');
  await expect(row).toContainText('old:');
  await expect(row).toContainText('In use');
  found.push(...(await objections(page, 'lists')));

  await page.getByText('Look up', { exact: true }).first().click();
  await page.getByLabel('A hash or an address').fill(near(pdq, 9));
  await page.keyboard.press('Enter');
  await expect(page.getByText('On lists: 1 entry')).toBeVisible();
  await expect(page.getByText('9 bits of 256 apart')).toBeVisible();
  await expect(page.getByRole('img', { name: '9 of 256 bits differ' })).toBeVisible();
  await expect(page.getByText('source says A1')).toBeVisible();
  found.push(...(await objections(page, 'look up')));

  await page.getByText('Lists', { exact: true }).last().click();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Partner list' })).toBeVisible();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText('No other list holds any of them.')).toBeVisible();
  found.push(...(await objections(page, 'one list')));

  await page.getByRole('button', { name: 'Details…' }).click();
  await dialog.getByLabel('As of').fill(new Date().toISOString().slice(0, 10));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Switch off' }).click();
  await dialog.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('Switched off', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Switch on' }).click();
  await dialog.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByText('In use', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row', { name: /Partner list/ })).toContainText('0 days');

  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No list yet')).toBeVisible();
  expect(found).toEqual([]);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
