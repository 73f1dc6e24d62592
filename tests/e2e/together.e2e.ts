import type { Page } from '@playwright/test';
import { objections } from './objections.ts';
import { reportsFile } from './reports.ts';
import { expect, goTo, openVault, test } from './workstation.ts';

const SUBJECTS = [
  ...Array.from({ length: 4 }, () => ({ host: 'board.example', country: 'BE' })),
  ...Array.from({ length: 3 }, () => ({ host: 'board.example', country: 'NL' })),
  { host: 'other.example', country: 'NL' },
];

async function bringIn(page: Page): Promise<void> {
  await goTo(page, 'Import');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'night.jsonl', mimeType: 'text/plain', buffer: reportsFile(SUBJECTS) });
  await expect(page.locator('article[data-phase=done]')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('q');
  await expect(page.getByRole('option')).toHaveCount(SUBJECTS.length);
  await expect(page.getByTestId('subject')).toBeVisible();
}

const selected = (page: Page) => page.getByRole('option', { checked: true });
const dialog = (page: Page) => page.getByRole('dialog');

test.describe('several cases', () => {
  test.use({ graceSeconds: 30 });

  test('are selected, looked at, decided by one form and taken back, by keyboard alone', async ({
    page,
    host,
    misdeeds,
  }) => {
    await openVault(page, host);
    await bringIn(page);
    // Two by themselves, and a range of three more.
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    for (let row = 0; row < 3; row++) await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await expect(selected(page)).toHaveCount(5);
    await expect(page.getByText('5 cases selected')).toBeVisible();
    const found = await objections(page, 'selected');

    await page.keyboard.press('Shift+D');
    await expect(dialog(page).getByRole('heading', { name: 'Decide 5 cases together' })).toBeVisible();
    // Nothing is signed that was not shown.
    await page.keyboard.press('Control+Enter');
    await expect(dialog(page).getByText(/^Still/)).toBeVisible();
    // The keys that the form shows work here as on the page.
    for (const key of ['i', 'b', '3', 'g']) await page.keyboard.press(key);
    await expect(dialog(page).getByRole('radio', { name: /^Pre-pubescent/ })).toBeChecked();
    await expect(dialog(page).getByRole('radio', { name: /^Not determined/ })).toBeChecked();
    for (const [key, role] of [
      ['r', 'button'],
      ['t', 'textbox'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(dialog(page).getByRole(role).and(page.locator(':focus'))).toBeVisible();
      await dialog(page).getByRole('heading', { name: 'What this does' }).click();
    }
    const routes = dialog(page).getByRole('table');
    await expect(routes.getByRole('row')).toHaveCount(3);
    await expect(routes).toContainText('Federal Police');
    await expect(routes).toContainText('ICCAM');
    found.push(...(await objections(page, 'preview')));
    await expect(dialog(page).getByRole('button', { name: 'Sign 5 decisions' })).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(dialog(page).getByText('5 decisions are recorded.')).toBeVisible();
    found.push(...(await objections(page, 'recorded')));
    await page.keyboard.press('Escape');
    await expect(page.getByRole('option')).toHaveCount(SUBJECTS.length - 5);
    await expect(selected(page)).toHaveCount(0);
    await expect(page.getByTestId('held')).toContainText('5 decisions recorded together');

    await page.keyboard.press('Control+z');
    await expect(page.getByText('5 decisions are taken back; the cases are selected again.')).toBeVisible();
    await expect(page.getByRole('option')).toHaveCount(SUBJECTS.length);
    await expect(selected(page)).toHaveCount(5);
    found.push(...(await objections(page, 'taken back')));
    // The form is as it was, to start again from.
    await page.keyboard.press('Shift+D');
    await expect(dialog(page).getByRole('button', { name: 'Sign 5 decisions' })).toBeVisible();
    await page.keyboard.press('Escape');

    await page.keyboard.press('e');
    await expect(page.getByRole('option', { name: /Case assessed/ })).toHaveCount(5);
    expect(found).toEqual([]);
    expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
  });

  test('that are kin are shown with their decisions, fill the form, and are selected, by keyboard alone', async ({
    page,
    host,
  }) => {
    await openVault(page, host);
    await bringIn(page);
    // The first case is decided; the next one is open then.
    for (const key of ['l', 'Control+Enter']) await page.keyboard.press(key);
    await expect(page.getByRole('option')).toHaveCount(SUBJECTS.length - 1);
    await page.keyboard.press('Shift+K');
    const kin = dialog(page);
    const pattern = kin.getByRole('region', { name: 'Same address pattern' });
    await expect(pattern).toContainText('Only numbers differ.');
    await expect(pattern).toContainText('Legal');
    await expect(pattern).toContainText('Ada Reviewer');
    const found = await objections(page, 'kin');
    await page.keyboard.press('1');
    await expect(kin).toHaveCount(0);
    await expect(page.getByRole('radio', { name: 'Legal', exact: true })).toBeChecked();
    // It fills the form and submits nothing; it can be undone.
    await expect(page.getByRole('option')).toHaveCount(SUBJECTS.length - 1);
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('radio', { name: 'Legal', exact: true })).not.toBeChecked();

    await page.keyboard.press('Shift+K');
    const select = pattern.getByRole('button', { name: /^Select \d waiting/ });
    await select.focus();
    await page.keyboard.press('Enter');
    await expect(kin).toHaveCount(0);
    // With the open case itself.
    await expect(page.getByText(/cases selected/)).toBeVisible();
    const count = await selected(page).count();
    expect(count).toBeGreaterThan(1);
    expect(found).toEqual([]);
    await page.keyboard.press('Control+a');
    await expect(selected(page)).toHaveCount(SUBJECTS.length - 1);
    await page.keyboard.press('Control+a');
    await expect(selected(page)).toHaveCount(0);
    await page.keyboard.press('?');
    await expect(dialog(page)).toContainText('Show the kin of the case');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('kin of');
    await page.keyboard.press('Enter');
    await expect(dialog(page).getByRole('heading', { name: 'Kin of this case' })).toBeVisible();
  });
});
