import type { Page } from '@playwright/test';
import { locales } from '../../shared/locales/locales.ts';
import { objections } from './objections.ts';
import { reportsFile } from './reports.ts';
import { chooseState, expect, goTo, openVault, test } from './workstation.ts';

const SUBJECTS = [
  { host: 'one.example', country: 'BE' },
  { host: 'two.example', country: 'BE' },
  { host: 'three.example', country: 'NL' },
];

async function bringIn(page: Page, at = new Date(), name = 'work.jsonl'): Promise<void> {
  await goTo(page, 'Import');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: reportsFile(SUBJECTS, at) });
  await expect(page.locator('article[data-phase=done]').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
  await expect(page.getByTestId('subject')).toBeVisible();
}

const subject = (page: Page) => page.getByTestId('subject').locator('strong');

test.describe('a decision that is held', () => {
  // Far longer than the test takes on a busy machine.
  test.use({ graceSeconds: 600 });

  test('is taken back by Ctrl+Z or by its button, and its case is there again with what was judged', async ({
    page,
    host,
  }) => {
    await openVault(page, host);
    await bringIn(page);
    const first = await subject(page).innerText();
    for (const key of ['i', 'b', '3']) await page.keyboard.press(key);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByTestId('held')).toContainText('Nothing has gone out yet');
    await expect(page.getByTestId('held').getByRole('button')).toContainText(/\d+ s/);
    await expect(subject(page)).not.toHaveText(first);
    expect(await objections(page, 'held')).toEqual([]);
    // While something is typed for the next case, the key undoes that; then it is the decision's.
    await page.keyboard.press('l');
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('radio', { name: /^Legal/ })).not.toBeChecked();
    await page.keyboard.press('Control+z');
    await expect(subject(page)).toHaveText(first);
    await expect(page.getByRole('radio', { name: /^Illegal/ })).toBeChecked();
    await expect(page.getByText('Taken back:')).toBeVisible();
    await expect(page.getByTestId('held')).toHaveCount(0);
    await page.keyboard.press('o');
    await expect(page.getByRole('button', { name: 'Referral: Taken back' })).toBeVisible();
    await page.keyboard.press('q');
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('held').getByRole('button').click();
    await expect(subject(page)).toHaveText(first);
  });
});

test('a decided case shows its decision, and correcting it says first what each desk gets', async ({
  page,
  host,
}) => {
  await openVault(page, host);
  await bringIn(page);
  const first = await subject(page).innerText();
  for (const key of ['i', 'b']) await page.keyboard.press(key);
  await page.keyboard.press('Control+Enter');
  await expect(subject(page)).not.toHaveText(first);
  await chooseState(page, /^Referred/);
  // The middle follows the list.
  await expect(subject(page)).toHaveText(first);
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Decision' })).toBeVisible();
  await expect(page.getByText(/By Ada Reviewer/)).toBeVisible();
  await expect(page.getByText(/ late$/)).toHaveCount(0);
  // No key changes what is decided.
  await page.keyboard.press('l');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'Correct decision…' })).toBeVisible();
  expect(await objections(page, 'decided')).toEqual([]);
  await page.getByRole('button', { name: 'Correct decision…' }).click();
  await expect(page.getByRole('radio', { name: /^Illegal/ })).toBeChecked();
  await page.getByRole('radio', { name: /^Legal/ }).check({ force: true });
  await expect(page.getByText('Retraction', { exact: true })).toBeVisible();
  expect(await objections(page, 'correcting')).toEqual([]);
  await page.getByRole('button', { name: 'Sign correction' }).click();
  await expect(page.getByText('Say what was wrong.')).toBeVisible();
  await page.getByLabel('What was wrong').fill('The wrong key.');
  await page.getByRole('button', { name: 'Sign correction' }).click();
  await expect(page.getByText('Corrects the decision before it: The wrong key.')).toBeVisible();
  await page.keyboard.press('o');
  await expect(page.getByRole('row', { name: /Retraction/ })).toBeVisible();
});

test('the locked door says what waits to be sent, and the settings make a backup', async ({ page, host }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await openVault(page, host);
  await bringIn(page);
  for (const key of ['i', 'b', '3']) await page.keyboard.press(key);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^✓ Recorded: hxxps/)).toBeVisible();
  await goTo(page, 'Settings');
  const card = page.getByRole('region', { name: 'Backup' });
  const download = page.waitForEvent('download');
  await card.getByRole('button', { name: 'Make a backup…' }).click();
  expect((await download).suggestedFilename()).toMatch(/^hashline-backup-[0-9a-f]{8}-\d{4}-\d\d-\d\d\.age$/);
  await expect(card.getByText(/^Made: .*entries of the ledger\.$/)).toBeVisible();
  expect(await objections(page)).toEqual([]);
  await page.keyboard.press('Control+l');
  await expect(
    page.getByText(/1 referral has waited to be sent since .* nothing is sent\. The first is due/),
  ).toBeVisible();
  expect(await objections(page)).toEqual([]);
});

test('a decided case that is reported again is open again and says why', async ({ page, host }) => {
  await openVault(page, host);
  await bringIn(page);
  const first = await subject(page).innerText();
  await page.keyboard.press('l');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('option')).toHaveCount(2);
  await bringIn(page, new Date(Date.now() - 3_600_000), 'again.jsonl');
  await page.getByRole('button', { name: 'The queue has changed.' }).click();
  await expect(page.getByRole('option')).toHaveCount(3);
  const row = page.getByRole('option').filter({ hasText: first });
  await expect(row).toContainText('Reported again after decision');
  await row.click();
  await expect(page.getByRole('region', { name: 'Case' })).toContainText('Reported again after decision');
});

test('who does not see the page hears which case is open, and what each button copies', async ({
  page,
  host,
}) => {
  await openVault(page, host);
  await bringIn(page);
  const spoken = page.getByTestId('spoken-case');
  await expect(spoken).toContainText('Case 1 of 3');
  await page.keyboard.press('j');
  await expect(spoken).toContainText('Case 2 of 3');
  await page.keyboard.press('k');
  await expect(spoken).toContainText('Case 1 of 3');
  const before = await spoken.innerText();
  await page.keyboard.press('l');
  await page.keyboard.press('Control+Enter');
  await expect(spoken).not.toHaveText(before);
  const names = await page
    .getByRole('button', { name: /^Copy/ })
    .evaluateAll((buttons) =>
      buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent),
    );
  expect(new Set(names).size).toBe(names.length);
});

test('the country typed is the country taken, or an error that stands in the way', async ({ page, host }) => {
  await openVault(page, host);
  await bringIn(page);
  const field = page.getByRole('combobox', { name: /Hosting country/ });
  await page.keyboard.press('h');
  await page.keyboard.type('fra');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('France (FR)');
  await field.fill('germ');
  await page.keyboard.press('Tab');
  await expect(field).toHaveValue('Germany (DE)');
  await field.fill('Frankonia');
  await page.keyboard.press('Tab');
  await expect(page.getByText('“Frankonia” is not on the list.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.locator('body').click({ position: { x: 700, y: 5 } });
  const open = await subject(page).innerText();
  await page.keyboard.press('l');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/Still needed: a hosting country/)).toBeVisible();
  await expect(subject(page)).toHaveText(open);
  await field.fill('be');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('route')).toContainText('Category 4');
  await page.locator('body').click({ position: { x: 700, y: 5 } });
  await page.keyboard.press('Control+Enter');
  await expect(subject(page)).not.toHaveText(open);
});

test('looking an address up finds the case it is about, however it is written', async ({ page, host }) => {
  await openVault(page, host);
  await bringIn(page);
  await goTo(page, 'Lists');
  await page.getByText('Look up', { exact: true }).first().click();
  await page.getByLabel('A hash or an address').fill('HTTP://ONE.example:80/page-1#top');
  await page.getByRole('button', { name: 'Look up' }).click();
  await expect(page.getByText('In 1 case')).toBeVisible();
  await page.getByLabel('A hash or an address').fill('https://nowhere.example/');
  await page.getByRole('button', { name: 'Look up' }).click();
  await expect(page.getByText('In no case')).toBeVisible();
});

test('in German a date is typed day first, part by part, and half a date is none', async ({ page, host }) => {
  await openVault(page, host);
  await page.keyboard.press('s');
  await page.getByText('Deutsch', { exact: true }).click();
  await page.locator('body').click({ position: { x: 700, y: 5 } });
  await page.keyboard.press('m');
  await page.getByRole('button', { name: locales.de.intake.manual.open }).click();
  const dialog = page.getByRole('dialog');
  const parts = dialog.getByRole('group', { name: /Eingegangen/ }).getByRole('spinbutton');
  await expect(parts).toHaveCount(5);
  await parts.first().click();
  await page.keyboard.type('031120261000');
  await expect(parts.nth(0)).toHaveText('03');
  await expect(parts.nth(1)).toHaveText('11');
  await expect(parts.nth(2)).toHaveText('2026');
  await parts.nth(1).click();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  const addresses = dialog.getByLabel(locales.de.intake.manual.urls);
  await addresses.fill('https://phone.example/1');
  await dialog.getByRole('button', { name: locales.de.intake.manual.submit }).click();
  await expect(dialog.getByText(locales.de.intake.manual.badDate)).toBeVisible();
  await parts.nth(1).click();
  await page.keyboard.type('11');
  await dialog.getByRole('button', { name: locales.de.intake.manual.submit }).click();
  await expect(dialog.getByRole('status')).not.toBeEmpty();
  await expect(addresses).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
  await expect(page.getByRole('region', { name: 'Fall', exact: true })).toContainText(/0?3\. Nov\.? 2026/);
});
