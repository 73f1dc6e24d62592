import {
  createVault,
  enrol,
  expect,
  fillNewVault,
  goTo,
  lock,
  PASSPHRASE,
  PERSON,
  test,
  unlock,
} from './workstation.ts';

test('a hotline creates its vault, locks it, mistypes, and unlocks', async ({ page, host, misdeeds }) => {
  await createVault(page, host);
  await expect(page.getByText('Test Hotline')).toBeVisible();
  await expect(page.getByText('No cases here')).toBeVisible();
  expect(new URL(page.url()).hash).toBe('');

  await page.keyboard.press('Control+l');
  await expect(page.getByRole('heading', { name: 'Unlock the vault' })).toBeVisible();
  await expect(page.getByText(PERSON)).toBeVisible();
  await page.getByLabel('Passphrase', { exact: true }).fill('not the passphrase');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByText(`This passphrase does not open the vault for ${PERSON}.`)).toBeVisible();

  await page.waitForTimeout(2500);
  await unlock(page, PASSPHRASE);
  await expect(page.getByText('No cases here')).toBeVisible();
  expect(await page.locator('a[href]').count()).toBe(0);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('a hotline chooses language, protocol and country at the door, and is told the first steps', async ({
  page,
  host,
}) => {
  await page.goto(host.address);
  await page.getByRole('button', { name: /English/ }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await expect(page.getByRole('heading', { name: 'Tresor der Meldestelle anlegen' })).toBeVisible();
  await page.getByRole('button', { name: /Deutsch/ }).click();
  await page.getByRole('option', { name: 'English' }).click();
  await page.getByRole('button', { name: /Belgian protocol/ }).click();
  await page.getByRole('option', { name: 'Hotline that notifies providers itself' }).click();
  await expect(page.getByRole('combobox', { name: 'Country of the hotline' })).toHaveValue(
    'Netherlands (NL)',
  );
  await page.getByRole('combobox', { name: 'Country of the hotline' }).fill('lux');
  await page.keyboard.press('Enter');
  await fillNewVault(page);
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect(steps).toContainText('Hotline that notifies providers itself · Luxembourg');
  await expect(steps).toContainText('Not set up: iccam, police, provider');
  await expect(steps).toContainText('1 person so far');
  await steps.getByRole('button', { name: 'Take in' }).click();
  await expect(page.getByRole('heading', { name: 'Import' }).first()).toBeVisible();
});

test('the first run says what is missing before anything is made', async ({ page, host }) => {
  await page.goto(host.address);
  await page.getByLabel('Passphrase', { exact: true }).fill('too short');
  await page.getByLabel('Passphrase again', { exact: true }).fill('different');
  await page.getByRole('button', { name: 'Create vault' }).click();
  await expect(page.getByText('Fill this in.')).toHaveCount(2);
  await expect(page.getByText('At least 12 characters.')).toBeVisible();
  await expect(page.getByText('The two passphrases differ.')).toBeVisible();
});

test('a supervisor invites an analyst, who chooses a passphrase and comes in', async ({ page, host }) => {
  await createVault(page, host);
  await enrol(page, 'Ben Newcomer', 'Analyst', 'a passphrase of my own');
  await unlock(page, 'a passphrase of my own');
  await expect(page.getByText('Ben Newcomer · Analyst')).toBeVisible();
});

test('a supervisor who disables a person works on in the same session, and the person comes in no more', async ({
  page,
  host,
}) => {
  await createVault(page, host);
  await enrol(page, 'Ben Newcomer', 'Analyst', 'a passphrase of my own');
  await page.getByText(PERSON).click();
  await unlock(page, PASSPHRASE);
  await goTo(page, 'Settings');
  await page
    .getByRole('row', { name: /Ben Newcomer Analyst/ })
    .getByRole('button', { name: 'Change' })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByRole('row', { name: /Ben Newcomer Analyst/ })).toContainText('Disabled');
  await goTo(page, 'Ledger');
  await expect(page.getByRole('option', { name: /Person disabled/ })).toBeVisible();
  await goTo(page, 'Queue');
  await expect(page.getByText('Try again')).toHaveCount(0);
  await lock(page);
  await expect(page.getByText('Ben Newcomer')).toHaveCount(0);
  await unlock(page, PASSPHRASE);
});

test('a page that the host does not know is told so in plain words', async ({ browser, host }) => {
  const stranger = await browser.newPage();
  await stranger.goto(new URL('/', host.address).href);
  await expect(stranger.getByRole('heading', { name: 'This address is not accepted' })).toBeVisible();
  await stranger.close();
});
