import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { aCommand } from '../support/a-command.ts';
import { aFolder } from '../support/a-folder.ts';
import { aSocket, clientOver, sessionOf } from '../support/a-loopback-host.ts';
import { aReport } from '../support/a-report.ts';
import { illegalIn } from '../support/an-assessment.ts';
import { importFile } from '../support/an-import.ts';
import {
  Canaries,
  canariesBelow,
  canariesIn,
  filesBelow,
  shapesOf,
  whileNoneGoes,
} from '../support/canaries.ts';
import { aChromiumWindow, CHROMIUM, type ChromiumWindow, sessionIn } from '../support/chromium-window.ts';
import { reportLine, SCART_HEADER, vicsCase } from '../support/intake.ts';
import { aLoopbackProcess, type LoopbackProcess } from '../support/loopback-process.ts';

const PERSON = 'Ada Reviewer';
const canaries = new Canaries();
const passphrase = canaries.text(40);
const folder = aFolder();
const vault = join(folder.path, 'vault');
const temporary = join(folder.path, 'tmp');
const home = join(folder.path, 'home');
const profile = join(folder.path, 'profile');
const ENV = { TMPDIR: temporary, TMP: temporary, TEMP: temporary, HOME: home, XDG_CONFIG_HOME: home };

interface Looked {
  moment: string;
  found: string[];
  files: number;
  bytes: number;
}
const looks: Looked[] = [];
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const look = (moment: string, ...folders: string[]) => {
  const seen = folders.map(canariesBelow);
  looks.push({
    moment,
    found: seen.flatMap(({ found }) => found),
    files: seen.reduce((sum, { files }) => sum + files, 0),
    bytes: seen.reduce((sum, { bytes }) => sum + bytes, 0),
  });
};

/** Fills every field there is a way into, by every way there is. */
async function fillWithCanaries(client: EngineClient): Promise<void> {
  const text = () => canaries.text();
  const host = () => `https://${text()}.example/${text()}`;
  await importFile(
    client,
    [
      `${SCART_HEADER};HOSTING;RECEIVED;NOTE`,
      `${host()};${host()};${text()}@hotline.example;${text()};${text()};${text()};BE;;${text()}`,
      `${host()};;;;;;NL;;${canaries.text(3000)}`,
    ].join('\n'),
    { name: `${text()}.csv` },
  );
  await importFile(
    client,
    vicsCase(
      [
        {
          MediaID: 1,
          MD5: canaries.hex(32),
          SHA1: canaries.hex(40).toUpperCase(),
          MediaSize: '5',
          MimeType: `image/${text()}`,
          Comments: text(),
          Tags: [text(), text()],
          AlternativeHashes: [{ HashName: 'SHA256', HashValue: canaries.hex(64) }],
          MediaFiles: [{ FileName: text(), FilePath: text() }],
        },
      ],
      { CaseNumber: text(), ContactOrganization: text() },
    ),
    { name: `${text()}.json` },
  );
  const line = reportLine({
    source: text(),
    reference: text(),
    reporter: text(),
    narrative: text(),
    subjects: [
      {
        kind: 'url',
        url: host(),
        referrer: host(),
        siteType: text(),
        hosting: { country: 'BE', network: text() },
      },
      { kind: 'file', hashes: { pdq: canaries.hex(64), sha1: canaries.hex(40) }, mimeType: text() },
    ],
  });
  await importFile(client, `${line}\n`, { name: `${text()}.jsonl` });
  // Refused rows go into quarantine: what they held must not.
  await importFile(
    client,
    [SCART_HEADER, `${host()};;;;;`, `not an address ${text()};;;${text()};;`].join('\n'),
    {
      name: `${text()}.csv`,
      keepGood: true,
    },
  );
  const typed = aReport()
    .of(host(), { referrer: host() })
    .ofFile({ md5: canaries.hex(32) })
    .saying(text());
  await client.intake.report({ command: aCommand(), report: { ...typed.build(), source: text() } });
  const { cases } = await client.review.queue({});
  const [first, second, third] = cases.map(({ id }) => id);
  await client.review.claim({ command: aCommand(), id: first! });
  const judgement = illegalIn('BE', { note: text() });
  await client.review.assess({ command: aCommand(), case: first!, judgement });
  await client.review.saveDraft({ case: second!, draft: { json: JSON.stringify({ note: text() }) } });
  await client.review.saveDraft({ case: third!, draft: { json: text() } });
  await client.vault.extendDuty({ command: aCommand(), reason: text() });
}

/** The page shows the queue, a case, and keeps a draft of what is typed into it. */
async function workOnThePage({ page }: ChromiumWindow): Promise<string> {
  await page.getByRole('navigation').waitFor({ timeout: 30_000 });
  await page.getByRole('navigation').getByRole('button', { name: 'Queue' }).click();
  const rows = page.getByRole('option');
  await rows.first().waitFor();
  await rows.nth(1).click();
  await page.getByTestId('subject').waitFor();
  await page.keyboard.press('i');
  await page.waitForTimeout(1500);
  return page.locator('body').innerText();
}

let running: LoopbackProcess;
let shown = '';
let output = '';
const modes: string[] = [];

beforeAll(async () => {
  for (const path of [temporary, home]) mkdirSync(path, { recursive: true });
  running = await aLoopbackProcess(vault, ENV);
  const { origin, token } = running;
  const window = CHROMIUM === null ? null : await aChromiumWindow(CHROMIUM, profile, ENV);
  let session: string;
  if (window === null) session = await sessionOf(running);
  else {
    await window.page.goto(`${origin}/#token=${token}`);
    await window.page.getByLabel('Name of the hotline').waitFor();
    session = await sessionIn(window);
  }
  let socket: WebSocket = await aSocket(origin, session);
  let client = clientOver(socket);
  await client.vault.create({ hotline: canaries.text(), name: PERSON, passphrase });
  await fillWithCanaries(client);
  if (window !== null) {
    await window.page.reload();
    shown = await workOnThePage(window);
  }
  modes.push(...whileNoneGoes(() => readdirSync(vault).map((name) => modeOf(join(vault, name)))));
  look('open', vault, temporary, home);
  await client.vault.lock({ command: aCommand() });
  look('locked', vault, temporary, home);
  // The lock ended the engine's process; another one answers from here on.
  socket.close();
  socket = await aSocket(origin, session);
  client = clientOver(socket);
  await client.vault.unlock({ name: PERSON, passphrase });
  await client.review.counts();
  socket.close();
  await running.kill();
  look('killed while open', vault, temporary, home);
  if (window !== null) {
    look('browser open', profile);
    await window.close();
    look('browser closed', profile);
  }
  output = running.output();

  running = await aLoopbackProcess(vault, ENV);
  socket = await aSocket(running.origin, await sessionOf(running));
  client = clientOver(socket);
  await client.vault.unlock({ name: PERSON, passphrase });
  await client.vault.lock({ command: aCommand() });
  look('unlocked after the kill, and locked', vault, temporary, home);
  socket.close();
  await running.kill();
  output += running.output();
}, 120_000);

afterAll(() => folder[Symbol.dispose]());

describe('a workstation that was open, locked and killed', () => {
  test('planted at least fifty canaries', () => {
    expect(canaries.planted.length).toBeGreaterThanOrEqual(50);
    expect(new Set(canaries.planted).size).toBe(canaries.planted.length);
  });

  test('left none of them readable in the vault’s folder, the folder for temporary files or the home folder', () => {
    const clean = looks.filter(({ moment }) => !moment.startsWith('browser'));
    expect(clean.map(({ moment, found }) => ({ moment, found }))).toEqual(
      ['open', 'locked', 'killed while open', 'unlocked after the kill, and locked'].map((moment) => ({
        moment,
        found: [],
      })),
    );
    expect(Math.min(...clean.map(({ files }) => files))).toBeGreaterThanOrEqual(4);
  });

  test('wrote none of them to its output', () => {
    expect(canariesIn(Buffer.from(output))).toEqual([]);
    expect(output).toContain('Hashline is ready');
  });

  test.skipIf(process.platform === 'win32')('closed its files to everybody else', () => {
    expect(new Set(modes)).toEqual(new Set(['600']));
    expect((statSync(vault).mode & 0o777).toString(8)).toBe('700');
  });
});

describe.skipIf(CHROMIUM === null)('the browser’s profile (skipped where no Chromium is installed)', () => {
  test('holds none of what the page showed, while it was open and afterwards', () => {
    const browser = looks.filter(({ moment }) => moment.startsWith('browser'));
    expect(browser.map(({ moment, found }) => ({ moment, found }))).toEqual([
      { moment: 'browser open', found: [] },
      { moment: 'browser closed', found: [] },
    ]);
    // The page did show them, and Chromium did write a profile.
    expect(canariesIn(Buffer.from(shown.replaceAll('[.]', '.')))).toContain('UTF-8');
    expect(Math.min(...browser.map(({ files }) => files))).toBeGreaterThan(10);
  });

  test('holds no database of the page', () => {
    const stored = filesBelow(profile).filter((path) =>
      /[\\/](IndexedDB|Local Storage|Session Storage|File System|Service Worker)[\\/].*127\.0\.0\.1/.test(
        path,
      ),
    );
    expect(stored).toEqual([]);
  });
});

test('control: the search finds a canary planted in each of the shapes it looks for', () => {
  const plain = canaries.planted.find((canary) => canary.startsWith('canary'))!;
  const hash = canaries.planted.find((canary) => canary.startsWith('cafe'))!;
  for (const canary of [plain, hash]) {
    for (const [shape, pattern] of shapesOf(canary)) {
      const file = join(temporary, 'planted');
      writeFileSync(file, Buffer.concat([Buffer.alloc(997, 'x'), pattern, Buffer.from('yy')]));
      const { found } = canariesBelow(temporary);
      expect({ shape, found: found.length > 0 }).toEqual({ shape, found: true });
      writeFileSync(file, '');
    }
  }
});
