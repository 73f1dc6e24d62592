import { standBetween } from './between.ts';
import { objections } from './objections.ts';
import { expect, knockAtVault, openVault, PASSPHRASE, test, unlock } from './workstation.ts';

test('an analyst is warned before the day is over, then asked why to go on', async ({
  page,
  host,
  misdeeds,
}) => {
  const between = await standBetween(page);
  await knockAtVault(page, host, [['Ben Newcomer', 'analyst']]);
  await page.getByText('Ben Newcomer').click();
  between.workedMinutes = 1;
  await unlock(page, PASSPHRASE);
  await expect(page.getByRole('contentinfo')).toContainText(/Today 0:01 of/);
  const limit = /Today 0:01 of (\d+):(\d\d)/.exec(await page.getByRole('contentinfo').innerText());
  const minutes = Number(limit?.[1]) * 60 + Number(limit?.[2]);
  expect(minutes).toBeGreaterThan(0);

  between.workedMinutes = minutes * 0.9;
  await page.reload();
  await expect(page.getByText(/of duty time left today\./)).toBeVisible();
  expect(await objections(page)).toEqual([]);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText(/of duty time left today\./)).toHaveCount(0);

  between.workedMinutes = minutes + 1;
  await page.reload();
  const question = page.getByRole('dialog', { name: 'Today’s duty time is over' });
  await expect(question).toBeVisible();
  expect(await objections(page)).toEqual([]);
  await expect(question.getByRole('button', { name: 'Go on for half an hour' })).toBeDisabled();
  await question.getByLabel('Reason').fill('A case with a child at risk');
  await question.getByRole('button', { name: 'Go on for half an hour' }).click();
  await expect(question).toHaveCount(0);
  await page.keyboard.press('e');
  await expect(page.getByRole('option', { name: /Duty time extended/ })).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('an empty desk is asked, then locked; while it locks, nothing of the page is seen', async ({
  page,
  host,
}) => {
  await page.clock.install();
  const between = await standBetween(page);
  between.lockTakesMs = 4000;
  await openVault(page, host);
  await page.clock.fastForward(4 * 60_000 + 45_000);
  await expect(page.getByText('Still there?')).toBeVisible();
  expect(await objections(page)).toEqual([]);
  await page.mouse.move(200, 200);
  await page.mouse.move(300, 200);
  await expect(page.getByText('Still there?')).toHaveCount(0);

  await page.clock.fastForward(6 * 60_000);
  await expect(page.getByText('Locking the vault…')).toBeVisible();
  const covered = await page.evaluate(() => {
    const points = [100, 400, 700].flatMap((y) =>
      [60, 500, 1200].map((x) => document.elementFromPoint(x, y)),
    );
    return points.every((element) => element?.closest('[role=status]') !== null);
  });
  expect(covered).toBe(true);
  await expect(page.getByRole('heading', { name: 'Unlock the vault' })).toBeVisible();
});
