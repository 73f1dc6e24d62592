import { aDeskWithPage, decideNext, referTo } from './at-a-desk.ts';
import { objections } from './objections.ts';
import { expect, goTo, openVault, test } from './workstation.ts';

test('the loop of the protocol is played on two machines: referred, read at the desk, steps recorded there and by phone, and seen on the case', async ({
  page,
  host,
  browser,
  misdeeds,
}) => {
  test.setTimeout(180_000);
  await using desk = await aDeskWithPage();
  await openVault(page, host);
  await referTo(page, desk);
  await goTo(page, 'Outbox');
  await page.getByRole('button', { name: 'Send now' }).click();
  await expect(page.getByRole('row', { name: /Delivered.*Federal Police/ })).toBeVisible();

  const officer = await desk.browse(browser, 'officer');
  const there = await officer.newPage();
  const errors: string[] = [];
  there.on('pageerror', (error) => errors.push(error.message));
  there.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) errors.push(message.text());
  });
  await there.goto(desk.page);
  await there.getByRole('button', { name: /home\[\.\]example/ }).click();
  await expect(there.getByTestId('desk-subject')).toHaveText(/^hxxps?:\/\/home\[\.\]example/);
  await expect(there.getByRole('link')).toHaveCount(0);
  // By keyboard alone: the field, its first choice but one, and the button.
  await there.getByRole('button', { name: /What was done now/ }).focus();
  await there.keyboard.press('Enter');
  await there.getByRole('option', { name: 'Verbal approval by magistrate' }).focus();
  await there.keyboard.press('Enter');
  await there.getByRole('button', { name: 'Record' }).focus();
  await there.keyboard.press('Enter');
  await expect(
    there.getByRole('article').getByRole('listitem').filter({ hasText: 'Verbal approval by magistrate' }),
  ).toBeVisible();
  const found = await objections(there, 'desk');
  await officer.close();

  const hotline = await desk.browse(browser, 'hotline');
  const refused = await (await hotline.newPage()).goto(desk.page);
  expect(refused?.status()).toBe(404);
  await hotline.close();

  await page.getByRole('button', { name: 'Check for updates' }).click();
  await expect(page.getByText('with news: 1')).toBeVisible();
  await page.getByRole('row', { name: /Delivered/ }).click();
  await page.getByRole('button', { name: 'Open the case' }).click();
  await expect(page.getByText(/^Signed by the desk/)).toBeVisible();
  await page.getByRole('button', { name: 'Add a step…' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: /What was done/ }).click();
  await page.getByRole('option', { name: 'Not illegal' }).click();
  await form.getByRole('button', { name: /How you learnt of it/ }).click();
  await page.getByRole('option', { name: 'Phone' }).click();
  await form.getByRole('button', { name: 'Record' }).click();
  await expect(form).toBeHidden();
  await expect(page.getByText(/Phone, typed in by/)).toBeVisible();
  await expect(page.getByText('Contradiction', { exact: true })).toBeVisible();
  found.push(...(await objections(page, 'timeline')));
  expect({ found, errors, misdeeds }).toEqual({
    found: [],
    errors: [],
    misdeeds: { foreignRequests: [], violations: [], errors: [] },
  });
});

test('while a desk cannot be reached, every screen says so, work goes on, and what waits can be looked at, paused and tried', async ({
  page,
  host,
}) => {
  test.setTimeout(180_000);
  await using desk = await aDeskWithPage();
  await openVault(page, host);
  await desk.receiver.close();
  await referTo(page, desk, ['one', 'two']);
  await goTo(page, 'Outbox');
  const strip = page
    .getByRole('list', { name: 'Destinations' })
    .getByRole('listitem')
    .filter({ hasText: 'Federal Police' });
  // It takes three attempts without an answer, and one begins only where none is under way.
  await expect(async () => {
    await strip.getByRole('button', { name: /^Try now/ }).click();
    await expect(page.getByText(/^No contact with Federal Police since/)).toBeVisible({ timeout: 700 });
  }).toPass();
  await decideNext(page);
  await expect(page.getByText(/No contact with Federal Police/)).toBeVisible();
  await goTo(page, 'Outbox');
  await expect(page.getByText('2 referrals wait;')).toBeVisible();
  await page
    .getByRole('row', { name: /Queued/ })
    .last()
    .click();
  await page.getByRole('button', { name: 'Show what is sent, and the attempts' }).click();
  await expect(page.getByText('to be tried again').first()).toBeVisible();
  await strip.getByRole('button', { name: /^Pause/ }).click();
  await expect(strip.getByText(/^Paused by/)).toBeVisible();
  expect(await objections(page, 'outbox in an outage')).toEqual([]);
});
