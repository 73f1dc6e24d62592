import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SAVED_FILE_KINDS } from '../../shared/contract/saved-file.ts';
import { startReceiver } from '../../src-main/receiver/receiver.ts';
import { fileReports, madeUp, ncmecPage } from '../e2e/list-files.ts';
import { reportsFile } from '../e2e/reports.ts';
import { reasonForNoPackages, repository } from '../packaging/a-package.ts';
import { extractedPackage, type StartedHashline, startHashline } from './started-hashline.ts';

const PASSPHRASE = 'correct horse battery staple';
const PERSON = 'Ada Reviewer';

/** Why this suite cannot run here, or null. */
function reasonToSkip(): string | null {
  if (!existsSync(process.env.HASHLINE_CHROMIUM ?? '/usr/bin/chromium')) return 'there is no Chromium';
  return reasonForNoPackages();
}

const reason = reasonToSkip();

/**
 * One run of the packed program from its first start to its last, step by step: each goes on where the one before ended, as a person
 * does, and so all of it takes some twenty seconds.
 */
describe.skipIf(reason !== null)(
  `Hashline packed, in a stand-in for Electron${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    let work: string;
    let root: string;
    let hashline: StartedHashline;
    let page: Page;
    let desk: Awaited<ReturnType<typeof startReceiver>> | undefined;

    beforeAll(async () => {
      work = mkdtempSync(join(tmpdir(), 'hashline-standin-'));
      root = await extractedPackage(work);
    }, 120_000);

    // A step after one that failed would only wait for what is not there.
    let broken = false;
    beforeEach(({ skip }) => skip(broken, 'a step before this one failed'));
    afterEach(async ({ task }) => {
      if (task.result?.state !== 'fail') return;
      broken = true;
      const path = join(
        repository,
        'test-results',
        `standin-${task.name.slice(0, 40).replaceAll(/\W+/g, '-')}.png`,
      );
      await page?.screenshot({ path }).catch(() => undefined);
    });

    afterAll(async () => {
      await hashline?.end();
      rmSync(work, { recursive: true, force: true, maxRetries: 5 });
    });

    const heading = async (name: string | RegExp) => {
      const there = page.getByRole('heading', { name }).first();
      await there.waitFor().catch(async (error) => {
        const instead = await page.getByRole('heading').allInnerTexts();
        throw new Error(`no heading ${name}, but ${JSON.stringify(instead)}`, { cause: error });
      });
    };
    const goTo = (screen: string) =>
      page.getByRole('navigation').getByRole('button', { name: screen }).click();
    const button = (name: string | RegExp) => page.getByRole('button', { name });
    const dialog = () => page.getByRole('dialog');
    const give = (name: string, buffer: Buffer, where: Pick<Page, 'locator'> = page) =>
      where.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer });
    const unlock = async () => {
      await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
      await button('Unlock').click();
      await page.getByRole('navigation').waitFor();
    };
    /** The name a file was saved under; of one that was cancelled nobody hears, so this ends at its limit. */
    const saved = async (act: () => Promise<void>): Promise<string | undefined> => {
      const before = hashline.diary.saved.length;
      await act();
      await vi.waitFor(() => expect(hashline.diary.saved.length).toBeGreaterThan(before), 20_000);
      const name = hashline.diary.saved.at(-1) ?? '';
      expect(readFileSync(join(hashline.downloads, name), 'utf8')).not.toBe('');
      return name;
    };

    it('starts, and its page has nothing of Node, of Electron or of a file picker', async () => {
      hashline = await startHashline(root);
      // The window is made once the application says that it is ready.
      await vi.waitFor(() => expect(hashline.contents()).toBeDefined(), 20_000);
      page = await hashline.page();
      await heading('Create the hotline’s vault');
      const names = ['require', 'process', 'module', 'ipcRenderer', '__standinTell', 'showSaveFilePicker'];
      expect(await page.evaluate((all) => all.filter((name) => name in globalThis), names)).toEqual([]);
    });

    it('makes a vault with the system’s keystore', async () => {
      await page.getByLabel('Name of the hotline').fill('Test Hotline');
      await page.getByLabel('Your name').fill(PERSON);
      await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
      await page.getByLabel('Passphrase again', { exact: true }).fill(PASSPHRASE);
      await button('Create vault').click();
      const key = await page.getByTestId('recovery-key').innerText({ timeout: 20_000 });
      await button('I have stored it safely').click();
      await page.getByLabel('Last 4 characters of the key').fill(key.trim().slice(-4));
      await button('Go on').click();
      await page.getByRole('navigation').waitFor();
      expect(readdirSync(join(hashline.userData, 'vault'))).toContain('device-secret.sealed');
    });

    it('takes in a hash list, and recognises a file that is reported', async () => {
      await page.keyboard.press('d');
      await button('Import a list…').click();
      await give('ncmec.xml', ncmecPage([{ member: 42, id: 'image1', md5: madeUp(61, 32) }]), dialog());
      await dialog().getByLabel('Name', { exact: true }).fill('NCMEC');
      await dialog()
        .getByRole('button', { name: /What a match means/ })
        .click();
      await page.getByRole('option', { name: 'Baseline' }).click();
      await dialog().getByRole('button', { name: 'Import', exact: true }).click();
      await page.locator('article[aria-label="NCMEC"][data-phase=done]').waitFor();
      await goTo('Import');
      await give('files.jsonl', fileReports([{ md5: madeUp(61, 32) }]));
      await page.locator('article[data-phase=done]').first().waitFor();
      await page.keyboard.press('q');
      await page.getByRole('region', { name: 'On hash lists' }).getByText('NCMEC').first().waitFor();
    });

    it('sets a desk up and decides a case for it', async () => {
      desk = await startReceiver({ dir: join(work, 'desk'), port: 0, name: 'Test desk' });
      const { ca, client } = desk.certificates;
      await goTo('Outbox');
      await page.getByText('Destinations', { exact: true }).click();
      await page
        .getByRole('row', { name: /Federal Police/ })
        .getByRole('button', { name: 'Set up' })
        .click();
      await dialog().getByLabel('Address').fill(desk.url);
      await dialog().getByLabel('Certificate authority (PEM)').fill(ca);
      await dialog().getByLabel('Client certificate (PEM)').fill(client.cert);
      await dialog().getByLabel('Private key (PEM)').fill(client.key);
      await dialog().getByRole('button', { name: 'Save' }).click();
      await page.getByRole('row', { name: /Federal Police.*hxxps/ }).waitFor();
      await goTo('Import');
      await give('one.jsonl', reportsFile([{ host: 'home.example', country: 'BE' }]));
      await page.locator('article[data-phase=done]').nth(1).waitFor();
      await goTo('Queue');
      // Whether the list shows it by itself depends on which came first, its news or the queue.
      await page.getByRole('searchbox').fill('home.example');
      await page.getByRole('option', { name: /home/ }).click();
      await page.getByTestId('subject').getByText('home[.]example').waitFor();
      for (const key of ['i', 'b', 'Control+Enter']) await page.keyboard.press(key);
      // It ends the search, and the keys are the page's again.
      await page.getByRole('searchbox').press('Escape');
    });

    it('saves every kind of file the page offers', async () => {
      await page.keyboard.press('q');
      await page.getByRole('region', { name: 'On hash lists' }).getByText('NCMEC').first().waitFor();
      await page.keyboard.press('Delete');
      await page.getByText(/said it is not a match/).waitFor();
      await page.keyboard.press('d');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await button('Feedback…').click();
      await dialog().getByLabel('Reason', { exact: true }).fill('Not this picture');
      await dialog().getByLabel('Its id (GUID)').fill('01234567-89ab-cdef-0123-456789abcdef');
      await dialog().getByRole('button', { name: 'Make the files' }).click();
      await saved(() =>
        dialog()
          .getByRole('button', { name: /hashline-feedback/ })
          .click(),
      );
      await page.keyboard.press('Escape');
      await page.keyboard.press('y');
      await saved(() => button('Export file').click());
      await goTo('Ledger');
      await saved(() => button('Export…').click());
      await button('Sessions').click();
      await saved(() => button('Export with proofs…').click());
      await button('Sessions').click();
      await page.getByRole('option', { name: /Case assessed/ }).click();
      await page.keyboard.press('p');
      await saved(() => dialog().getByRole('button', { name: 'Save the proof…' }).click());
      await page.keyboard.press('Escape');
      await button('Open the case').click();
      await button('Life of the case').click();
      await saved(() => button('Export with proofs…').click());
      await button('Dossier to print…').click();
      await saved(() => dialog().getByRole('button', { name: 'Save dossier' }).click());
      await goTo('Figures');
      await button('Report to print…').click();
      await saved(() => dialog().getByRole('button', { name: 'Save empty texts' }).click());
      await saved(() => dialog().getByRole('button', { name: 'Save as CSV' }).click());
      await saved(() => dialog().getByRole('button', { name: 'Save report' }).click());
      await goTo('Settings');
      await saved(() => button('Make a backup…').click());
      const kinds = hashline.diary.saved.map((name) => name.split(/[-.]/)[1]);
      // A sealed file needs a desk that takes some and a referral that waits for it, a blocking list a policy that allows
      // it, refused rows a file that has some, and the files of a team a team.
      const elsewhere = new Set<string>(['refused', 'sealed', 'blocklist', 'hub', 'seat']);
      expect(kinds.sort()).toEqual(SAVED_FILE_KINDS.filter((kind) => !elsewhere.has(kind)).sort());
      expect(hashline.diary.cancelled).toEqual([]);
    });

    it('survives a fatal error of V8 in the engine: a new one comes, and the page finds it', async () => {
      const [first, waiting] = hashline.diary.engines;
      expect(waiting?.pid).toBeDefined();
      first?.failFatally();
      await heading('Unlock the vault');
      await unlock();
      // Another waits again.
      await vi.waitFor(() => expect(hashline.diary.engines).toHaveLength(3), 20_000);
    });

    it('locks with the screen, which ends the engine, and the page begins anew in another process', async () => {
      const [, second, third] = hashline.diary.engines;
      const [held, waits] = [second?.pid ?? 0, third?.pid];
      expect(isRunning(held)).toBe(true);
      hashline.screen('locked');
      await vi.waitFor(async () => expect(await hashline.page()).not.toBe(page), 20_000);
      await vi.waitFor(() => expect(isRunning(held)).toBe(false), 20_000);
      expect(third?.pid).toBe(waits);
      hashline.screen('active');
      page = await hashline.page();
      await heading('Unlock the vault');
      await unlock();
    });

    it('refers it exactly once, when the time to take it back is over', async () => {
      await goTo('Outbox');
      await page.getByText('Referrals', { exact: true }).click();
      await button('Send now').click();
      await page.getByRole('row', { name: /Delivered.*Federal Police/ }).waitFor();
      expect(desk?.size()).toBe(1);
      await desk?.close();
    });

    it('quits, and leaves no engine behind', async () => {
      await goTo('Settings');
      await page.getByText('Nederlands').click();
      await heading('Instellingen');
      // The page speaks it at once; the engine keeps it a moment later, and ends at once when the window quits.
      const seat = join(hashline.userData, 'vault', 'seat.json');
      await vi.waitFor(() => expect(JSON.parse(readFileSync(seat, 'utf8')).language).toBe('nl'), 20_000);
      const pids = hashline.diary.engines.map(({ pid }) => pid);
      expect(await hashline.quit()).toBe(0);
      expect(pids.filter((pid) => pid !== undefined && isRunning(pid))).toEqual([]);
      const { errors, blocked, misplaced, told } = hashline.diary;
      expect({ errors, blocked, misplaced, told }).toEqual({
        errors: [],
        blocked: [],
        misplaced: [],
        told: [],
      });
    });

    it('speaks the language chosen before, and asks a slow keystore again', async () => {
      const { userData } = hashline;
      hashline = await startHashline(root, { userData, keystoreRefusals: 2 });
      await vi.waitFor(() => expect(hashline.contents()).toBeDefined(), 20_000);
      page = await hashline.page();
      await heading('Kluis ontgrendelen');
      expect(await hashline.quit()).toBe(0);
      rmSync(userData, { recursive: true, force: true });
    });

    it.each([
      [
        'a switch that opens a port',
        { args: ['--remote-debugging-port=9222'] },
        '--remote-debugging-port=9222',
      ],
      [
        'a variable that has Chromium write a log',
        { env: { ELECTRON_ENABLE_LOGGING: '1' } },
        'ELECTRON_ENABLE_LOGGING',
      ],
    ])('says in a dialog that it does not start with %s', async (_what, options, named) => {
      hashline = await startHashline(root, options);
      await vi.waitFor(() => expect(hashline.diary.exit).toBe(2), 20_000);
      expect(hashline.diary.told).toEqual([
        { text: `Hashline does not start with this argument:\n${named}`, where: 'dialog' },
      ]);
      expect(hashline.contents()).toBeUndefined();
      await hashline.end();
    });
  },
);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
