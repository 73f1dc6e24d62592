import { objections } from './objections.ts';
import { expect, openSampleVault, test } from './workstation.ts';

const KEYS = {
  queue: 'q',
  secondReview: 'v',
  import: 'm',
  lists: 'd',
  outbox: 'o',
  ledger: 'e',
  figures: 'f',
  policy: 'y',
  seats: 'z',
  settings: 's',
} as const;

test('no screen raises a serious or critical objection of axe-core, in light or dark', async ({
  page,
  host,
}) => {
  test.setTimeout(180_000);
  await page.goto(host.address);
  await page.getByRole('button', { name: 'Try with sample data' }).waitFor();
  const found = await objections(page, 'first-run');
  await openSampleVault(page, host);
  await page.getByTestId('subject').waitFor();
  for (const key of ['i', 'b', '3']) await page.keyboard.press(key);
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('b');
  for (const [screen, key] of Object.entries(KEYS)) {
    await page.keyboard.press(key);
    await page.waitForTimeout(300);
    found.push(...(await objections(page, screen)));
  }
  await page.keyboard.press('e');
  await page.getByRole('option', { name: /Case assessed/ }).click();
  await page.locator('summary').click();
  await page.keyboard.press('t');
  await page.getByRole('listbox', { name: /^Life of case/ }).waitFor();
  found.push(...(await objections(page, 'life of a case')));
  await page.keyboard.press('p');
  await page.getByText('This fits.').waitFor();
  found.push(...(await objections(page, 'proof')));
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Checkpoint to print…' }).first().click();
  await page.getByTestId('checkpoint-note').waitFor();
  found.push(...(await objections(page, 'checkpoint')));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^When/ }).click();
  found.push(...(await objections(page, 'period')));
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  found.push(...(await objections(page, 'keys')));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  found.push(...(await objections(page, 'palette')));
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  await page.getByRole('button', { name: 'Type in a report' }).click();
  found.push(...(await objections(page, 'manual report')));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+l');
  await page.getByRole('heading', { name: 'Unlock the vault' }).waitFor();
  found.push(...(await objections(page, 'unlock')));
  expect(found).toEqual([]);
});
