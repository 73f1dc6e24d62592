import { standBetween } from './between.ts';
import { objections } from './objections.ts';
import { expect, knockAtVault, PASSPHRASE, test, unlock } from './workstation.ts';

test('a rest is told when it is near, asked for when it is due, and covers the page while it is taken, also after a lock', async ({
  page,
  host,
  misdeeds,
}) => {
  const between = await standBetween(page);
  await knockAtVault(page, host);
  between.restDueInMs = 4 * 60_000;
  await unlock(page, PASSPHRASE);
  await expect(page.getByText('A break in 4 min.')).toBeVisible();
  expect(await objections(page, 'near')).toEqual([]);

  between.restDueInMs = 0;
  await page.reload();
  const due = page.getByRole('dialog', { name: 'Time for a break of 15 minutes' });
  await expect(due).toContainText('Decided today');
  await expect(due.getByRole('button', { name: 'Go on for half an hour' })).toBeDisabled();
  await expect(due.getByRole('button', { name: 'Begin the break' })).toBeFocused();
  expect(await objections(page, 'due')).toEqual([]);
  await page.keyboard.press('Enter');
  const resting = page.getByRole('dialog', { name: 'You are having a break' });
  await expect(resting).toContainText('15 min');
  expect(await objections(page, 'resting')).toEqual([]);

  between.restDueInMs = null;
  await resting.getByRole('button', { name: 'Lock' }).click();
  await unlock(page, PASSPHRASE);
  await expect(resting).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
