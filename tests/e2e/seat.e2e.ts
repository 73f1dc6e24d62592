import { readFileSync } from 'node:fs';
import { proofsOf } from '../../shared/contract/dossier.ts';
import { objections } from './objections.ts';
import { expect, goTo, lock, openSampleVault, test, unlock } from './workstation.ts';

test('one case fills the page by a key: the next is still reached, a field keeps what is typed, Escape goes back', async ({
  page,
  host,
  misdeeds,
}) => {
  await openSampleVault(page, host);
  const subject = page.getByTestId('subject');
  const first = await subject.innerText();
  await page.keyboard.press('0');
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('listbox', { name: 'Cases, most urgent first' })).toBeHidden();
  await expect(page.getByText(/^Case 1 of \d+$/)).toBeVisible();
  expect(await objections(page, 'focus')).toEqual([]);
  await page.keyboard.press('j');
  await expect(subject).not.toHaveText(first);
  await expect(page.getByTestId('spoken-case')).toHaveText(/^Case 2 of/);
  await page.keyboard.press('t');
  await page.keyboard.type('Half a note');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation')).toBeVisible();
  await expect(page.getByLabel('Note', { exact: false }).last()).toHaveValue('Half a note');
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('a narrative is announced, then blurred and unspoken until it is asked for, in the way the person prefers', async ({
  page,
  host,
}) => {
  const passphrase = await openSampleVault(page, host);
  await page.keyboard.press('+');
  const dialog = page.getByRole('dialog', { name: 'Report by phone, e-mail or post' });
  await dialog.getByLabel('Addresses').fill('https://story.example/board');
  await dialog.getByLabel('Narrative').fill('What a reporter came upon.');
  await dialog.getByText('Heavy', { exact: true }).click();
  await page.keyboard.press('Control+Enter');
  await dialog.getByText(/1 new/).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('story.example');
  await page.getByRole('option', { name: /story/ }).first().click();
  await expect(page.getByText('Heavy · said at intake')).toBeVisible();
  const narrative = page.getByTestId('narrative');
  await page.keyboard.press(',');
  await expect(narrative).toHaveAttribute('aria-hidden', 'true');
  await expect(narrative).toHaveCSS('filter', /blur/);
  await page.getByRole('button', { name: 'Make readable' }).click();
  await expect(narrative).toHaveCSS('filter', 'none');
  await expect(narrative).toHaveAttribute('aria-hidden', 'false');

  await goTo(page, 'Settings');
  await page.getByText('Readable while a key is held').click();
  await page.getByRole('radiogroup', { name: 'Wording' }).getByText('Reduced to codes').click();
  await page.getByRole('radiogroup', { name: 'Colours' }).getByText('Reduced', { exact: true }).click();
  await lock(page);
  await expect(page.locator('html')).not.toHaveAttribute('data-colours', 'reduced');
  await unlock(page, passphrase);
  await expect(page.locator('html')).toHaveAttribute('data-colours', 'reduced');
  await page.getByTestId('subject').waitFor();
  await page.keyboard.press('i');
  await expect(page.getByText('Age 1', { exact: true })).toBeVisible();
  await expect(page.getByText('Infant', { exact: true })).toHaveCount(0);
  expect(await objections(page, 'reduced')).toEqual([]);

  await page.keyboard.press('/');
  await page.keyboard.type('story.example');
  await page.getByRole('option', { name: /story/ }).first().click();
  await page.getByText('Heavy · said at intake').waitFor();
  await page.keyboard.down(',');
  await expect(narrative).toHaveCSS('filter', 'none');
  await page.keyboard.up(',');
  await expect(narrative).toHaveCSS('filter', /blur/);
});

test('skip, something lighter, the end of a duty and every key are reached by keys, and from the search over everything', async ({
  page,
  host,
}) => {
  await openSampleVault(page, host);
  const subject = page.getByTestId('subject');
  const first = await subject.innerText();
  await page.keyboard.press(';');
  await expect(subject).not.toHaveText(first);
  await page.keyboard.press('9');
  await expect(page.getByText(/^(MD5|SHA-1|SHA-256)/).first()).toBeVisible();
  await page.keyboard.press('Control+e');
  const end = page.getByRole('dialog', { name: 'The end of your duty' });
  await expect(end.getByText('Asked for something lighter')).toBeVisible();
  await expect(end).toContainText('Asked for something lighter1');
  expect(await objections(page, 'end of duty')).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  for (const words of [
    'Skip: leave',
    'Something lighter next',
    'Narrative: show',
    'One case alone',
    'Type in a report',
  ])
    await expect(keys.getByText(words)).toBeVisible();
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('one case alone');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Case \d+ of \d+$/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('undetermined');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Undetermined' })).toBeChecked();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('my time');
  await page.keyboard.press('Enter');
  await expect(page.getByText('you asked 1 time for something lighter')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Deutsch');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
});

test('a supervisor saves a dossier that stands alone: narratives only where asked, its proofs as text, and no link in it', async ({
  page,
  context,
  host,
  misdeeds,
}) => {
  await page.addInitScript(() => {
    delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
  });
  await openSampleVault(page, host);
  await page.getByTestId('subject').waitFor();
  for (const key of ['i', 'b']) await page.keyboard.press(key);
  await page.getByRole('button', { name: 'Dossier to print…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Dossier of a case' });
  expect(await objections(page, 'dossier')).toEqual([]);
  const saved = async (): Promise<string> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save dossier' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^hashline-dossier-[0-9a-f-]+\.html$/);
    return readFileSync(await download.path(), 'utf8');
  };
  const html = await saved();
  expect(proofsOf(html)?.entries).toMatch(/^\{"asked":.*hashline-selection\/1/);
  expect(html).not.toContain('<dt>Narrative</dt>');

  const paper = await context.newPage();
  await paper.setContent(html);
  await expect(paper.getByRole('heading', { name: 'Dossier of a case' })).toBeVisible();
  await expect(paper.locator('a, script, img, iframe')).toHaveCount(0);
  await paper.close();

  await page.getByRole('button', { name: 'Dossier to print…' }).click();
  await dialog.getByText('With narratives').click();
  expect(await saved()).toContain('<dt>Narrative</dt>');
  await page.keyboard.press('e');
  await expect(page.getByRole('option', { name: /narrative/i }).first()).toBeVisible();
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});
