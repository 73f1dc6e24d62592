import { tmpdir } from 'node:os';
import { objections } from './objections.ts';
import { reportsFile } from './reports.ts';
import { expect, goTo, openVault, test } from './workstation.ts';

test('a supervisor looks at what would be erased, and plans backups', async ({ page, host }) => {
  await openVault(page, host);
  await goTo(page, 'Import');
  const buffer = reportsFile([{ host: 'one.example', country: 'BE' }]);
  await page.locator('input[type=file]').setInputFiles({ name: 'a.jsonl', mimeType: 'text/plain', buffer });
  await expect(page.locator('article[data-phase=done]').first()).toBeVisible();
  await goTo(page, 'Settings');
  const plan = page.getByRole('region', { name: 'Scheduled backups' });
  await plan.getByLabel('Folder').fill(`${tmpdir()}/there-is-no-such-folder`);
  await plan.getByRole('button', { name: 'Save' }).click();
  await expect(
    page.getByRole('region', { name: 'Backup', exact: true }).getByText(/no such file/),
  ).toBeVisible();
  const card = page.getByRole('region', { name: 'Erase texts of decided cases' });
  await card.getByRole('spinbutton').first().click();
  await page.keyboard.type('01012099');
  await card.getByRole('button', { name: 'See what would be erased' }).click();
  await expect(card.getByText('No case decided before that day has texts to erase.')).toBeVisible();
  await expect(card.getByText(/waits? for a decision/)).toHaveCount(0);
  expect(await objections(page)).toEqual([]);
});
