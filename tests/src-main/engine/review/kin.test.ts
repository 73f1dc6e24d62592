import { describe, expect, test } from 'vitest';
import type { Kin } from '../../../../shared/contract/together.contract.ts';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import type { KinKind } from '../../../../shared/domain/kin.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFileCase, aListOf, matched, withBitsFlipped } from '../../../support/a-matched-vault.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { aReviewedVault } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { manyCases } from '../../../support/many-cases.ts';

const reported = async ({ client }: AVault, ...urls: string[]): Promise<CaseId[]> => {
  const report = urls.reduce((one, url) => one.of(url), aReport()).build();
  return (await client.intake.report({ command: aCommand(), report })).cases.map(({ id }) => id);
};
const kinOf = (
  { client }: AVault,
  id: CaseId,
  more: { kinds?: KinKind[]; open?: boolean; limit?: number } = {},
) => client.together.kin({ case: id, ...more });
const idsOf = (groups: readonly Kin[]) =>
  Object.fromEntries(groups.map(({ kind, cases }) => [kind, cases.map((one) => one.case).sort()]));
const decide = ({ client }: AVault, id: CaseId, judgement = illegalIn('BE')) =>
  client.review.assess({ command: aCommand(), case: id, judgement });

describe('the kin of an address', () => {
  test('are those of its host, at any port, and among them those of its pattern, which is named', async () => {
    using vault = await aVault();
    const [one] = await reported(vault, 'https://board.example/b/src/1001.jpg');
    const [two] = await reported(vault, 'http://board.example/b/src/77.jpg');
    const [other] = await reported(vault, 'https://board.example/about');
    const [port] = await reported(vault, 'https://board.example:8443/b/src/5.jpg');
    await reported(vault, 'https://board.example.example/b/src/5.jpg', 'https://x.board.example/b/src/5.jpg');
    const kin = await kinOf(vault, one!);
    expect(kin.map(({ kind, says, varies, total, isCut }) => [kind, says, varies, total, isCut])).toEqual([
      ['path', 'board.example/b/src/#.jpg', ['number'], 1, false],
      ['host', 'board.example', [], 3, false],
    ]);
    expect(idsOf(kin)).toEqual({ path: [two], host: [two, other, port].sort() });
  });

  test('are those of a report it is in', async () => {
    using vault = await aVault();
    const [one, two] = await reported(vault, 'https://a.example/', 'https://b.example/');
    await reported(vault, 'https://c.example/');
    expect(idsOf(await kinOf(vault, one!))).toEqual({ report: [two] });
  });

  test('are those of the file it came in with, which is named', async () => {
    using vault = await aVault();
    const rows = ['a', 'b', 'c'].map((name) =>
      JSON.stringify({
        format: 'hashline-report/1',
        ...aReport().of(`https://${name}.example/`).build(),
      }),
    );
    await importFile(vault.client, `${rows.join('\n')}\n`, { name: 'night.jsonl' });
    await reported(vault, 'https://d.example/');
    const [first, ...others] = (await vault.client.review.queue({})).cases
      .filter(({ subject }) => !subject.includes('d.example'))
      .map(({ id }) => id);
    const [batch] = await kinOf(vault, first!, { kinds: ['batch'] });
    expect(batch).toMatchObject({ kind: 'batch', says: 'night.jsonl', total: 2, isCut: false });
    expect(batch!.cases.map((one) => one.case).sort()).toEqual(others.sort());
  });
});

describe('the kin of a file', () => {
  test('are similar pictures, the nearest first, with how far they are', async () => {
    using vault = await aVault();
    const pdq = aHash(64, 7);
    const one = await aFileCase(vault, { pdq });
    const far = await aFileCase(vault, { pdq: withBitsFlipped(pdq, 9) });
    const near = await aFileCase(vault, { pdq: withBitsFlipped(pdq, 2) });
    await aFileCase(vault, { pdq: withBitsFlipped(pdq, 60) });
    await matched(vault);
    const [group] = await kinOf(vault, one);
    expect(group).toMatchObject({ kind: 'near', says: null, total: 2 });
    expect(group!.cases.map(({ case: id, distance }) => [id, distance])).toEqual([
      [near, 2],
      [far, 9],
    ]);
  });

  test('are files that share a hash and contradict it in another', async () => {
    using vault = await aVault();
    const md5 = aHash(32, 3);
    const one = await aFileCase(vault, { md5, sha1: aHash(40, 1) });
    const other = await aFileCase(vault, { md5, sha1: aHash(40, 2) });
    const [group] = await kinOf(vault, one);
    expect(group).toMatchObject({ kind: 'hash', says: `md5:${md5}`, total: 1 });
    expect(group!.cases[0]!.case).toBe(other);
  });

  test('are those that the same record of a list matches, and no longer where it was rejected', async () => {
    using vault = await aVault();
    const pdq = aHash(64, 5);
    await aListOf(vault, [{ id: 'e1', pdq }]);
    const one = await aFileCase(vault, { pdq: withBitsFlipped(pdq, 16) });
    const other = await aFileCase(vault, { pdq: withBitsFlipped(pdq, 16, 100) });
    await matched(vault);
    const before = await kinOf(vault, one, { kinds: ['match'] });
    const [match] = (await vault.client.review.case({ id: one })).matches;
    await vault.client.matching.reject({ command: aCommand(), case: one, match: match!.id });
    expect(before.map(({ cases }) => cases.map((each) => each.case))).toEqual([[other]]);
    expect(await kinOf(vault, one, { kinds: ['match'] })).toEqual([]);
  });
});

describe('what was decided about kin', () => {
  test('stands with each: who, when, what and its route; decided ones come first', async () => {
    using vault = await aVault();
    const [one, two, three] = await manyCases(vault, 3);
    const { assessment, route } = await decide(vault, two!);
    const [path] = await kinOf(vault, one!, { kinds: ['path'] });
    expect(path).toMatchObject({ total: 2, open: 1, hidden: 0 });
    expect(path!.cases.map(({ case: id, decision }) => [id, decision])).toEqual([
      [
        two,
        {
          assessment,
          at: new Date(vault.clock.nowMs()).toISOString(),
          by: { id: vault.session.person.id, name: PERSON },
          legality: 'illegal',
          classification: 'baseline',
          route,
        },
      ],
      [three, null],
    ]);
  });

  test('is not what was taken back, and of a case that waits again it is what was decided', async () => {
    using vault = await aVault({ graceSeconds: 10 });
    const [one, two, three] = await manyCases(vault, 3);
    const { assessment } = await decide(vault, two!);
    await vault.client.review.withdraw({ command: aCommand(), case: two!, assessment });
    await decide(vault, three!, legal());
    await reported(vault, 'https://many.example/page/2');
    const [path] = await kinOf(vault, one!, { kinds: ['path'] });
    expect(
      Object.fromEntries(path!.cases.map((each) => [each.case, [each.state, each.decision?.legality]])),
    ).toEqual({ [two!]: ['open', undefined], [three!]: ['open', 'legal'] });
  });

  test('is hidden from whoever may become its second reviewer, with the case, and counted', async () => {
    using vault = await aReviewedVault();
    const [one, two, three] = await manyCases(vault, 3);
    await decide(vault, two!);
    await atWork(vault, 'Ann');
    const [path] = await kinOf(vault, one!, { kinds: ['path'] });
    const ownKin = await failureOf(kinOf(vault, two!));
    expect([path!.cases.map((each) => each.case), path!.total, path!.hidden]).toEqual([[three], 1, 1]);
    expect(ownKin).toEqual({ code: 'CONFLICT', data: { reason: 'waits-for-second-review' } });
  });
});

test('kin that wait are asked for alone, up to a number, and the number of all is said', async () => {
  using vault = await aVault();
  const ids = await manyCases(vault, 30);
  await decide(vault, ids[1]!);
  const [path] = await kinOf(vault, ids[0]!, { kinds: ['path'], open: true, limit: 10 });
  expect(path!.cases.every(({ state }) => state === 'open')).toBe(true);
  expect([path!.cases.length, path!.open, path!.total]).toEqual([10, 28, 29]);
});

test('a host with more cases than are read says so', { timeout: 60_000 }, async () => {
  using vault = await aVault();
  const rows = Array.from({ length: 600 }, (_, number) =>
    JSON.stringify({
      format: 'hashline-report/1',
      ...aReport().of(`https://crowd.example/${number}`).build(),
    }),
  );
  await importFile(vault.client, `${rows.join('\n')}\n`, { name: 'crowd.jsonl' });
  const { id } = (await vault.client.review.queue({ limit: 1 })).cases[0]!;
  const kin = await kinOf(vault, id);
  expect(Object.fromEntries(kin.map(({ kind, isCut, cases }) => [kind, [isCut, cases.length]]))).toEqual({
    path: [true, 8],
    host: [true, 8],
    batch: [true, 8],
  });
});

test('looking at kin is recorded nowhere and claims nothing', async () => {
  using vault = await aVault();
  const [one] = await manyCases(vault, 3);
  const before = await vault.client.audit.entries({});
  await kinOf(vault, one!);
  expect(await vault.client.audit.entries({})).toEqual(before);
  expect((await failureOf(kinOf(vault, aCommand() as never))).code).toBe('NOT_FOUND');
});
