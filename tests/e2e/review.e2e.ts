import type { Page } from '@playwright/test';
import { reportsFile } from './reports.ts';
import { expect, goTo, openVault, PASSPHRASE, reloadOnceKept, test, unlock } from './workstation.ts';

/** What the analyst types for each subject, and the route the page must show before it is recorded. */
const WORK: Record<string, { country: string | null; keys: string[]; route: string[] }> = {
  'home.example': {
    country: 'BE',
    keys: ['i', 'b', '3', 'g', 'g'],
    route: ['Category 1', 'Federal Police', 'due in 24 h', 'be-2017 v1'],
  },
  'member.example': { country: 'NL', keys: ['i', 'n'], route: ['Category 2', 'ICCAM', 'INHOPE member'] },
  'elsewhere.example': { country: 'VN', keys: ['b', '2'], route: ['Category 3', 'Federal Police'] },
  'harmless.example': { country: 'FR', keys: ['l'], route: ['Category 4', 'Close'] },
  'unclear.example': {
    country: 'DE',
    keys: ['u', 'r', 'Space', 'Escape'],
    route: ['Undetermined', 'Keep open'],
  },
};

async function bringIn(page: Page): Promise<void> {
  await goTo(page, 'Import');
  const subjects = Object.entries(WORK).map(([host, { country }]) => ({ host, country }));
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'work.jsonl', mimeType: 'text/plain', buffer: reportsFile(subjects) });
  await expect(page.locator('article[data-phase=done]')).toBeVisible();
  await page.keyboard.press('Escape');
}

/** The host of the open case, as shown. */
async function openHost(page: Page): Promise<string> {
  const host = await page.getByTestId('subject').locator('strong').innerText();
  return host.replaceAll('[.]', '.');
}

test('all categories and an undetermined case are assessed by keyboard alone and stand in the ledger', async ({
  page,
  host,
  misdeeds,
}) => {
  await openVault(page, host);
  await bringIn(page);
  await page.keyboard.press('q');
  await expect(page.getByRole('option')).toHaveCount(5);

  const seen: string[] = [];
  for (let left = 5; left > 0; left--) {
    await expect(page.getByTestId('subject')).toBeVisible();
    const subject = await openHost(page);
    const work = WORK[subject];
    if (!work) throw new Error(`nobody reported ${subject}`);
    seen.push(subject);
    for (const key of work.keys) await page.keyboard.press(key);
    for (const words of work.route) await expect(page.getByTestId('route')).toContainText(words);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('option')).toHaveCount(left - 1);
    await expect(page.getByTestId('subject').filter({ hasText: subject.replaceAll('.', '[.]') })).toHaveCount(
      0,
    );
  }
  expect(seen.sort()).toEqual(Object.keys(WORK).sort());

  await page.keyboard.press('e');
  await expect(page.getByRole('option', { name: /Case assessed/ })).toHaveCount(5);
  await page.keyboard.press('j');
  await expect(page.getByText('Signed facts')).toBeVisible();
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(page.getByText(/^Unchanged: all \d+ entries/)).toBeVisible();

  await page.keyboard.press('o');
  await expect(page.getByText('Outbox: 3 waiting')).toBeVisible();
  expect(await page.locator('a[href]').count()).toBe(0);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('keys never fire while typing, with foreign modifiers, or in an open list; Tab stays the browser’s', async ({
  page,
  host,
}) => {
  await openVault(page, host);
  await bringIn(page);
  await page.keyboard.press('q');
  await expect(page.getByTestId('subject')).toBeVisible();
  const before = await openHost(page);
  await page.keyboard.press('t');
  await page.keyboard.type('jkilubn 1234 ?qmoefs');
  await expect(page.getByLabel('Note')).toHaveValue('jkilubn 1234 ?qmoefs');
  expect(await openHost(page)).toBe(before);
  await expect(page.getByRole('radio', { name: /Illegal/ })).not.toBeChecked();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+i');
  await page.keyboard.press('Shift+i');
  await page.keyboard.press('Meta+i');
  await expect(page.getByRole('radio', { name: /Illegal/ })).not.toBeChecked();
  await page.keyboard.press('i');
  await expect(page.getByRole('radio', { name: /Illegal/ })).toBeChecked();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('radio', { name: /Illegal/ })).not.toBeChecked();
  await page.keyboard.press('h');
  await expect(page.getByRole('combobox', { name: /Hosting country/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('combobox', { name: /Hosting country/ })).not.toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Still needed: legality (I, L or U)')).toBeVisible();
});

test('an unfinished assessment survives a reload, and a lock', async ({ page, host }) => {
  await openVault(page, host);
  await bringIn(page);
  await page.keyboard.press('q');
  await expect(page.getByTestId('subject')).toBeVisible();
  const first = await openHost(page);
  await page.keyboard.press('j');
  // The next case is there at once only where it was fetched in advance already.
  await expect.poll(() => openHost(page)).not.toBe(first);
  const subject = await openHost(page);
  await page.keyboard.press('i');
  await page.keyboard.press('n');
  await page.keyboard.press('t');
  await page.keyboard.type('half a thought');
  await expect(page.getByRole('option').getByText('You are on it')).toBeVisible();

  await reloadOnceKept(page, 'drafts', ['national', 'half a thought']);
  await expect(page.getByTestId('subject')).toBeVisible();
  expect(await openHost(page)).toBe(subject);
  await expect(page.getByLabel('Note')).toHaveValue('half a thought');
  await expect(page.getByRole('radio', { name: /National/ })).toBeChecked();

  await page.getByLabel('Note').fill('half a thought more');
  await page.keyboard.press('Control+l');
  await unlock(page, PASSPHRASE);
  await page.getByRole('option', { name: new RegExp(subject.replaceAll('.', '\\[\\.\\]')) }).click();
  await expect(page.getByLabel('Note')).toHaveValue('half a thought more');
});

test('the hosting country is found by typing and changes the route at once', async ({ page, host }) => {
  await openVault(page, host);
  await bringIn(page);
  await page.keyboard.press('q');
  await expect(page.getByTestId('subject')).toBeVisible();
  await page.keyboard.press('b');
  await page.keyboard.press('h');
  const country = page.getByRole('combobox', { name: /Hosting country/ });
  await expect(country).toBeFocused();
  await page.keyboard.type('japan');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: /Hosting country/ })).toHaveValue('Japan (JP)');
  await expect(page.getByTestId('route')).toContainText('INHOPE member');
});
