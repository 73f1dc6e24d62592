import type { Page } from '@playwright/test';
import { objections } from './objections.ts';
import { reportsFile } from './reports.ts';
import { expect, goTo, lock, openVault, PASSPHRASE, test, unlock } from './workstation.ts';

const TOM = 'Tom Second';

async function bringIn(page: Page, host: string, country: string): Promise<void> {
  await goTo(page, 'Import');
  await page.locator('input[type=file]').setInputFiles({
    name: `${host}.jsonl`,
    mimeType: 'text/plain',
    buffer: reportsFile([{ host, country }]),
  });
  await expect(page.locator('article[data-phase=done]').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
  await expect(page.getByTestId('subject')).toContainText(host.replaceAll('.', '[.]'));
}

async function comeIn(page: Page, name: string, passphrase: string): Promise<void> {
  await page.getByText(name).click();
  await unlock(page, passphrase);
}

test('one supervisor writes and proposes a version, another tries it out and activates it, and the next case is routed by it', async ({
  page,
  host,
  misdeeds,
}) => {
  test.setTimeout(180_000);
  await openVault(page, host, [[TOM, 'supervisor']]);

  await bringIn(page, 'first.example', 'BE');
  for (const key of ['i', 'b', '3']) await page.keyboard.press(key);
  await expect(page.getByTestId('route')).toContainText('due in 24 h');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('subject')).toHaveCount(0);

  await page.keyboard.press('y');
  const found = await objections(page, 'in force');
  await page.getByRole('button', { name: 'New version' }).click();
  const form = page.getByRole('region', { name: 'Policy', exact: true });
  await form.getByLabel('Goes to').fill('');
  await expect(form.getByText('A category that refers needs a destination')).toBeVisible();
  await expect(form.getByRole('button', { name: 'Propose…' })).toBeDisabled();
  found.push(...(await objections(page, 'a draft with a problem')));
  await form.getByLabel('Goes to').fill('police, provider');
  await form.getByRole('textbox', { name: 'Within', description: 'From receipt; empty for none.' }).fill('6');
  await expect(form.getByText('The new version can be proposed.')).toBeVisible();
  await form.getByRole('button', { name: 'Compare' }).click();
  const differences = page.getByRole('table', { name: 'What differs' });
  await expect(differences.getByRole('row')).toHaveCount(3);
  await expect(differences).toContainText('24 h');
  await expect(differences).toContainText('Federal Police, Hosting provider');
  found.push(...(await objections(page, 'comparison')));

  await page.getByText('New version', { exact: true }).first().click();
  await form.getByRole('button', { name: 'Propose…' }).click();
  const digest = await page.getByTestId('digest').first().innerText();
  await page.getByRole('button', { name: 'Sign and propose' }).click();
  await expect(page.getByText('Another supervisor activates what you proposed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Activate…' })).toBeDisabled();

  await lock(page);
  await comeIn(page, TOM, PASSPHRASE);
  await page.keyboard.press('y');
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(page.getByRole('dialog')).toContainText('1 of the last 1 assessments would go another way.');
  await page.getByText('Changed cases (1)').click();
  await expect(page.getByRole('dialog')).toContainText('hxxps://first[.]example');
  found.push(...(await objections(page, 'dry run')));
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Activate…' }).click();
  await expect(page.getByTestId('digest').first()).toHaveText(digest);
  await page.getByRole('button', { name: 'Sign and activate' }).click();
  await expect(page.getByRole('contentinfo')).toContainText('Policy be-2017 v2');

  await bringIn(page, 'second.example', 'BE');
  for (const key of ['i', 'b', '3']) await page.keyboard.press(key);
  await expect(page.getByTestId('route')).toContainText('due in 6 h');
  await expect(page.getByTestId('route')).toContainText('be-2017 v2');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('subject')).toHaveCount(0);
  await goTo(page, 'Outbox');
  await expect(page.locator('tbody').first()).toContainText('Hosting provider');

  await page.keyboard.press('e');
  await page.getByRole('button', { name: /Verify now/ }).click();
  await expect(page.getByText(/^Unchanged: all/)).toBeVisible();
  expect(found).toEqual([]);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('a supervisor says that a country has a hotline, and its case goes there', async ({
  page,
  host,
  misdeeds,
}) => {
  test.setTimeout(120_000);
  await openVault(page, host);
  await bringIn(page, 'first.example', 'BA');
  for (const key of ['i', 'b', '3']) await page.keyboard.press(key);
  await expect(page.getByTestId('route')).toContainText('To a supervisor');

  await page.keyboard.press('y');
  await page.getByText('Member countries', { exact: true }).click();
  expect(await objections(page, 'members')).toEqual([]);
  await page
    .getByRole('radiogroup', { name: /Bosnia/ })
    .getByText('Member', { exact: true })
    .click();
  await page.getByRole('button', { name: 'Propose…' }).click();
  await page.getByRole('button', { name: 'Sign and propose' }).click();
  // The only supervisor there is may activate alone.
  await page.getByRole('button', { name: 'Activate…' }).click();
  await page.getByRole('button', { name: 'Sign and activate' }).click();
  await expect(page.getByRole('contentinfo')).toContainText('Policy be-2017 v2');
  await page.keyboard.press('q');
  await expect(page.getByTestId('route')).toContainText('ICCAM');
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
