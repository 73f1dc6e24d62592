import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { createServer } from 'vite';
import type { Fault } from '../../shared/ledger/fault.ts';
import { locales } from '../../shared/locales/locales.ts';
import { openDesk, startReceiver } from '../../src-main/receiver/receiver.ts';
import { openArrival, takeIn } from '../../src-main/receiver/sealed-arrival.ts';
import { aWorkedWeek } from '../support/a-worked-week.ts';
import { aDeskWithPage, decideNext, referTo } from './at-a-desk.ts';
import { standBetween } from './between.ts';
import { enterDay } from './dates.ts';
import { startGivingHost } from './giving-host.ts';
import { fileReports, listTable, madeUp, near } from './list-files.ts';
import { startLoopback } from './loopback.ts';
import { reportsFile } from './reports.ts';
import { PASSPHRASE as REVIEWED_PASSPHRASE, SAM, startReviewedHost, WAITING_FILE } from './reviewed-host.ts';
import {
  createVault,
  enrol,
  goTo,
  lock,
  openSampleVault,
  openVault,
  PASSPHRASE,
  PERSON,
  test,
  unlock,
} from './workstation.ts';

/*
 * Pictures of every screen for whoever looks after the look: light and dark, two sizes, in three languages.
 * `npx playwright test --project=screenshots` writes them to HASHLINE_SHOTS or /tmp/shots.
 *
 * It waits by the clock before a picture, until nothing moves any more: it judges nothing, and no test depends on it.
 */
const FOLDER = process.env.HASHLINE_SHOTS ?? '/tmp/shots';
const SAMPLE = join(import.meta.dirname, '..', '..', 'assets', 'samples', 'scart.csv');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const NAMES = { en: 'English', de: 'Deutsch', fr: 'Français', nl: 'Nederlands' } as const;
const KEYS = {
  queue: 'q',
  import: 'm',
  outbox: 'o',
  ledger: 'e',
  figures: 'f',
  policy: 'y',
  seats: 'z',
  settings: 's',
} as const;

test.setTimeout(300_000);

test('every screen, light and dark, small and large, in three languages', async ({ page, host }) => {
  mkdirSync(FOLDER, { recursive: true });
  await page.goto(host.address);
  await page.getByRole('button', { name: 'Try with sample data' }).waitFor();
  await shoot(page, 'first-run', 'en');
  await openSampleVault(page, host);
  await assessSome(page);
  await page.keyboard.press('m');
  await page.locator('input[type=file]').setInputFiles([
    { name: 'scart.csv', mimeType: 'text/csv', buffer: readFileSync(SAMPLE) },
    { name: 'broken.jsonl', mimeType: 'text/plain', buffer: Buffer.from(BROKEN) },
  ]);
  await page.locator('article[data-phase=failed]').waitFor();
  for (const language of ['en', 'de', 'fr'] as const) {
    await page.keyboard.press('s');
    await page.getByText(NAMES[language], { exact: true }).click();
    await page.locator('body').click({ position: { x: 700, y: 5 } });
    for (const [screen, key] of Object.entries(KEYS)) {
      await page.keyboard.press(key);
      await prepare(page, screen);
      await shoot(page, screen, language);
    }
    await page.keyboard.press('?');
    await shoot(page, 'keys', language);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await shoot(page, 'palette', language);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Control+l');
  await page.locator('input[type=password]').waitFor();
  await shoot(page, 'unlock', 'fr');
});

test('everything at the door, and what concerns people and their time', async ({ page, host }) => {
  mkdirSync(FOLDER, { recursive: true });
  const between = await standBetween(page);
  await page.goto(host.address);
  await createVault(page, host);
  await enrol(page, 'Ada Machine', 'Administrator', 'keeps the machine going');
  await page.getByText('Ada Reviewer').click();
  await unlock(page, PASSPHRASE);
  await enrol(page, 'Ben Newcomer', 'Analyst', 'a passphrase of my own');
  await page.getByText('Ada Reviewer').click();
  await unlock(page, PASSPHRASE);
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Invite a person' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Cleo Waiting');
  await shoot(page, 'invite', 'en');
  await page.getByRole('button', { name: 'Make a code' }).click();
  await page.getByTestId('invitation-code').waitFor();
  await shoot(page, 'invitation', 'en');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await shoot(page, 'people', 'en');
  await page.getByRole('region', { name: 'State of the vault' }).scrollIntoViewIfNeeded();
  await page.mouse.move(640, 500);
  await page.mouse.wheel(0, 2000);
  await shoot(page, 'doctor', 'en');
  await lock(page);
  await page.getByText('Cleo Waiting').click();
  await shoot(page, 'enrol', 'en');
  for (const language of ['de', 'fr', 'en'] as const) {
    await speak(page, language);
    await page.getByText('Ada Machine').click();
    await page.locator('input[type=password]').fill('keeps the machine going');
    await page.keyboard.press('Enter');
    await page.locator('tbody tr').first().waitFor();
    await shoot(page, 'administrator', language);
  }
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByText('Ben Newcomer').click();
  for (let tries = 0; tries < 7; tries++) {
    await page.getByLabel('Passphrase', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Unlock' }).click({ timeout: 40_000 });
    await page.getByText('This passphrase does not open').waitFor();
  }
  await shoot(page, 'countdown', 'en');
  const limit = 120;
  between.workedMinutes = limit * 0.9;
  await page.getByLabel('Passphrase', { exact: true }).fill('a passphrase of my own');
  await page.getByRole('button', { name: 'Unlock' }).click({ timeout: 40_000 });
  await page.getByRole('navigation').waitFor();
  await page.waitForTimeout(500);
  await shoot(page, 'duty-near', 'en');
  between.workedMinutes = limit * 2;
  await page.reload();
  await page.getByRole('dialog').waitFor();
  for (const language of ['de', 'fr', 'en'] as const) {
    await speak(page, language);
    await page.getByRole('dialog').waitFor();
    await shoot(page, 'duty-over', language);
  }
});

test('the supervisor’s desk: whose a case is, and what people carry', async ({ page }) => {
  mkdirSync(FOLDER, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'hashline-e2e-'));
  const analysts = [
    { name: 'Ann Able', passphrase: 'a passphrase of my own' },
    { name: 'Benedikta von Hohenstein-Wassermann', passphrase: 'another one of my own' },
  ] as const;
  const shifts = [6, 5, 4, 3, 2, 1].flatMap((daysAgo) => [
    { name: 'Ann Able', daysAgo, minutes: [0, 148, 95, 118, 0, 61, 119][daysAgo] ?? 0, cases: 3 + daysAgo },
    { name: analysts[1].name, daysAgo, minutes: [0, 40, 0, 64, 30, 0, 75][daysAgo] ?? 0, cases: 2 },
  ]);
  await aWorkedWeek({ folder, supervisor: { name: PERSON, passphrase: PASSPHRASE }, analysts }, shifts);
  const host = await startLoopback(folder);
  await page.goto(host.address);
  for (const [at, language] of (['en', 'de', 'fr', 'nl'] as const).entries()) {
    const texts = locales[language];
    await speak(page, language);
    await page.getByText(PERSON).click();
    await page.locator('input[type=password]').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').waitFor();
    await page.keyboard.press('f');
    await page.getByText(texts.load.view.team, { exact: true }).click();
    await page.getByRole('button', { name: 'Ann Able' }).click();
    await shoot(page, 'load', language);
    await page.getByText(texts.load.span.days.replace('{{n}}', '28'), { exact: true }).click();
    await page.waitForTimeout(200);
    await shoot(page, 'load-28', language);
    await page.getByText(texts.load.view.own, { exact: true }).click();
    await shoot(page, 'own-time', language);
    await page.keyboard.press('q');
    await page.locator('[role=option]').nth(at).click();
    await page.getByRole('button', { name: texts.handOver.open }).click();
    const dialog = page.getByRole('dialog');
    await shoot(page, 'hand-over', language);
    await dialog.getByRole('button').filter({ hasText: texts.common.choose }).first().click();
    await page.getByRole('option', { name: /^Benedikta/ }).click();
    await dialog.getByRole('button').filter({ hasText: texts.common.choose }).first().click();
    await page.getByRole('option', { name: texts.enum.assignmentReason.urgent }).click();
    await dialog.getByRole('textbox').fill('The provider answers her mails.');
    await dialog.getByRole('button', { name: texts.handOver.give, exact: true }).last().click();
    await dialog.waitFor({ state: 'detached' });
    await shoot(page, 'given', language);
    await page.keyboard.press('Control+l');
    await page.locator('input[type=password]').waitFor();
    await page.getByText('Ann Able').click();
    await page.locator('input[type=password]').fill(analysts[0].passphrase);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').waitFor();
    await page.locator('[role=option]').nth(at).click();
    await shoot(page, 'not-mine', language);
    await page.keyboard.press('f');
    await page.getByText(texts.load.view.own, { exact: true }).click();
    await page.waitForTimeout(300);
    await shoot(page, 'own-time-ann', language);
    await page.keyboard.press('Control+l');
    await page.locator('input[type=password]').waitFor();
  }
  await host.stop();
});

test('the recovery sheet, on the screen and on paper', async ({ page }) => {
  mkdirSync(FOLDER, { recursive: true });
  for (const language of ['en', 'de', 'fr'] as const) {
    const { sample, recovery } = locales[language].vault;
    const host = await startLoopback();
    await page.goto(host.address);
    await page.locator('form').waitFor();
    await speak(page, language);
    await page.getByRole('button', { name: sample.action }).click();
    await page.getByRole('button', { name: sample.open }).click();
    await page.getByTestId('recovery-key').waitFor({ timeout: 60_000 });
    await shoot(page, 'recovery-sheet', language);
    await page.emulateMedia({ media: 'print' });
    await page.screenshot({ path: join(FOLDER, `recovery-sheet-printed-${language}.png`) });
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('button', { name: recovery.stored }).click();
    await shoot(page, 'recovery-proof', language);
    await host.stop();
  }
});

test('the audit trail: the life of a case, a proof, and a checkpoint on paper', async ({ page, host }) => {
  mkdirSync(FOLDER, { recursive: true });
  await openSampleVault(page, host);
  await assessSome(page);
  for (const language of ['en', 'de', 'fr'] as const) {
    const { group, proof, sheet } = locales[language].ledger;
    await page.keyboard.press('s');
    await page.getByText(NAMES[language], { exact: true }).click();
    await page.locator('body').click({ position: { x: 700, y: 5 } });
    await page.keyboard.press('e');
    const groupButton = page.getByRole('button', { name: group.decisions, exact: true });
    if ((await groupButton.getAttribute('aria-pressed')) !== 'true') await groupButton.click();
    await page.locator('[role=option]').first().click();
    await page.locator('summary').click();
    await shoot(page, 'ledger-filtered', language);
    await page.locator('summary').click();
    await page.keyboard.press('t');
    await page.waitForTimeout(400);
    await shoot(page, 'ledger-life', language);
    await page.keyboard.press('p');
    await page.getByText(proof.fits).waitFor();
    await shoot(page, 'ledger-proof', language);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: sheet.open }).first().click();
    await page.getByTestId('checkpoint-note').waitFor();
    await shoot(page, 'ledger-sheet', language);
    await page.emulateMedia({ media: 'print' });
    await page.screenshot({ path: join(FOLDER, `ledger-sheet-printed-${language}.png`) });
    await page.emulateMedia({ media: 'screen' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }
});

test('the second review, of an analyst and of a supervisor', async ({ page }) => {
  mkdirSync(FOLDER, { recursive: true });
  const host = await startReviewedHost();
  const part = async (index: number) => {
    await page.getByRole('radiogroup').first().locator('label').nth(index).click();
    await page.waitForTimeout(400);
  };
  await page.goto(host.address);
  for (const [who, language] of [
    ['Ann', 'en'],
    ['Cas', 'de'],
    ['Tom', 'de'],
    ['Tom', 'en'],
    ['Tom', 'fr'],
    [SAM, 'en'],
  ] as const) {
    await speak(page, language);
    await page.getByText(who, { exact: true }).click();
    await page.locator('input[type=password]').fill(REVIEWED_PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').waitFor({ timeout: 30_000 });
    await page.waitForTimeout(600);
    await page.keyboard.press('v');
    await page.waitForTimeout(400);
    const name = `second-review-${who.split(' ')[0]?.toLowerCase()}`;
    for (const key of ['i', 'n', '2']) await page.keyboard.press(key);
    await shoot(page, `${name}-waiting`, language);
    const parts = await page.getByRole('radiogroup').first().locator('label').count();
    for (let index = 1; index < parts; index++) {
      await part(index);
      if (index === 2) await shootDisagreement(page, name, language);
      else await shoot(page, `${name}-part-${index}`, language);
    }
    if (who === SAM) await shootAround(page, language);
    await page.keyboard.press('Control+l');
    await page.locator('input[type=password]').waitFor();
  }
  await host.stop();
});

/** What other screens say of the second review: a golden case, a case that waits, what a settled disagreement sent. */
async function shootAround(page: Page, language: string): Promise<void> {
  await page.locator('tbody tr').first().getByRole('button').first().click();
  await page.waitForTimeout(400);
  await shoot(page, 'second-review-golden-case', language);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill(WAITING_FILE);
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'A case that waits for a second review' }).click();
  await page.waitForTimeout(400);
  await shoot(page, 'second-review-withheld', language);
  await page.keyboard.press('v');
  await page.getByRole('radiogroup').first().locator('label').nth(2).click();
  await page.getByRole('option', { name: /gallery/ }).click();
  await page.getByRole('radiogroup').nth(1).locator('label').nth(1).click();
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(600);
  await shoot(page, 'second-review-settled', language);
  await page.keyboard.press('o');
  await page.locator('tbody tr').first().click();
  await shoot(page, 'second-review-outbox', language);
}

async function shootDisagreement(page: Page, name: string, language: string): Promise<void> {
  await page.getByRole('option', { name: /gallery/ }).click();
  await shoot(page, `${name}-disagreement`, language);
  const choices = page.getByRole('radiogroup').nth(1).locator('label');
  if ((await choices.count()) === 0) return;
  await choices.nth(1).click();
  await shoot(page, `${name}-anew`, language);
  await page.getByRole('option', { name: /archive/ }).click();
  await shoot(page, `${name}-other`, language);
}

test('hash lists: what there is, an import, one list, and a look-up', async ({ page, host }) => {
  mkdirSync(FOLDER, { recursive: true });
  await openSampleVault(page, host);
  await page.keyboard.press('d');
  await importList(page, 'INHOPE baseline', 'Baseline', 1, new Date().toISOString().slice(0, 10));
  await importList(page, 'National police list of known files', 'National', 400, '2024-03-01');
  await importList(page, 'Stock pictures', 'Known legal', 900, '');
  for (const language of ['en', 'de', 'fr'] as const) {
    const { lists } = locales[language];
    await page.keyboard.press('s');
    await page.getByText(NAMES[language], { exact: true }).click();
    await page.locator('body').click({ position: { x: 700, y: 5 } });
    await page.keyboard.press('d');
    await page.locator('[data-list]').first().waitFor();
    await shoot(page, 'lists', language);
    await page.getByRole('button', { name: lists.import.open }).click();
    await page
      .getByRole('dialog')
      .locator('input[type=file]')
      .setInputFiles([
        { name: 'partner.csv', mimeType: 'text/csv', buffer: Buffer.from(UNCLEAR) },
        { name: 'partner-2.csv', mimeType: 'text/csv', buffer: Buffer.from(UNCLEAR) },
      ]);
    await page.getByRole('dialog').getByText('partner-2.csv').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: lists.import.start, exact: true }).click();
    await shoot(page, 'lists-import', language);
    await page.keyboard.press('Escape');
    await page.locator('[data-list] button').first().click();
    await page.getByRole('button', { name: lists.compare.start, exact: true }).click();
    await page.waitForTimeout(500);
    await shoot(page, 'lists-one', language);
    await page.keyboard.press('Escape');
    await page.getByText(lists.view.lookup, { exact: true }).first().click();
    await page.getByLabel(lists.lookup.label).fill(near(madeUp(2, 64), 24));
    await page.keyboard.press('Enter');
    await page.locator('svg[role=img]').first().waitFor();
    await shoot(page, 'lists-lookup', language);
    await page.keyboard.press('Escape');
  }
});

test('what lists know of a case', async ({ page, host }) => {
  mkdirSync(FOLDER, { recursive: true });
  await openSampleVault(page, host);
  await page.keyboard.press('d');
  await importList(page, 'INHOPE baseline', 'Baseline', 1, new Date().toISOString().slice(0, 10));
  await importList(page, 'National police list', 'National', 3, new Date().toISOString().slice(0, 10));
  await page.keyboard.press('m');
  await page.locator('input[type=file]').setInputFiles({
    name: 'files.jsonl',
    mimeType: 'text/plain',
    buffer: fileReports([
      { md5: madeUp(5, 32), pdq: near(madeUp(6, 64), 14) },
      { md5: madeUp(5000, 32), pdq: near(madeUp(6, 64), 20) },
    ]),
  });
  await page.locator('article[data-phase=done]').waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText(madeUp(5, 32));
  await page.getByRole('option', { name: /Look up as/ }).click();
  await page.getByRole('option', { name: /Open case/ }).click();
  await page.getByText('Lists suggest').waitFor();
  await page.keyboard.press('Delete');
  await page.getByText(/said it is not a match/).waitFor();
  for (const language of ['en', 'de', 'fr'] as const) {
    await page.keyboard.press('s');
    await page.getByText(NAMES[language], { exact: true }).click();
    await page.locator('body').click({ position: { x: 700, y: 5 } });
    await page.keyboard.press('q');
    await page.getByTestId('subject').waitFor();
    await shoot(page, 'matches', language);
    await page.keyboard.press('?');
    await shoot(page, 'matches-keys', language);
    await page.keyboard.press('Escape');
  }
});

test.describe('where the policy allows one stroke and few cases make a flood', () => {
  test.use({ matchingRules: { oneStroke: true, floodCases: 3 } });

  test('entries put aside, known cases together, feedback to an owner', async ({ page, host }) => {
    mkdirSync(FOLDER, { recursive: true });
    await openSampleVault(page, host);
    await page.keyboard.press('d');
    await importList(page, 'INHOPE baseline', 'Baseline', 1, new Date().toISOString().slice(0, 10));
    await page.keyboard.press('m');
    const flooding = [0, 1, 2, 3, 4, 5].map((bits) => ({
      md5: madeUp(6000 + bits, 32),
      pdq: near(madeUp(6, 64), bits),
    }));
    const known = [20, 21, 22, 23].map((number) => ({ md5: madeUp(number, 32) }));
    await page.locator('input[type=file]').setInputFiles({
      name: 'files.jsonl',
      mimeType: 'text/plain',
      buffer: fileReports([...flooding, ...known]),
    });
    await page.locator('article[data-phase=done]').waitFor();
    await page.waitForTimeout(4000);
    for (const language of ['en', 'de', 'fr'] as const) {
      const { lists, oneStroke } = locales[language];
      await page.keyboard.press('s');
      await page.getByText(NAMES[language], { exact: true }).click();
      await page.locator('body').click({ position: { x: 700, y: 5 } });
      await page.keyboard.press('d');
      await page.getByText(lists.view.quarantine, { exact: true }).click();
      await page.getByRole('list', { name: lists.view.quarantine }).waitFor();
      await shoot(page, 'lists-aside', language);
      await page.getByText(lists.view.lists, { exact: true }).last().click();
      await page.locator('[data-list] button').first().click();
      await page.getByRole('button', { name: lists.feedback.open }).click();
      await shoot(page, 'lists-feedback', language);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.keyboard.press('q');
      await page.getByRole('button', { name: oneStroke.open }).click();
      await page.locator('[role=dialog] li label').first().click();
      await shoot(page, 'one-stroke', language);
      await page.keyboard.press('Escape');
    }
  });
});

test('what goes wrong, and what another person began, in the longest words and at every size', async ({
  page,
  host,
}) => {
  mkdirSync(FOLDER, { recursive: true });
  const dirs = ['refuses', 'fails'].map(() => mkdtempSync(join(tmpdir(), 'hashline-desk-')));
  const desks = [
    await startReceiver({ dir: dirs[0]!, port: 0, name: 'Test desk', fail: { refuseRate: 1 } }),
    await startReceiver({ dir: dirs[1]!, port: 0, name: 'Test desk', fail: { status: 404, rate: 1 } }),
  ];
  const faulty = await tellFaults(page);
  await openVault(page, host, [['Benedikta von Hohenstein-Wassermann', 'analyst']]);
  await goTo(page, 'Outbox');
  await page.getByText('Destinations', { exact: true }).click();
  for (const [at, name] of (['Federal Police', 'ICCAM'] as const).entries()) {
    const { url, certificates } = desks[at]!;
    await page.getByRole('row', { name }).getByRole('button', { name: 'Set up' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Address').fill(url);
    await form.getByLabel('Certificate authority (PEM)').fill(certificates.ca);
    await form.getByLabel('Client certificate (PEM)').fill(certificates.client.cert);
    await form.getByLabel('Private key (PEM)').fill(certificates.client.key);
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
  }
  await goTo(page, 'Import');
  const broken = [
    { name: 'broken.jsonl', mimeType: 'text/plain', buffer: Buffer.from(BROKEN) },
    { name: 'broken.csv', mimeType: 'text/csv', buffer: Buffer.from('url;colour\nhttps://a.example;red\n') },
  ];
  const days = (n: number) => new Date(Date.now() - n * 86_400_000);
  const subjects = (prefix: string) =>
    ['BE', 'NL', 'VN', 'BE', 'NL'].map((country, at) => ({ host: `${prefix}${at}.example`, country }));
  await page.locator('input[type=file]').setInputFiles([
    { name: 'old.jsonl', mimeType: 'text/plain', buffer: reportsFile(subjects('late'), days(12)) },
    { name: 'new.jsonl', mimeType: 'text/plain', buffer: reportsFile(subjects('new')) },
  ]);
  await page.locator('article[data-phase=done]').nth(1).waitFor();
  await goTo(page, 'Queue');
  for (let decided = 0; decided < 4; decided++) {
    await page.getByTestId('subject').waitFor();
    for (const key of ['i', 'b', 'Control+Enter']) await page.keyboard.press(key);
    await page.waitForTimeout(300);
  }
  await goTo(page, 'Outbox');
  await page.getByText('Referrals', { exact: true }).click();
  await page.getByRole('button', { name: 'Send now' }).click();
  await page
    .getByRole('row', { name: /Refused|Stopped/ })
    .first()
    .waitFor();
  await goTo(page, 'Queue');
  await page.getByTestId('subject').waitFor();
  for (const key of ['i', 'b', '3']) await page.keyboard.press(key);
  await page.waitForTimeout(1500);
  await lock(page);
  for (const language of ['de', 'fr', 'nl'] as const) {
    const texts = locales[language];
    await speak(page, language);
    await page.getByText('Benedikta').click();
    await page.locator('input[type=password]').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').waitFor();
    await page.locator('[role=option]').first().click();
    await page.waitForTimeout(500);
    await shootAtEverySize(page, 'draft-of-another', language);
    await page.keyboard.press('Control+l');
    await page.locator('input[type=password]').waitFor();
    await page.getByText(PERSON).click();
    await page.locator('input[type=password]').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').waitFor();
    await page.keyboard.press('m');
    await page.locator('input[type=file]').setInputFiles(broken);
    await page.locator('article[data-phase=failed]').nth(1).waitFor();
    await shootAtEverySize(page, 'refusals', language);
    await page.keyboard.press('o');
    for (const state of ['refused', 'parked'] as const) {
      await page.locator('tbody tr').filter({ hasText: texts.enum.referralState[state] }).first().click();
      await shootAtEverySize(page, `outbox-${state}`, language);
    }
    await page.getByRole('radiogroup').getByText(texts.outbox.destinations, { exact: true }).click();
    await shootAtEverySize(page, 'destinations', language);
    await page.getByRole('button', { name: texts.outbox.destination.add, exact: true }).first().click();
    await shootAtEverySize(page, 'destination-form', language);
    await page.keyboard.press('Escape');
    faulty.on = true;
    await page.keyboard.press('e');
    await page.getByRole('button', { name: texts.ledger.verify }).click();
    await page.waitForTimeout(800);
    await shootAtEverySize(page, 'ledger-faults', language);
    await page.keyboard.press('d');
    await page.waitForTimeout(500);
    await shootAtEverySize(page, 'index-failed', language);
    faulty.on = false;
    await page.keyboard.press('q');
    for (const key of ['q', 'm', 'o', 'e', 'f', 'y', 's', 'v', 'd']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(400);
      await shootAtEverySize(page, `all-${key}`, language);
    }
    await page.keyboard.press('Control+l');
    await page.locator('input[type=password]').waitFor();
  }
  await Promise.all(desks.map((desk) => desk.close()));
});

/** Faults of every kind in the answer to a verification, and an index that has failed, while it is on. */
async function tellFaults(page: Page): Promise<{ on: boolean }> {
  const told = { on: false };
  const faults: Fault[] = [
    { code: 'does-not-follow' },
    { code: 'without-duty', role: 'analyst', duty: 'manage-destinations' },
    { code: 'not-for-a-device', kind: 'case.assessed' },
    { code: 'sent-checkpoint-differs', destination: 'police', referral: 'referral-1' },
    { code: 'count-of-referrals-taken-back', rows: 12_345, recorded: 12_346 },
  ];
  const problems = faults.map((fault, at) => ({ seq: at === 4 ? null : 1000 + at, fault }));
  const failed = { state: 'failed', fault: { problem: 'no-memory', words: 'no-memory' } };
  await page.routeWebSocket(/\/engine$/, (socket) => {
    const engine = socket.connectToServer();
    socket.onMessage((message) => engine.send(message));
    engine.onMessage((message) => {
      if (!told.on) return socket.send(message);
      const text = message
        .toString()
        .replace('"ok":true', '"ok":false')
        .replace('"problems":[]', `"problems":${JSON.stringify(problems)}`)
        .replace(/\{"state":"(?:asleep|ready)"[^}]*\}/, JSON.stringify(failed));
      socket.send(typeof message === 'string' ? text : Buffer.from(text));
    });
  });
  return told;
}

/** In the sizes of small and large screens, at 200 % of a small one, in the dark and in forced colours. */
async function shootAtEverySize(page: Page, screen: string, language: string): Promise<void> {
  const take = (name: string) =>
    page.screenshot({ path: join(FOLDER, `hard-${screen}-${language}-${name}.png`) });
  for (const [width, height] of [
    [1024, 768],
    [1280, 800],
    [1920, 1080],
    [640, 400],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(80);
    await take(String(width));
  }
  await page.setViewportSize(SIZES[0]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await take('dark');
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await take('forced');
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
}

test('the pictures of the documents', async ({ page, host }) => {
  mkdirSync(FOLDER, { recursive: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  await openSampleVault(page, host);
  await assessSome(page);
  const picture = async (name: string, colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(FOLDER, `docs-${name}-${colorScheme}.png`) });
  };
  await picture('queue', 'light');
  await picture('queue', 'dark');
  await page.keyboard.press('e');
  await prepare(page, 'ledger');
  await picture('ledger', 'light');
  await page.keyboard.press('m');
  const subjects = Array.from({ length: 480 }, (_, at) => ({
    host: `host${at % 400}.example`,
    country: ['BE', 'NL', 'VN', null][at % 4] ?? null,
  }));
  await page.locator('input[type=file]').setInputFiles([
    { name: 'partner-export.jsonl', mimeType: 'text/plain', buffer: Buffer.from(BROKEN) },
    { name: 'week-47.jsonl', mimeType: 'text/plain', buffer: reportsFile(subjects) },
  ]);
  await page.locator('article[data-phase=failed]').waitFor();
  await page.locator('article[data-phase=done]').waitFor();
  await picture('import', 'light');
});

/** Loads the page again, for a browser that prefers another language: the workstation keeps none here. */
async function speak(page: Page, language: keyof typeof NAMES): Promise<void> {
  await page.addInitScript(
    // Scripts of earlier calls run too; the last one decides.
    (chosen) => Object.defineProperty(navigator, 'languages', { configurable: true, get: () => [chosen] }),
    language,
  );
  await page.reload();
}

const BROKEN = [
  {
    receivedAt: '2026-11-20T08:00:00.000Z',
    channel: 'web-form',
    subjects: [{ kind: 'url', url: 'not an address' }],
  },
  { receivedAt: null, channel: 'carrier-pigeon', subjects: [] },
]
  .map((line) => `${JSON.stringify({ format: 'hashline-report/1', ...line })}\n`)
  .join('');

/** 64 digits under a name that says nothing: somebody must say what they are. */
const UNCLEAR = `number;hash;fingerprint;grade\n1;${madeUp(70, 32)};${madeUp(71, 64)};A1\n`;

/** Imports a made-up list; its seeds begin at `from`, and one row is refused. */
async function importList(
  page: Page,
  name: string,
  meaning: string,
  from: number,
  asOf: string,
): Promise<void> {
  const entries = Array.from({ length: 300 }, (_, at) => ({
    id: `entry-${from + at}`,
    md5: madeUp(from + at, 32),
    pdq: madeUp(from + at + 1, 64),
    classification: ['A1', 'A2', 'B1'][at % 3] ?? '',
  }));
  await page.getByRole('button', { name: 'Import a list…' }).click();
  const dialog = page.getByRole('dialog');
  const buffer = listTable([...entries, { id: 'broken', md5: 'no hash' }]);
  await dialog.locator('input[type=file]').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer });
  await dialog.getByText('list.csv').waitFor();
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Owner').fill('Partner hotline of the north');
  await dialog.getByRole('button', { name: /What a match means/ }).click();
  await page.getByRole('option', { name: meaning }).click();
  await dialog.getByText('High', { exact: true }).click();
  await enterDay(dialog, 'As of', asOf);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await page.locator(`article[aria-label="${name}"][data-phase=done]`).waitFor({ timeout: 30_000 });
}

async function assessSome(page: Page): Promise<void> {
  await page.getByTestId('subject').waitFor();
  for (const keys of ['i b 3 g', 'l', 'i n', 'i b', 'l', 'i b 4']) {
    for (const key of keys.split(' ')) await page.keyboard.press(key);
    await page.keyboard.press('Control+Enter');
    await page.waitForTimeout(150);
  }
  for (const key of ['i', 'b', '3']) await page.keyboard.press(key);
}

async function prepare(page: Page, screen: string): Promise<void> {
  await page.waitForTimeout(250);
  if (screen === 'outbox') await page.locator('tbody tr').first().click();
  if (screen !== 'ledger') return;
  await page.getByRole('button', { name: /Verify now|Jetzt prüfen|Vérifier/ }).click();
  await page.locator('[role=option]').nth(1).click();
  await page.waitForTimeout(800);
}

test('every part of the page in the states it has', async ({ page }) => {
  mkdirSync(FOLDER, { recursive: true });
  const root = join(import.meta.dirname, 'ui-parts');
  const server = await createServer({
    root,
    configFile: join(import.meta.dirname, '..', '..', 'vite.config.ts'),
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, fs: { allow: [join(import.meta.dirname, '..', '..')] } },
  });
  try {
    await server.listen();
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    await page.getByRole('table', { name: 'A table' }).waitFor();
    for (const scheme of [
      { colorScheme: 'light' },
      { colorScheme: 'dark' },
      { forcedColors: 'active' },
    ] as const) {
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', ...scheme });
      for (const width of [1280, 640]) {
        await page.setViewportSize({ width, height: 2400 });
        await page.screenshot({ path: join(FOLDER, `ui-parts-${Object.values(scheme)[0]}-${width}.png`) });
      }
    }
  } finally {
    await server.close();
  }
});

async function shoot(page: Page, screen: string, language: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(120);
      await page.screenshot({ path: join(FOLDER, `${screen}-${language}-${colorScheme}-${size.width}.png`) });
    }
  }
  await page.setViewportSize(SIZES[0]);
  await page.emulateMedia({ colorScheme: 'light' });
}

test('what became of referrals: the timeline, the outbox in an outage, and the page of the desk', async ({
  page,
  host,
  browser,
}) => {
  mkdirSync(FOLDER, { recursive: true });
  await using desk = await aDeskWithPage();
  await openVault(page, host);
  await referTo(page, desk, ['home', 'second']);
  await goTo(page, 'Outbox');
  await page.getByRole('button', { name: 'Send now' }).click();
  await page.getByRole('row', { name: /Delivered.*Federal Police/ }).waitFor();
  for (const language of ['en', 'de'] as const) {
    const officer = await desk.browse(browser, 'officer', language === 'en' ? 'en-GB' : 'de-DE');
    const there = await officer.newPage();
    await there.goto(desk.page);
    await there
      .getByRole('button', { name: /home|second/ })
      .first()
      .click();
    const words = locales[language];
    for (const status of ['verbal-approval', 'permanently-removed', 'provider-contacted'] as const) {
      if (language === 'de') break;
      await there.getByRole('button', { name: new RegExp(words.desk.next) }).click();
      await there.getByRole('option', { name: words.enum.takedown[status] }).click();
      await there.getByRole('button', { name: words.takedown.record }).click();
      await there.getByRole('listitem').filter({ hasText: words.enum.takedown[status] }).last().waitFor();
    }
    await shootAtEverySize(there, 'desk', language);
    await officer.close();
  }
  await page.getByRole('button', { name: 'Check for updates' }).click();
  await page.getByText('with news: 3').waitFor();
  await page.getByRole('row', { name: /Delivered/ }).click();
  await page.getByRole('button', { name: 'Open the case' }).click();
  await page.getByRole('button', { name: 'Add a step…' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: /What was done/ }).click();
  await page.getByRole('option', { name: 'Not illegal' }).click();
  await form.getByRole('button', { name: /How you learnt of it/ }).click();
  await page.getByRole('option', { name: 'Phone' }).click();
  await form.getByLabel('Note').fill('Inspector on duty, file 2026/118');
  await shoot(page, 'takedown-dialog', 'en');
  await form.getByRole('button', { name: 'Record' }).click();
  await page.getByText(/Phone, typed in by/).waitFor();
  await shootAtEverySize(page, 'timeline', 'en');
  await desk.receiver.close();
  await decideNext(page);
  await goTo(page, 'Outbox');
  for (let attempt = 0; attempt < 3; attempt++) {
    await page.getByRole('button', { name: 'Try now: Federal Police' }).click();
    await page.waitForTimeout(700);
  }
  await page.getByText(/^No contact with Federal Police since/).waitFor();
  await page.locator('tbody tr').first().click();
  await page.getByRole('button', { name: 'Show what is sent, and the attempts' }).click();
  await page.getByText('to be tried again').first().waitFor();
  await shootAtEverySize(page, 'outbox-outage', 'en');
  await page.keyboard.press('s');
  await page.getByText(NAMES.de, { exact: true }).click();
  await page.locator('body').click({ position: { x: 700, y: 5 } });
  await page.keyboard.press('o');
  await shootAtEverySize(page, 'outbox-outage', 'de');
  await page.keyboard.press('q');
  await page.keyboard.press('f');
  await page.waitForTimeout(500);
  await shoot(page, 'figures-removal', 'de');
});

test('what is carried by hand and given out: contacts, receipts and the blocking list, in the longest words', async ({
  page,
}) => {
  mkdirSync(FOLDER, { recursive: true });
  const host = await startGivingHost();
  const dir = mkdtempSync(join(tmpdir(), 'hashline-desk-'));
  const receiver = await startReceiver({ dir, port: 0, name: 'Test desk' });
  await receiver.close();
  const identity = await generateX25519Identity();
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.goto(host.address);
  for (const language of ['de', 'fr'] as const) {
    const texts = locales[language];
    await speak(page, language);
    await page.getByText(SAM).click();
    await page.locator('input[type=password]').fill(REVIEWED_PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').waitFor();
    await page.keyboard.press('o');
    const view = (id: keyof typeof texts.outbox.view) =>
      page.getByText(texts.outbox.view[id], { exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    const give = (name: string, text: string) =>
      dialog
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await view('contacts');
    if (language === 'de') await shootAtEverySize(page, 'contacts-none', language);
    await page.getByRole('button', { name: texts.contacts.import.open }).click();
    await give('wrong.csv', 'scope,value,address\ndomain,a.example,nobody\nplanet,earth,x@y.example\n');
    await dialog.getByRole('row').nth(2).waitFor();
    await shootAtEverySize(page, 'contacts-refused', language);
    const rows = Array.from({ length: language === 'de' ? 300 : 290 }, (_, at) =>
      [
        ['domain', `a-rather-long-name-of-a-site-${at}.example`],
        ['network', `192.0.${at % 250}.0/24`],
        ['asn', String(64_496 + at)],
      ]
        [at % 3]!.concat(
          `abuse-desk-${at}@hosting-company.example`,
          'en',
          `Hosting Company Number ${at} Limited`,
        )
        .join(','),
    );
    await give('contacts-november.csv', `scope,value,address,language,name\n${rows.join('\n')}\n`);
    await dialog.getByText(/^contacts-november\.csv.?:/).waitFor();
    await shootAtEverySize(page, 'contacts-imported', language);
    await page.keyboard.press('Escape');
    await shootAtEverySize(page, 'contacts', language);
    if (language === 'de') await carry(page, identity, receiver.certificates.ca, dir);
    await view('referrals');
    await shootAtEverySize(page, 'outbox-carried', language);
    await page.getByRole('button', { name: texts.receipts.open }).click();
    await give('receipts.txt', readFileSync(join(dir, 'receipts.txt'), 'utf8'));
    await dialog.getByRole('table').first().waitFor();
    await shootAtEverySize(page, 'receipts', language);
    await page.keyboard.press('Escape');
    await view('destinations');
    await shootAtEverySize(page, 'destinations', language);
    await view('blocklist');
    await page.getByRole('definition').first().waitFor();
    await shootAtEverySize(page, 'blocklist', language);
    await page.getByRole('button', { name: texts.blocklist.export }).click();
    await page.getByRole('button', { name: texts.blocklist.given.save }).waitFor();
    await shootAtEverySize(page, 'blocklist-given', language);
    await page.keyboard.press('Control+l');
    await page.locator('input[type=password]').waitFor();
  }
  await host.stop();
});

/** Sets the police up as a desk that is reached by file alone, seals what waits, and leaves two receipts in its folder. */
async function carry(page: Page, identity: string, ca: string, dir: string): Promise<void> {
  const { outbox, channel, enum: names } = locales.de;
  await page.getByText(outbox.view.destinations, { exact: true }).click();
  const police = page.getByRole('row', { name: names.destination.police });
  await police.getByRole('button', { name: outbox.destination.setUp }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: outbox.destination.channel }).click();
  await page.getByRole('option', { name: channel['sealed-file'].name }).click();
  const { setting } = channel['sealed-file'];
  await form.getByLabel(setting.recipient.label).fill(await identityToRecipient(identity));
  await form.getByLabel(setting.ca.label).fill(ca);
  await form.getByRole('button', { name: outbox.destination.save }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: `${outbox.destination.seal}: ${names.destination.police}` }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: outbox.sealed.save }).click(),
  ]);
  await shootAtEverySize(page, 'sealed', 'de');
  await page.keyboard.press('Escape');
  const opened = await openArrival(readFileSync(await download.path()), identity);
  if ('problem' in opened) throw new Error(opened.problem);
  const { desk } = await openDesk({ dir, name: 'Test desk' });
  const { statements } = (await takeIn(opened, desk, opened.thumbprint))!;
  const lines = [statements[0], 'no statement at all', statements[2], ''];
  writeFileSync(join(dir, 'receipts.txt'), lines.join('\n'));
}
