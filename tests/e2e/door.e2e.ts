import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import {
  createVault,
  enrol,
  expect,
  goTo,
  lock,
  openVault,
  PASSPHRASE,
  PERSON,
  test,
  unlock,
} from './workstation.ts';

test('the recovery key is printed alone, and going on takes its last characters from the paper', async ({
  page,
  host,
  misdeeds,
}) => {
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', 'yes');
  });
  await page.goto(host.address);
  await page.getByLabel('Name of the hotline').fill('Test Hotline');
  await page.getByLabel('Your name').fill(PERSON);
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Passphrase again', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Create vault' }).click();
  const sheet = page.getByRole('article', { name: 'Hashline recovery key' });
  const key = (await page.getByTestId('recovery-key').innerText()).trim();
  expect(key.replaceAll(' ', '')).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
  for (const words of ['Test Hotline', 'safe', 'Use the recovery key'])
    await expect(sheet).toContainText(words);
  expect(
    await sheet
      .getByRole('img', { name: /QR code/ })
      .locator('rect')
      .count(),
  ).toBeGreaterThan(200);
  await page.getByRole('button', { name: 'Print the sheet' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-printed', 'yes');

  await page.emulateMedia({ media: 'print' });
  await expect(sheet).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);
  await page.emulateMedia({ media: 'screen' });

  expect(await objections(page)).toEqual([]);
  await page.getByRole('button', { name: 'I have stored it safely' }).click();
  expect(await objections(page)).toEqual([]);
  await expect(page.getByTestId('recovery-key')).toHaveCount(0);
  await page.getByLabel('Last 4 characters of the key').fill('0000');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('These are not the last characters of the key.')).toBeVisible();
  await page.getByLabel('Last 4 characters of the key').fill(key.slice(-4).toLowerCase());
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('navigation')).toBeVisible();
  expect(await page.locator('img').count()).toBe(0);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('after every passphrase is lost the recovery key lets a new supervisor in, and the ledger says so', async ({
  page,
  host,
  misdeeds,
}) => {
  const key = await createVault(page, host);
  await lock(page);
  await page.getByRole('button', { name: 'Use the recovery key' }).click();
  await page.getByLabel('Recovery key', { exact: true }).fill(key.toLowerCase());
  await page.getByLabel('Your name').fill('Eve Rescuer');
  await page.getByLabel('Passphrase', { exact: true }).fill('chosen after the loss');
  await page.getByLabel('Passphrase again', { exact: true }).fill('chosen after the loss');
  await page.getByRole('button', { name: 'Recover', exact: true }).click();
  await expect(page.getByText('Eve Rescuer · Supervisor')).toBeVisible({ timeout: 30_000 });
  await goTo(page, 'Ledger');
  await expect(page.getByRole('option', { name: /Vault recovered/ })).toBeVisible();
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(page.getByText(/^Unchanged: all \d+ entries/)).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('the settings change a passphrase with the one that holds, and the recovery key once the new one was kept', async ({
  page,
  host,
  misdeeds,
}) => {
  const next = 'another passphrase for the page';
  const old = await createVault(page, host);
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Change passphrase' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Current passphrase', { exact: true }).fill('not this one');
  await dialog.getByLabel('Passphrase', { exact: true }).fill(next);
  await dialog.getByLabel('Passphrase again', { exact: true }).fill(next);
  await dialog.getByRole('button', { name: 'Change passphrase' }).click();
  await expect(dialog.getByText(`This passphrase does not open the vault for ${PERSON}.`)).toBeVisible();
  expect(await objections(page)).toEqual([]);
  await dialog.getByLabel('Current passphrase', { exact: true }).fill(PASSPHRASE);
  await dialog.getByRole('button', { name: 'Change passphrase' }).click();
  await expect(page.getByText('Your passphrase was changed.')).toBeVisible();

  await page.getByRole('button', { name: 'New recovery key' }).click();
  const key = (await page.getByTestId('recovery-key').innerText()).trim();
  expect(key).not.toBe(old.trim());
  await expect(page.getByText(/The present one works until/)).toBeVisible();
  await page.getByRole('button', { name: 'I have stored it safely' }).click();
  await page.getByLabel('Last 4 characters of the key').fill(key.slice(-4));
  await page.getByLabel('Your passphrase', { exact: true }).fill(next);
  expect(await objections(page)).toEqual([]);
  await page.getByRole('button', { name: 'Use this key from now on' }).click();
  await expect(page.getByRole('navigation')).toBeVisible();
  await goTo(page, 'Ledger');
  await expect(page.getByRole('option', { name: /Recovery key changed/ })).toBeVisible();
  await expect(page.getByRole('option', { name: /Passphrase changed/ })).toBeVisible();
  await lock(page);
  await unlock(page, next);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('an administrator is told plainly that there is nothing to unlock, and sees the state of the vault', async ({
  page,
  host,
  misdeeds,
}) => {
  await createVault(page, host);
  await enrol(page, 'Ada Machine', 'Administrator', 'keeps the machine going');
  await page.getByLabel('Passphrase', { exact: true }).fill('keeps the machine going');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByText('Ada Machine is administrator.')).toBeVisible();
  await expect(page.getByText(/holds no key to case content/)).toBeVisible();
  await expect(page.getByRole('row', { name: /keyring is readable In order/ })).toBeVisible();
  await expect(page.getByText(/^All \d+ checks are in order\.$/)).toBeVisible();
  expect(await objections(page)).toEqual([]);
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByText(PERSON).click();
  await unlock(page, PASSPHRASE);
  await goTo(page, 'Settings');
  await expect(page.getByRole('row', { name: /encrypted by SQLCipher In order/ })).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('wrong tries make the next one wait, visibly; Caps Lock is named', async ({ page, host }) => {
  await openVault(page, host);
  await lock(page);
  const passphrase = page.getByLabel('Passphrase', { exact: true });
  await passphrase.fill('wrong');
  await passphrase.evaluate((input) =>
    input.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'A', bubbles: true, modifierCapsLock: true } as KeyboardEventInit),
    ),
  );
  await expect(page.getByText('Caps Lock is on.')).toBeVisible();
  for (let tries = 1; tries <= 4; tries++) {
    await passphrase.fill(`wrong ${tries}`);
    await page.getByRole('button', { name: 'Unlock' }).click({ timeout: 15_000 });
    await expect(page.getByText(`This passphrase does not open the vault for ${PERSON}.`)).toBeVisible();
  }
  const waiting = page.getByRole('button', { name: /^Wait \d+ s$/ });
  await expect(waiting).toBeDisabled();
  await passphrase.fill(PASSPHRASE);
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeEnabled({ timeout: 15_000 });
  await unlock(page, PASSPHRASE);
});

async function objections(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
}
