import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ColumnMapping, type ListReading } from '../../shared/domain/hash-list.ts';
import type { HashListId } from '../../shared/domain/ids.ts';
import { defangSubject } from '../../shared/domain/subject.ts';
import { identify } from '../../src-main/engine/cases/case-book.ts';
import { readList } from '../support/a-hash-list.ts';
import { importList } from '../support/a-list-import.ts';
import { aTerminal, aTerminalWithVault, type Terminal } from '../support/a-terminal.ts';
import { type AVault, aVault, PERSON } from '../support/a-vault.ts';
import { importFile } from '../support/an-import.ts';
import { readWhole } from '../support/intake.ts';

/**
 * Inputs after public bug reports of other programs, beside the repository and absent in a bare clone. What each is about
 * stands in its README. The kinds they stand for are tested beside the sources; here is that these very files come right.
 */
const CASES = fileURLToPath(new URL('../../../shared/data/field-cases/', import.meta.url));
const absent = !existsSync(CASES);
const bytesOf = (path: string): Buffer => readFileSync(join(CASES, path));

const csv = (
  columns: Record<string, string | number>,
  members: Record<string, unknown> = {},
): ListReading => ({
  format: 'csv',
  mapping: ColumnMapping.parse({ header: true, columns, ...members }),
});

describe.skipIf(absent)('a file of reports from the field', () => {
  it.each<[file: string, reports: number, subjects: number, notices: string[]]>([
    ['csv-cr-only/in.csv', 2, 2, ['line-ends']],
    ['csv-open-quote/in.csv', 4, 4, ['stray-quote']],
    ['csv-stray-quote/in.csv', 4, 4, ['stray-quote']],
    ['csv-utf16-nobom/in.csv', 1, 1, ['encoding']],
    ['csv-utf16-tab/in.csv', 1, 1, ['encoding', 'other-delimiter']],
    ['defanged-joins/in.csv', 5, 1, []],
    ['defanged-scheme-port/in.csv', 3, 1, []],
    ['excel-blank-rows/in.csv', 2, 2, ['read-over']],
    ['excel-sep-line/in.csv', 2, 2, ['read-over']],
    ['idn-homograph/in.csv', 2, 2, []],
    ['jsonl-offset-date/in.jsonl', 3, 3, []],
    ['metadata-note-refused/in.csv', 4, 4, []],
    ['p2p-and-app-links/in.csv', 4, 4, []],
    ['placeholder-hash-merges/case.json', 4, 4, ['placeholder-hash']],
    ['scart-headerless/in.csv', 4, 4, ['no-header']],
    ['url-edge-hosts/in.csv', 9, 8, []],
    ['url-space-in-path/in.csv', 3, 2, []],
    ['url-zwsp-tail/in.csv', 3, 1, []],
    ['vics-bad-photodna-costs-file/case.json', 5, 5, ['value-ignored']],
    ['vics-bare-shapes/array.json', 1, 1, ['value-ignored']],
    ['vics-bare-shapes/single.json', 1, 1, ['value-ignored']],
    ['vics-lower-case-names/case.json', 2, 2, []],
    ['vics-pretty-crlf/case.json', 2, 2, []],
  ])('%s is %i reports of %i subjects', async (file, reports, subjects, kinds) => {
    const whole = await readWhole(bytesOf(file));
    const keys = whole.reports.flatMap(({ report }) =>
      report.subjects.map((subject) => identify(subject).keys[0]),
    );
    expect({
      reports: whole.reports.length,
      subjects: new Set(keys).size,
      refusals: whole.refusals,
      failure: whole.failure,
      notices: [...new Set(whole.notices.map(({ notice }) => notice))].sort(),
    }).toEqual({ reports, subjects, refusals: [], failure: null, notices: kinds });
  });

  it('idn-homograph is shown so that one host is not taken for the other', async () => {
    const { reports } = await readWhole(bytesOf('idn-homograph/in.csv'));
    const shown = reports.map(
      ({
        report: {
          subjects: [subject],
        },
      }) => (subject?.kind === 'url' ? defangSubject('url', subject.url) : ''),
    );
    expect(shown).toEqual(['hxxps://site[.]example/p', 'hxxps://xn--ste-jhd[.]example/p']);
  });

  it('jsonl-offset-date is read as the times that are written', async () => {
    const { reports } = await readWhole(bytesOf('jsonl-offset-date/in.jsonl'));
    expect(reports.map(({ report }) => report.receivedAt)).toEqual([
      '2026-11-20T09:00:00.000Z',
      '2026-11-20T09:00:00.000Z',
      '2026-11-20T00:00:00.000Z',
    ]);
  });
});

describe.skipIf(absent)('a list from the field', () => {
  it.each<[file: string, reading: ListReading, values: number, refused: string[]]>([
    ['hashdeep-output/list.txt', csv({ md5: 2, sha256: 3 }, { header: false }), 4, []],
    ['list-count-suffix/list.txt', { format: 'sums' }, 3, []],
    [
      'list-excel-leftovers/list.csv',
      csv({ md5: 'MD5', classification: 'Category' }, { delimiter: ';' }),
      3,
      [],
    ],
    ['list-typed-column/list.csv', csv({ algorithm: 'type', value: 'value' }), 4, []],
    ['ncmec-empty-fingerprints/page.xml', { format: 'ncmec-xml' }, 1, ['missing']],
    ['nsrl-utf8-quotes/NSRLFile.txt', csv({ sha1: 'SHA-1', md5: 'MD5' }), 4, []],
    ['pdq-hasher-output/list.pdq', { format: 'pdq' }, 5, []],
    ['pdq-hasher-output/plain.pdq', { format: 'pdq' }, 5, []],
    ['pdq-hasher-output/tx.txt', { format: 'pdq' }, 5, []],
    ['powershell-type-line/hashes.csv', csv({ sha256: 'Hash' }), 3, []],
    ['rhash-output/list.txt', { format: 'sums' }, 3, []],
    ['sums-cr-only-silent-loss/list.md5', { format: 'sums' }, 6, []],
  ])('%s is read', async (file, reading, count, refused) => {
    const { records, values, refusals, failures } = await readList(bytesOf(file), reading);
    expect([records.length + values.length, refusals.map(({ reason }) => reason), failures]).toEqual([
      count,
      refused,
      [],
    ]);
  });
});

describe.skipIf(absent)('in a vault, what comes from the field', () => {
  let vault: AVault;
  beforeAll(async () => {
    vault = await aVault();
  });
  afterAll(() => vault?.[Symbol.dispose]());

  it('merges nothing by a placeholder', async () => {
    const result = await importFile(vault.client, bytesOf('placeholder-hash-merges/case.json'));
    expect(result).toMatchObject({
      reports: 4,
      casesNew: 4,
      casesJoined: 0,
      noticeCounts: { 'placeholder-hash': 4 },
    });
  });

  it('keeps two files of one MD5 apart, and shows each the other', async () => {
    const result = await importFile(vault.client, bytesOf('md5-contradiction-merges/case.json'));
    expect(result).toMatchObject({ reports: 2, casesNew: 2, noticeCounts: { 'hash-contradiction': 1 } });
    const { Media } = JSON.parse(bytesOf('md5-contradiction-merges/case.json').toString()).value[0];
    const ids = await Promise.all(
      [0, 1].map(async (index) => {
        const { cases } = await vault.client.matching.lookup({ algorithm: 'sha1', value: Media[index].SHA1 });
        return cases[0]!.id;
      }),
    );
    const details = await Promise.all(ids.map((id) => vault.client.review.case({ id })));
    expect(details.map(({ apart }) => apart)).toEqual([
      [{ case: ids[1], shared: 'md5', differs: 'sha1' }],
      [{ case: ids[0], shared: 'md5', differs: 'sha1' }],
    ]);
  });

  it('takes back a hash that an update of NCMEC does not have any more', async () => {
    const reading = { format: 'ncmec-xml' } as const;
    const first = await importList(vault.client, [bytesOf('ncmec-update-takes-hash-away/a.xml')], {
      reading,
    });
    const md5 = '08f86bebb2737f6a6f0fb23c6f5da2ce';
    const matches = async () =>
      (await vault.client.matching.match({ algorithm: 'md5', value: md5 })).matches.length;
    expect(await matches()).toBe(1);
    const update = await importList(vault.client, [bytesOf('ncmec-update-takes-hash-away/b.xml')], {
      list: first.list as HashListId,
      mode: 'delta',
      reading,
    });
    expect([await matches(), update.updated, update.records]).toEqual([0, 1, 0]);
  });
});

describe.skipIf(absent)('at the terminal, what comes from the field', () => {
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = await aTerminalWithVault();
  }, 60_000);
  afterAll(() => terminal?.[Symbol.dispose]());

  it('pages of a list are read in the order of their numbers', async () => {
    const told = await terminal.ask(
      ...['lists', 'import', join(CASES, 'list-pages-order/pages'), '--name', 'pages', '--type', 'csv'],
      ...['--columns', 'id=id,md5=md5', '--meaning', 'watch'],
    );
    const found: number[] = [];
    for (const value of ['dcaeb3d3ac6ca9ae792ef80ad9386757', '75a11692d9b4a2ad15a20b77a5210d36']) {
      const { matches } = await terminal.ask('match', value, '--algorithm', 'md5');
      found.push((matches as unknown[]).length);
    }
    expect([told.entries, found]).toEqual([1, [1, 0]]);
  });

  it.each(['match-file-bom', 'match-file-bsd'])('%s asks for all six', async (name) => {
    await terminal.ask(
      ...[
        'lists',
        'import',
        join(CASES, name, 'list.txt'),
        '--name',
        name,
        '--type',
        'sums',
        '--meaning',
        'watch',
      ],
    );
    const ran = await terminal.run(
      'match-file',
      join(CASES, name, 'ask.txt'),
      '--algorithm',
      'md5',
      ...terminal.options,
    );
    const lines = new Set(
      ran.stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).line),
    );
    expect([ran.exit, lines.size]).toEqual([0, 6]);
  });

  it('a passphrase is the first line of its file, however an editor saved it', async () => {
    using fresh = aTerminal();
    const files = (name: string) => join(CASES, 'passphrase-bom', name);
    const made = ['--name', PERSON, '--vault', fresh.vault];
    const utf16 = await fresh.run('init', ...made, '--passphrase-file', files('utf16.txt'));
    expect([utf16.exit, utf16.stderr]).toEqual([2, expect.stringContaining('UTF-16')]);
    expect((await fresh.run('init', ...made, '--passphrase-file', files('bom.txt'))).exit).toBe(0);
    for (const name of ['plain.txt', 'two-lines.txt', 'blank-tail.txt']) {
      const ran = await fresh.run(
        'queue',
        '--vault',
        fresh.vault,
        '--passphrase-file',
        files(name),
        '--json',
      );
      expect([name, ran.exit]).toEqual([name, 0]);
    }
  }, 60_000);
});
