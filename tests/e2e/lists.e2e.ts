import type { Page } from '@playwright/test';
import { enterDay } from './dates.ts';
import {
  feedbackReasons,
  fileReports,
  listTable,
  madeUp,
  ncmecPage,
  near,
  type TestRecord,
} from './list-files.ts';
import { objections } from './objections.ts';
import { expect, goTo, openVault, test } from './workstation.ts';

const job = (page: Page, name: string) => page.locator(`article[aria-label="${name}"][data-phase]`);

test('a supervisor imports a table as a list, sees it, compares it, switches it off and on, and removes it', async ({
  page,
  host,
  misdeeds,
}) => {
  test.setTimeout(180_000);
  const pdq = madeUp(1, 64);
  const buffer = listTable([
    { id: 'e1', md5: madeUp(2, 32), pdq, classification: 'A1' },
    { id: 'e2', md5: madeUp(3, 32), sha256: madeUp(4, 64) },
    { id: 'e3', md5: 'not a hash' },
  ]);
  await openVault(page, host);
  await page.keyboard.press('d');
  await expect(page.getByText('No list yet')).toBeVisible();
  const found = await objections(page, 'no list');

  await page.getByRole('button', { name: 'Import a list…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'partner.csv', mimeType: 'text/csv', buffer });
  await expect(dialog.getByText('partner.csv')).toBeVisible();
  await expect(dialog.getByRole('button', { name: /pdq holds/ })).toContainText('PDQ');
  found.push(...(await objections(page, 'import')));
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(dialog.getByText('Still needed: details of the list')).toBeVisible();
  await dialog.getByLabel('Name', { exact: true }).fill('Partner list');
  await dialog.getByLabel('Owner').fill('Partner hotline');
  await dialog.getByRole('button', { name: /What a match means/ }).click();
  await page.getByRole('option', { name: 'Baseline' }).click();
  await enterDay(dialog, 'As of', '2020-01-02');
  await dialog.getByLabel('Keep these columns as').fill('Partner table');
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(dialog.getByRole('button', { name: /Saved columns/ })).toContainText('Partner table');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();

  await expect(job(page, 'Partner list')).toHaveAttribute('data-phase', 'done');
  await job(page, 'Partner list').getByText('Show 1 refusal').click();
  await expect(job(page, 'Partner list').getByRole('row', { name: /Not a hash/ })).toBeVisible();
  const row = page.getByRole('row', { name: /Partner list/ });
  await expect(row).toContainText('Baseline');
  await expect(row).toContainText('old:');
  await expect(row).toContainText('In use');
  found.push(...(await objections(page, 'lists')));

  await page.getByText('Look up', { exact: true }).first().click();
  await page.getByLabel('A hash or an address').fill(near(pdq, 9));
  await page.keyboard.press('Enter');
  await expect(page.getByText('On lists: 1 record')).toBeVisible();
  await expect(page.getByText('9 bits of 256 apart')).toBeVisible();
  await expect(page.getByRole('img', { name: '9 of 256 bits differ' })).toBeVisible();
  await expect(page.getByText('source says A1')).toBeVisible();
  found.push(...(await objections(page, 'look up')));

  await page.getByText('Lists', { exact: true }).last().click();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Partner list' })).toBeVisible();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText('No other list holds any of them.')).toBeVisible();
  found.push(...(await objections(page, 'one list')));

  await page.getByRole('button', { name: 'Details…' }).click();
  await enterDay(dialog, 'As of', new Date().toISOString().slice(0, 10));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Switch off' }).click();
  await dialog.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('Switched off', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Switch on' }).click();
  await dialog.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByText('In use', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row', { name: /Partner list/ })).toContainText('0 days');

  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No list yet')).toBeVisible();
  expect(found).toEqual([]);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

async function importList(page: Page, name: string, meaning: string, entries: TestRecord[]): Promise<void> {
  await page.keyboard.press('d');
  await page.getByRole('button', { name: 'Import a list…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: listTable(entries) });
  await dialog.getByText('list.csv').waitFor();
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: /What a match means/ }).click();
  await page.getByRole('option', { name: meaning }).click();
  await dialog.getByText('High', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(job(page, name)).toHaveAttribute('data-phase', 'done');
  await job(page, name).getByRole('button', { name: 'Dismiss' }).click();
}

async function bringIn(page: Page, files: readonly Record<string, string>[]): Promise<void> {
  await goTo(page, 'Import');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'files.jsonl', mimeType: 'text/plain', buffer: fileReports(files) });
  await expect(page.locator('article[data-phase=done]').first()).toBeVisible();
  await page.keyboard.press('q');
}

test('a match is explained on the case, confirmed and rejected by one key, and stays rejected when the list comes again', async ({
  page,
  host,
  misdeeds,
}) => {
  test.setTimeout(180_000);
  const pdq = madeUp(1, 64);
  const sha256 = madeUp(2, 64);
  const entries = [
    { id: 'near', pdq, classification: 'A1' },
    { id: 'same', sha256, classification: 'B2' },
  ];
  await openVault(page, host);
  await importList(page, 'Partner list', 'Baseline', entries);
  await bringIn(page, [{ sha256, pdq: near(pdq, 7) }]);

  const matches = page.getByRole('region', { name: 'On hash lists' });
  await expect(matches.getByText('Lists suggest: Illegal · Baseline.')).toBeVisible();
  await expect(matches.getByText('7 bits of 256 apart')).toBeVisible();
  await expect(matches.getByRole('img', { name: '7 of 256 bits differ' })).toBeVisible();
  await expect(page.getByRole('option', { name: /Known baseline/ })).toBeVisible();
  const found = await objections(page, 'matches');

  const legality = page.getByRole('radio', { name: /Illegal/ });
  await expect(legality).not.toBeChecked();
  await page.keyboard.press('a');
  await expect(legality).toBeChecked();
  await expect(matches.getByText('Filled in. You decide.')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(legality).not.toBeChecked();

  await page.keyboard.press('c');
  await expect(matches.getByText(/Ada Reviewer confirmed it/)).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(matches.getByText(/Ada Reviewer said it is not a match/)).toBeVisible();
  await page.keyboard.press('w');
  await expect(page.getByRole('textbox', { name: 'Reason' })).toBeFocused();
  found.push(...(await objections(page, 'why')));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('w');
  await page.keyboard.insertText('Another place');
  await page.keyboard.press('Enter');
  await expect(matches.getByText(/Ada Reviewer said it is not a match, .* “Another place”/)).toBeVisible();
  found.push(...(await objections(page, 'verdicts')));
  const rejected = await matches
    .locator('[data-chosen]')
    .filter({ hasText: 'said it is not a match' })
    .innerText();

  await page.keyboard.press('d');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Import a new version…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'list.csv',
    mimeType: 'text/csv',
    buffer: listTable([...entries, { id: 'more', md5: madeUp(9, 32) }]),
  });
  await dialog.getByText('list.csv').waitFor();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(job(page, 'Partner list')).toHaveAttribute('data-phase', 'done');
  await page.keyboard.press('q');
  const again = matches.locator('[data-chosen]').filter({ hasText: 'said it is not a match' });
  await expect(again).toContainText(rejected.includes('PDQ') ? 'PDQ' : 'SHA-256');
  await expect(again.getByText('Ignored: it was rejected as not a match.')).toBeVisible();
  await expect(again.getByText(/“Another place”/)).toBeVisible();
  expect(found).toEqual([]);
  expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
});

test('cases that are alike name each other, a list of wrong matches suppresses in words, lists that disagree suggest nothing', async ({
  page,
  host,
}) => {
  test.setTimeout(180_000);
  const pdq = madeUp(21, 64);
  const sha256 = madeUp(22, 64);
  await openVault(page, host);
  await importList(page, 'Baseline list', 'Baseline', [
    { id: 'b1', pdq },
    { id: 'b2', sha256 },
  ]);
  await importList(page, 'Wrong matches', 'Wrong match', [{ id: 'n1', pdq }]);
  await importList(page, 'Stock pictures', 'Known legal', [{ id: 'l1', sha256 }]);
  await bringIn(page, [{ md5: madeUp(23, 32), pdq }, { md5: madeUp(24, 32), pdq: near(pdq, 3) }, { sha256 }]);

  const similar = page.getByRole('region', { name: /Similar cases/ });
  const matches = page.getByRole('region', { name: 'On hash lists' });
  const open = async (hash: string) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.insertText(`${hash.length === 32 ? 'md5' : 'sha256'}:${hash}`);
    await page
      .getByRole('option', { name: new RegExp(`${hash} .*·`) })
      .first()
      .click();
  };
  await open(madeUp(23, 32));
  await expect(similar.getByText('3 bits of 256 apart')).toBeVisible();
  await expect(matches.getByText('Suppressed')).toBeVisible();
  await expect(matches.getByText('a list of wrong matches holds it')).toBeVisible();
  await similar.getByRole('button').first().click();
  await expect(page.getByTestId('subject')).toContainText(madeUp(24, 32));
  await open(sha256);
  await expect(matches.getByText('Lists contradict each other')).toBeVisible();
  await expect(matches.getByText('Lists suggest')).toHaveCount(0);
});

test.describe('where the policy allows one stroke and counts few cases a flood', () => {
  test.use({ matchingRules: { oneStroke: true, floodCases: 3 }, graceSeconds: 120 });

  test('known cases are chosen one by one, signed together, and taken back one by one', async ({
    page,
    host,
    misdeeds,
  }) => {
    test.setTimeout(180_000);
    const sums = [31, 32, 33].map((number) => madeUp(number, 64));
    await openVault(page, host);
    await importList(
      page,
      'Trusted list',
      'Baseline',
      sums.slice(0, 2).map((sha256, at) => ({ id: `t${at}`, sha256 })),
    );
    await bringIn(
      page,
      sums.map((sha256) => ({ sha256 })),
    );
    await expect(page.getByRole('option', { name: /Known baseline/ })).toHaveCount(2);
    await page.getByRole('button', { name: 'Decide known…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('0 of 2 chosen')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Sign assessments' })).toBeDisabled();
    const found = await objections(page, 'one stroke');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect(dialog.getByText('2 of 2 chosen')).toBeVisible();
    await dialog.getByRole('button', { name: 'Sign 2 assessments' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText('1 case', { exact: true })).toBeVisible();
    await page.keyboard.press('o');
    await expect(page.locator('tbody tr').filter({ hasText: 'sha256' })).toHaveCount(2);
    await page.keyboard.press('q');
    for (const left of [2, 3]) {
      await page.keyboard.press('Control+z');
      await expect(page.getByText(`${left} cases`, { exact: true })).toBeVisible();
    }
    await expect(page.getByTestId('held')).toHaveCount(0);
    expect(found).toEqual([]);
    expect(misdeeds).toEqual({ foreignRequests: [], violations: [], errors: [] });
  });

  test('a record that floods is put in quarantine, and a supervisor releases it', async ({ page, host }) => {
    test.setTimeout(180_000);
    const pdq = madeUp(41, 64);
    await openVault(page, host);
    await importList(page, 'Flooding list', 'Baseline', [{ id: 'f1', pdq }]);
    await bringIn(
      page,
      [0, 1, 2, 3, 4].map((number) => ({ md5: madeUp(50 + number, 32), pdq: near(pdq, number) })),
    );
    const matches = page.getByRole('region', { name: 'On hash lists' });
    await expect(matches.getByText('Quarantine')).toBeVisible();
    await page.keyboard.press('d');
    await page.getByText('Quarantine', { exact: true }).click();
    const list = page.getByRole('list', { name: 'Quarantine' });
    await expect(list.getByText('Flooding list')).toBeVisible();
    const found = await objections(page, 'quarantine');
    await list.getByRole('button', { name: 'Release' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
    await expect(list.getByText('Released')).toBeVisible();
    await page.keyboard.press('q');
    await expect(matches.getByText('Lists suggest')).toBeVisible();
    expect(found).toEqual([]);
  });
});

test('what was rejected becomes feedback for the owner, as files to save', async ({ page, host }) => {
  test.setTimeout(180_000);
  const md5 = madeUp(61, 32);
  await openVault(page, host);
  await page.keyboard.press('d');
  await page.getByRole('button', { name: 'Import a list…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'ncmec.xml',
    mimeType: 'application/xml',
    buffer: ncmecPage([{ member: 42, id: 'image1', md5 }]),
  });
  await expect(dialog.getByRole('button', { name: /Format/ })).toContainText('NCMEC');
  await dialog.getByLabel('Name', { exact: true }).fill('NCMEC');
  await dialog.getByRole('button', { name: /What a match means/ }).click();
  await page.getByRole('option', { name: 'Baseline' }).click();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(job(page, 'NCMEC')).toHaveAttribute('data-phase', 'done');
  await bringIn(page, [{ md5 }]);
  await page.getByRole('region', { name: 'On hash lists' }).getByText('NCMEC').first().waitFor();
  await page.keyboard.press('Delete');
  await expect(page.getByText(/said it is not a match/)).toBeVisible();
  await page.keyboard.press('d');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Feedback…' }).click();
  await dialog.getByRole('button', { name: 'Make the files' }).click();
  await expect(dialog.getByText('Not valid')).toBeVisible();
  const found = await objections(page, 'typed reasons');
  const give = (text: string) =>
    dialog.locator('input[type=file]').setInputFiles({
      name: 'reasons.xml',
      mimeType: 'application/xml',
      buffer: Buffer.from(text),
    });
  await give('<status/>');
  await expect(dialog.getByText('This file holds no reasons')).toBeVisible();
  await give(
    feedbackReasons([
      { name: 'Not this picture', type: 'Md5' },
      { name: 'Another owner', type: 'Pdq' },
    ]),
  );
  await expect(dialog.getByLabel('Reason', { exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Make the files' }).click();
  await expect(dialog.getByText('Choose at least one reason.')).toBeVisible();
  await dialog.getByText('Another owner').click();
  await dialog.getByRole('button', { name: 'Make the files' }).click();
  await expect(dialog.getByText(/None of the chosen reasons fits what was rejected/)).toBeVisible();
  found.push(...(await objections(page, 'offered reasons')));
  await dialog.getByText('Not this picture').click();
  await dialog.getByRole('button', { name: 'Make the files' }).click();
  await expect(dialog.getByText('1 file. It counts as reported now.')).toBeVisible();
  found.push(...(await objections(page, 'feedback')));
  expect(found).toEqual([]);
});
