import { PASSPHRASE, SAM, startLabelledHost } from './labelled-host.ts';
import { objections } from './objections.ts';
import { test as base, chooseState, expect, unlock } from './workstation.ts';

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const host = await startLabelledHost();
    await use(host);
    await host.stop();
  },
});

test('an analyst labels a case by keyboard; what the labels say stands in the form, in the decision and in its correction', async ({
  page,
  host,
  misdeeds,
}) => {
  await page.goto(host.address);
  await page.getByText(SAM, { exact: true }).click();
  await unlock(page, PASSPHRASE);
  const subject = page.getByTestId('subject');
  const first = await subject.innerText();
  for (const key of ['i', 'b']) await page.keyboard.press(key);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Still needed: the required labels (P)')).toBeVisible();
  const found = await objections(page, 'a form that lacks labels');

  const age = page.getByRole('radiogroup', { name: 'Age', exact: true });
  await page.keyboard.press('p');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Youngest' })).toBeChecked();
  await expect(age.getByRole('radio', { name: /Infant/ })).toBeChecked();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(age.getByRole('radio', { name: /Pubescent/ })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('toolbar', { name: 'Content flags' }).getByRole('button', { name: 'Virtual' }),
  ).toHaveAttribute('aria-pressed', 'true');
  found.push(...(await objections(page, 'a form with labels')));
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('fields that say what the labels say')).toBeVisible();
  await page.keyboard.press('4');
  await page.keyboard.press('Control+Enter');
  await expect(subject).not.toHaveText(first);

  await chooseState(page, /^Referred/);
  await expect(page.getByText('Apparent age: Older · Medium: Made by computer · made-up v1')).toBeVisible();
  found.push(...(await objections(page, 'a labelled decision')));
  await page.getByRole('button', { name: 'Correct decision…' }).click();
  await expect(page.getByRole('radio', { name: 'Older' })).toBeChecked();
  expect(found).toEqual([]);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
