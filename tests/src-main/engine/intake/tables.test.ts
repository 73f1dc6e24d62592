import { describe, expect, test } from 'vitest';
import type { ImportTrial } from '../../../../shared/contract/intake.contract.ts';
import type { ImportProfile } from '../../../../shared/domain/import-profile.ts';
import type { ReportInput } from '../../../../shared/domain/report.ts';
import { encoded } from '../../../../src-main/engine/intake/formats/stated-text.ts';
import { openIntakeFile } from '../../../../src-main/engine/intake/parse-file.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aProfile } from '../../../support/a-profile.ts';
import { aVault } from '../../../support/a-vault.ts';
import { importFile, importSteps } from '../../../support/an-import.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { readTable, scartFile, scartRow } from '../../../support/intake.ts';

const HEADER = 'Nr;Adres;Ontvangen;Land;Behandelaar';
const table = (...rows: string[]): string => [HEADER, ...rows].map((row) => `${row}\r\n`).join('');

const A_SHA256 = 'a'.repeat(63).concat('1');

const read = (content: string | Uint8Array, changes: Partial<ImportProfile> = {}) =>
  readTable(content, aProfile(changes));

describe('a table read with a profile', () => {
  test('is one report a row, and says which columns were left out', async () => {
    const whole = await read(
      table('R-1;https://a.example/x;20/11/2026 10:05;NL;Jan', 'R-2;hxxps://b[.]example/;;;'),
    );
    const report = (
      reference: string,
      url: string,
      more: Partial<ReportInput>,
      hosting = {},
    ): ReportInput => ({
      channel: 'partner',
      receivedAt: null,
      reference,
      subjects: [{ kind: 'url', url, ...hosting }],
      ...more,
    });
    expect(whole).toEqual({
      format: 'table',
      reports: [
        {
          row: 2,
          report: report(
            'R-1',
            'https://a.example/x',
            { receivedAt: '2026-11-20T09:05:00.000Z' },
            { hosting: { country: 'NL' } },
          ),
        },
        { row: 3, report: report('R-2', 'hxxps://b[.]example/', {}) },
      ],
      refusals: [],
      notices: [
        {
          row: null,
          field: null,
          notice: 'columns-not-read',
          detail: { code: 'columns-not-read', columns: ['Behandelaar'], cells: 1 },
        },
      ],
      failure: null,
    });
  });

  test('by numbers, with tabs, hashes, a size with thousands, and several notes with their names', async () => {
    const { reports, refusals } = await read(
      `${['site', 'hash', 'size', 'lang', 'said'].join('\t')}\nhttps://a.example/\t${A_SHA256}\t1.234,00\tnl\tseen "here"\n`,
      {
        delimiter: '\t',
        quoting: 'none',
        date: null,
        columns: { url: 1, sha256: 'HASH', sizeBytes: 3 },
        notes: ['lang', 5],
      },
    );
    expect(refusals).toEqual([]);
    expect(reports.map(({ report }) => report)).toEqual([
      {
        channel: 'partner',
        receivedAt: null,
        narrative: 'lang: nl\nsaid: seen "here"',
        subjects: [
          { kind: 'url', url: 'https://a.example/' },
          { kind: 'file', hashes: { sha256: A_SHA256 }, sizeBytes: 1234 },
        ],
      },
    ]);
  });

  test('names what is wrong by the column of the file, and takes a row without a date that it cannot read', async () => {
    const { reports, refusals, notices } = await read(
      table(
        'R-1;no address;;;',
        'R-2;;;;',
        'R-3;https://a.example/;2026-11-20 10:05;NL;',
        'R-4;https://b.example/;;Belgium;',
        `R-5;https://c.example/;;;data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ`,
      ),
      { delimiter: ';' },
    );
    expect(reports.map(({ row }) => row)).toEqual([4]);
    expect(refusals.map(({ row, field, reason }) => [row, field, reason])).toEqual([
      [2, 'Adres', 'bad-url'],
      [3, 'Adres', 'missing'],
      [5, 'Land', 'bad-value'],
      [6, null, 'too-many-columns'],
    ]);
    expect(notices.map(({ row, field, detail }) => [row, field, detail.code])).toEqual([
      [4, 'Ontvangen', 'date-of-other-form'],
      [null, null, 'columns-not-read'],
    ]);
  });

  test('refuses media in a column that it does not read', async () => {
    const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk';
    const { refusals } = await read(table(`R-1;https://a.example/;;;${picture}`));
    expect(refusals).toMatchObject([{ row: 2, field: 'Behandelaar', reason: 'media' }]);
  });

  test.each(['utf-16', 'windows-1252', 'utf-8'] as const)(
    'in %s is read where the profile states it',
    async (encoding) => {
      const file = encoded(table('Ré-€;https://a.example/;;;'), encoding);
      const { reports, notices } = await read(file, { encoding });
      expect(reports[0]?.report.reference).toBe('Ré-€');
      expect(notices.map(({ detail }) => detail.code)).toEqual(['columns-not-read']);
    },
  );

  test('is refused where its mark or its bytes show another encoding than the stated one', async () => {
    const text = table('Ré;https://a.example/;;;');
    const failures = await Promise.all([
      read(encoded(text, 'utf-16'), { encoding: 'windows-1252' }),
      read(`\ufeff${text}`, { encoding: 'windows-1252' }),
      read(text, { encoding: 'utf-16' }),
      read(encoded(text, 'windows-1252')),
    ]);
    expect(failures.map(({ failure }) => failure)).toMatchObject([
      { row: null, detail: { code: 'other-encoding', stated: 'windows-1252', found: 'utf-16' } },
      { row: null, detail: { code: 'other-encoding', stated: 'windows-1252', found: 'utf-8' } },
      { row: null, detail: { code: 'other-encoding', stated: 'utf-16', found: 'utf-8' } },
      { row: 2, reason: 'not-utf8' },
    ]);
  });

  test('in UTF-8 that is read as Windows-1252 says that it looks like UTF-8, however it is cut', async () => {
    const bytes = Buffer.from(table('Ré;https://a.example/;;;', 'é'.repeat(600)));
    for (const cut of [1, 7, 700, 10_000]) {
      const { notices } = await readTable(bytes, aProfile({ encoding: 'windows-1252' }), cut);
      expect(notices.map(({ detail }) => detail.code)).toContain('looks-like-utf-8');
    }
  });

  test.each([
    ['mapped-name-missing', { columns: { url: 'Adresse' } }],
    ['mapped-number-missing', { columns: { url: 9 } }],
  ] as const)('is refused as a whole where a column is not there: %s', async (code, changes) => {
    const { failure } = await read(table('R-1;https://a.example/;;;'), { ...changes, date: null });
    expect(failure).toMatchObject({ row: 1, reason: 'wrong-header', detail: { code } });
  });

  test('that is a workbook is refused with what to do', async () => {
    const workbook = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.from('....xl/workbook.xml....')]);
    const { failure } = await read(workbook);
    expect(failure).toMatchObject({ detail: { code: 'workbook' } });
    await expect(
      openIntakeFile(
        (async function* () {
          yield workbook;
        })(),
      ),
    ).rejects.toMatchObject({ refusal: { detail: { code: 'workbook' } } });
  });
});

describe('a saved profile', () => {
  test('gets a version each time it changes, stays known to files after its removal, and is recorded', async () => {
    using vault = await aVault();
    const { intake, audit } = vault.client;
    const save = (profile: ImportProfile) =>
      intake.saveProfile({ command: aCommand(), name: 'Partner', text: JSON.stringify(profile) });
    const versions = [];
    for (const channel of ['partner', 'partner', 'email'] as const)
      versions.push((await save(aProfile({ channel }))).version);
    const result = await importFile(vault.client, table('R-1;https://a.example/;;;', 'R-2;nothing;;;'), {
      profile: 'Partner',
      keepGood: true,
    });
    await intake.removeProfile({ command: aCommand(), name: 'Partner' });
    const gone = await failureOf(importFile(vault.client, table(), { profile: 'Partner' }));
    const again = await intake.takeInRow({ batch: result.batch, row: 3, text: 'https://b.example/;NL;;R-2' });
    const [newest, first] = await intake.batches();
    expect({ versions, gone: gone.data }).toEqual({
      versions: [1, 1, 2],
      gone: { what: 'import-profile' },
    });
    expect([newest, first]).toMatchObject([
      { format: 'table', profile: 'Partner', reports: 1, casesNew: 1, id: again.batch },
      { format: 'table', profile: 'Partner', reports: 1, refusedTotal: 1 },
    ]);
    const { entries } = await audit.entries({
      kind: ['intake.profile-saved', 'intake.profile-removed'],
      limit: 10,
    });
    expect(entries.map(({ kind }) => kind)).toEqual([
      'intake.profile-removed',
      'intake.profile-saved',
      'intake.profile-saved',
    ]);
  });

  test('gives the refused rows back as a file that it reads again, in its own encoding', async () => {
    using vault = await aVault();
    const profile = aProfile({ encoding: 'windows-1252', columns: { url: 2, reference: 'Nr' }, date: null });
    await vault.client.intake.saveProfile({
      command: aCommand(),
      name: 'Old',
      text: JSON.stringify(profile),
    });
    const file = encoded(table('R-1;https://a.example/;;;', 'Ré;nothing;;;x'), 'windows-1252');
    const { batch } = await importFile(vault.client, file, { profile: 'Old', keepGood: true });
    const saved = await vault.client.intake.refusedFile({ batch });
    const bytes = Buffer.from(await saved.file.arrayBuffer());
    expect(bytes.toString('latin1')).toBe('Nr;column 2\nR\xe9;nothing\n');
    const mended = Buffer.from(bytes.toString('latin1').replace('nothing', 'https://b.example/'), 'latin1');
    expect(await importFile(vault.client, mended, { profile: 'Old' })).toMatchObject({
      reports: 1,
      casesNew: 1,
    });
  });
});

describe('a trial of a file', () => {
  const trialOf = async (
    vault: Awaited<ReturnType<typeof aVault>>,
    content: string,
    settings: Parameters<typeof importSteps>[2] = {},
  ): Promise<ImportTrial> => {
    const last = (await importSteps(vault.client, content, { ...settings, dryRun: true })).at(-1);
    if (last?.phase !== 'tried') throw new Error('the trial ended without a result');
    return last.trial;
  };

  test('counts what an import would do, shows the first problems with their values, and changes nothing', async () => {
    using vault = await aVault();
    const { intake, audit, review } = vault.client;
    await importFile(vault.client, scartFile([scartRow('https://known.example/')]));
    await intake.saveProfile({ command: aCommand(), name: 'Partner', text: JSON.stringify(aProfile()) });
    const before = await audit.entries({ limit: 50 });
    const content = table(
      'R-1;https://known.example/;;;',
      'R-2;https://new.example/;;;',
      'R-3;https://new.example/#again;;;',
      'R-4;somewhere;;;',
    );
    const trial = await trialOf(vault, content, { profile: 'Partner' });
    expect(trial).toMatchObject({
      ...{ format: 'table', reports: 3, subjects: 3, casesNew: 1, casesJoined: 2, casesReopened: 0 },
      ...{ refusedTotal: 1, alreadyImported: false },
      problems: [{ refusal: { row: 5, field: 'Adres', reason: 'bad-url' }, value: 'somewhere' }],
    });
    expect(await audit.entries({ limit: 50 })).toEqual(before);
    expect((await review.queue({})).cases.map(({ subject }) => subject)).toEqual(['https://known.example/']);
    expect((await intake.batches()).length).toBe(1);
    const { casesNew, casesJoined } = await importFile(vault.client, content, {
      profile: 'Partner',
      keepGood: true,
    });
    expect({ casesNew, casesJoined }).toEqual({ casesNew: 1, casesJoined: 2 });
    expect((await trialOf(vault, content, { profile: 'Partner' })).alreadyImported).toBe(true);
  });

  test('counts a subject once that stands in several stored pieces of a file', async () => {
    using vault = await aVault();
    const rows = Array.from({ length: 2500 }, (_, number) => scartRow(`https://s${number % 1300}.example/`));
    const trial = await trialOf(vault, scartFile(rows));
    expect([trial.casesNew, trial.casesJoined]).toEqual([1300, 1200]);
  });
});
