import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../../shared/domain/refusal.ts';
import { aVault } from '../../../support/a-vault.ts';
import { importFile } from '../../../support/an-import.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { A_SHA1, reportLine, scartFile, scartRow, vicsCase, vicsHashSet } from '../../../support/intake.ts';

/** The refusals of a failure. */
const refusalsIn = (failure: { data: unknown }): Refusal[] =>
  Refusal.array().parse((failure.data as { refusals?: unknown }).refusals);

const PICTURE = '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAgGBgcGBQgHBwcJCQgK';

/** A file of each format with one good row and one bad one, and the bad one as it is kept and as it is mended. */
const FORMATS = [
  {
    name: 'reports.csv',
    file: scartFile([scartRow('https://a.example/1'), 'no address;;"a;b";R-1;web "form";']),
    row: 3,
    kept: 'no address;;"a;b";R-1;"web ""form""";;;;',
    mended: 'https://b.example/2;;"a;b";R-1;"web ""form""";;;;',
  },
  {
    name: 'tabs.csv',
    file: 'REFERENCE\tURL\tSOURCE\tTYPE\tREFERER\tWORKUSER-EMAIL\nR-1\tno address\tpaper\n-\thttps://a.example/1\n',
    row: 2,
    kept: 'no address;;;R-1;paper;;;;',
    mended: 'b.example/2;;;R-1;paper;;;;',
  },
  {
    name: 'plain.txt',
    file: 'https://a.example/1\nno address\n',
    row: 2,
    kept: 'no address;;;;;;;;',
    mended: 'b.example/2',
  },
  {
    name: 'reports.jsonl',
    file: `${reportLine()}\n{"format":"hashline-report/1","channel":"partner","subjects":[]}\n`,
    row: 2,
    kept: '{"format":"hashline-report/1","channel":"partner","subjects":[]}',
    mended: reportLine({ subjects: [{ kind: 'url', url: 'https://b.example/2' }] }),
  },
  {
    name: 'hashes.json',
    file: vicsHashSet([
      { MediaID: 1, SHA1: A_SHA1, Category: 1 },
      { MediaID: 2, MD5: 'xyz', Category: 1 },
    ]),
    row: 2,
    kept: '{"MD5":"xyz","Category":1}',
    mended: '{"MD5":"0123456789abcdef0123456789abcdef","Category":1}',
  },
  {
    name: 'case.json',
    file: vicsCase([
      { MediaID: 1, SHA1: A_SHA1, Category: 1 },
      { MediaID: 2, MD5: 'xyz', Category: 1 },
    ]),
    row: 2,
    kept: '{"CaseNumber":"SYN-1","ContactOrganization":"Example Hotline","Media":[{"MD5":"xyz","Category":1}]}',
    mended:
      '{"CaseNumber":"SYN-1","ContactOrganization":"Example Hotline","Media":[{"MD5":"0123456789abcdef0123456789abcdef","Category":1}]}',
  },
];

describe.each(FORMATS)('a refused row of $name', ({ name, file, row, kept, mended }) => {
  test('is kept as it came, refused again while it is wrong, and once mended taken in as an import of its own', async () => {
    using vault = await aVault();
    const { intake, review } = vault.client;
    const { batch } = await importFile(vault.client, file, { name, keepGood: true });
    const before = await intake.refusedRows({ batch });
    const wrong = await failureOf(intake.takeInRow({ batch, row, text: kept }));
    const result = await intake.takeInRow({ batch, row, text: mended });
    const twice = await failureOf(intake.takeInRow({ batch, row, text: mended }));
    const [newest] = await intake.batches();
    expect({
      before,
      wrong: [wrong.code, refusalsIn(wrong).map((refusal) => refusal.row)],
      result: [result.reports, result.casesNew],
      after: await intake.refusedRows({ batch }),
      twice,
      newest: [newest?.id, newest?.fileName],
      cases: (await review.queue({})).total,
    }).toEqual({
      before: [{ row, text: kept, takenIn: null }],
      wrong: ['REFUSED', expect.arrayContaining([row])],
      result: [1, 1],
      after: [{ row, text: null, takenIn: result.batch }],
      twice: { code: 'CONFLICT', data: { reason: 'row-taken-in' } },
      newest: [result.batch, `${name} (row ${row})`],
      cases: 2,
    });
  });

  test('is saved as a file that is read again, with the same fault', async () => {
    using vault = await aVault();
    const { batch } = await importFile(vault.client, file, { name, keepGood: true });
    const saved = await vault.client.intake.refusedFile({ batch });
    const again = await failureOf(importFile(vault.client, await saved.file.text(), { name: 'again.txt' }));
    const firstFault = (await vault.client.intake.refusals({ batch }))[0];
    expect({ rows: saved.rows, isCut: saved.isCut, code: again.code }).toEqual({
      rows: 1,
      isCut: false,
      code: 'REFUSED',
    });
    const faults = refusalsIn(again).map(({ reason }) => reason);
    expect(faults[0]).toBe(firstFault?.reason);
  });
});

describe('of a refused row', () => {
  test('nothing is kept where it holds media in any field, also behind another fault, or where it is very long', async () => {
    using vault = await aVault();
    const rows = [
      scartRow('https://a.example/1'),
      `no address;;;R-1;${PICTURE};`,
      `https://b.example;;;R-2;${PICTURE};`,
      `no address;${'x'.repeat(17_000)};;R-3;;`,
      'no address;;;R-4;;',
    ];
    const { batch, refusedTotal } = await importFile(vault.client, scartFile(rows), { keepGood: true });
    const { intake } = vault.client;
    expect({
      refused: refusedTotal > 3,
      kept: (await intake.refusedRows({ batch })).map(({ row }) => row),
      media: await failureOf(intake.takeInRow({ batch, row: 3, text: 'https://c.example;;;;;' })),
    }).toEqual({
      refused: true,
      kept: [6],
      media: { code: 'NOT_FOUND', data: { what: 'refused-row' } },
    });
  });

  test('the text is no way in for media', async () => {
    using vault = await aVault();
    const file = scartFile([scartRow('https://a.example/1'), scartRow('no address')]);
    const { batch } = await importFile(vault.client, file, { keepGood: true });
    const text = `https://b.example;;;;${PICTURE};`;
    const refused = await failureOf(vault.client.intake.takeInRow({ batch, row: 3, text }));
    expect([refused.code, (await vault.client.intake.batches()).length]).toEqual(['BAD_REQUEST', 1]);
  });

  test('nothing is kept of a file that was not accepted', async () => {
    using vault = await aVault();
    const file = scartFile([scartRow('https://a.example/1'), scartRow('no address')]);
    await failureOf(importFile(vault.client, file));
    const { batch } = await importFile(vault.client, file, { keepGood: true });
    expect((await vault.client.intake.refusedRows({ batch })).length).toBe(1);
  });

  test('the text is erased with the day of its import, and stays before it', async () => {
    using vault = await aVault();
    const { intake, retention } = vault.client;
    const file = scartFile([scartRow('https://a.example/1'), scartRow('no address')]);
    const { batch } = await importFile(vault.client, file, { keepGood: true });
    const day = (days: number) =>
      new Date(vault.clock.nowMs() + days * 86_400_000).toISOString().slice(0, 10);
    const erase = async (decidedBefore: string) => {
      const scope = { decidedBefore };
      const plan = await retention.preview({ scope });
      for await (const _ of await retention.erase({ scope, reason: 'retention' }));
      return [plan.refusedRows, (await intake.refusedRows({ batch })).length];
    };
    expect([await erase(day(0)), await erase(day(1)), await erase(day(1))]).toEqual([
      [0, 1],
      [1, 0],
      [0, 0],
    ]);
    expect((await intake.refusals({ batch })).length).toBe(1);
  });
});
