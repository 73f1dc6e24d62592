import type { Page } from '@playwright/test';
import type { Loopback } from './loopback.ts';
import { objections } from './objections.ts';
import { expect, goTo, openVault, test } from './workstation.ts';

const REPORTS = [
  { reference: 'REF-1', url: 'https://first.example/a', narrative: 'Told by a neighbour.' },
  { reference: 'REF-2', url: 'https://second.example/b', narrative: 'Told by a teacher.' },
  { reference: 'REF-3', url: 'https://third.example/c', narrative: null },
].map(({ reference, url, narrative }) =>
  JSON.stringify({
    ...{ format: 'hashline-report/1', receivedAt: '2026-01-02T03:04:05.000Z', channel: 'partner', reference },
    ...(narrative === null ? {} : { narrative }),
    subjects: [{ kind: 'url', url, hosting: { country: 'BE' } }],
  }),
);

/** Opens a vault, takes the reports in and goes to the queue. */
async function openQueue(page: Page, host: Loopback): Promise<void> {
  await openVault(page, host);
  await goTo(page, 'Import');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'told.jsonl', mimeType: 'text/plain', buffer: Buffer.from(REPORTS.join('\n')) });
  await expect(page.locator('article[data-phase=done]')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
}

test('a case is found above the queue and from anywhere by Ctrl+K, with its state, and opened by keyboard', async ({
  page,
  host,
}) => {
  await openQueue(page, host);
  await expect(page.getByRole('option')).toHaveCount(3);

  await page.keyboard.press('/');
  await page.keyboard.type('hxxps://second[.]exam');
  const found = page.getByRole('listbox', { name: 'Cases found' }).getByRole('option');
  await expect(found).toHaveCount(1);
  await expect(found).toContainText('second[.]example');
  await expect(found).toContainText('Open');
  await expect(page.getByTestId('subject')).toContainText('second[.]example');
  expect(await objections(page, 'search')).toEqual([]);
  await page.keyboard.press('Enter');
  await page.keyboard.press('/');
  await page.keyboard.type('nowhere');
  await expect(page.getByText('Nothing found for “nowhere”')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox', { name: 'Cases: Priority' }).getByRole('option')).toHaveCount(3);

  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Queue' }).click();
  await page.keyboard.press('e');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ref-3');
  const hit = page.getByRole('dialog').getByRole('option').filter({ hasText: 'third[.]example' });
  await expect(hit).toContainText('Reference REF-3 · Open');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('subject')).toContainText('third[.]example');
});

test('what reporters told is searched only when a person says so, and the record names who read it', async ({
  page,
  host,
}) => {
  await openQueue(page, host);
  await page.keyboard.press('/');
  await page.keyboard.type('neighbour');
  await expect(page.getByText('Nothing found for “neighbour”')).toBeVisible();
  await page.getByRole('button', { name: 'Search narratives…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Told by a neighbour.')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(dialog.getByText('Told by a neighbour.')).toBeVisible();
  expect(await objections(page, 'narratives')).toEqual([]);
  await dialog.getByRole('button', { name: /first\[\.\]example/ }).click();
  await expect(page.getByTestId('subject')).toContainText('first[.]example');
  await page.getByRole('heading', { name: 'Queue' }).click();
  await page.keyboard.press('e');
  await expect(page.getByRole('option', { name: /Narrative shown/ }).first()).toBeVisible();
});
