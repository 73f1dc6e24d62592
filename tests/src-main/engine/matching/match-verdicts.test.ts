import { describe, expect, test } from 'vitest';
import type { CaseId, MatchId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aHashList } from '../../../support/a-hash-list.ts';
import { importList } from '../../../support/a-list-import.ts';
import { aFileCase, aListOf, matchedCase, withBitsFlipped } from '../../../support/a-matched-vault.ts';
import { aHash } from '../../../support/a-report.ts';
import { aReviewedVault, decidedBy } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const MD5 = aHash(32, 1);
const PDQ = aHash(64, 4);
const NEAR = withBitsFlipped(PDQ, 12);

const pdqList = (vault: AVault, values: readonly string[], list: object = { trust: 'high' }) =>
  importList(vault.client, aHashList(values.map((pdq) => ({ pdq }))).asPdq(), {
    list,
    reading: { format: 'pdq' },
  });

const confirm = ({ client }: AVault, id: CaseId, match: MatchId) =>
  client.matching.confirm({ command: aCommand(), case: id, match });
const reject = ({ client }: AVault, id: CaseId, match: MatchId, reason = '') =>
  client.matching.reject({ command: aCommand(), case: id, match, reason });

const standing = async (vault: AVault, id: CaseId) => {
  const { matches, summary, proposal } = await matchedCase(vault, id);
  return {
    matches: matches.map((match) => [match.standing, match.verdict]),
    knownAs: summary.knownAs,
    proposed: proposal?.because ?? null,
  };
};

/** A case that is near a record of a list, and the match. */
async function aNearCase(vault: AVault, list: object = { trust: 'high' }) {
  const { list: listId } = await pdqList(vault, [NEAR], list);
  const id = await aFileCase(vault, { pdq: PDQ });
  const [match] = (await matchedCase(vault, id)).matches;
  return { id, match: match!.id, list: listId };
}

describe('a match', () => {
  test('on a list of low trust proposes nothing until a person confirms it', async () => {
    using vault = await aVault();
    const { id, match } = await aNearCase(vault, { trust: 'low' });
    const before = await standing(vault, id);
    expect(await confirm(vault, id, match)).toEqual({ match, verdict: 'confirmed', standing: 'counts' });
    expect([before, await standing(vault, id)]).toEqual([
      { matches: [['counts', null]], knownAs: 'listed', proposed: null },
      { matches: [['counts', 'confirmed']], knownAs: 'baseline', proposed: 'confirmed' },
    ]);
  });

  test('that was rejected does not count any more, and counts again once it is confirmed', async () => {
    using vault = await aVault();
    const { id, match } = await aNearCase(vault);
    await reject(vault, id, match, 'another picture');
    const rejected = await standing(vault, id);
    await confirm(vault, id, match);
    const { matches } = await matchedCase(vault, id);
    expect(rejected).toEqual({ matches: [['rejected', 'rejected']], knownAs: null, proposed: null });
    expect(await standing(vault, id)).toEqual({
      matches: [['counts', 'confirmed']],
      knownAs: 'baseline',
      proposed: 'confirmed',
    });
    const by = { id: vault.session.person.id, name: PERSON };
    expect(matches[0]?.history).toEqual([
      expect.objectContaining({ verdict: 'confirmed', by, reason: '', case: id }),
      expect.objectContaining({ verdict: 'rejected', by, reason: 'another picture', case: id }),
    ]);
  });

  test('has the verdict that was said last, not the one with the latest time: clocks are set back', async () => {
    using vault = await aVault();
    const { id, match } = await aNearCase(vault);
    await confirm(vault, id, match);
    vault.lock();
    vault.clock.jump(-7 * 86_400_000);
    await vault.unlock();
    await reject(vault, id, match, 'another picture');
    const { matches } = await matchedCase(vault, id);
    expect([(await standing(vault, id)).matches, matches[0]?.history.map(({ verdict }) => verdict)]).toEqual([
      [['rejected', 'rejected']],
      ['rejected', 'confirmed'],
    ]);
  });

  test('stays rejected when its list is imported again, is replaced by a new one, and in every other case', async () => {
    using vault = await aVault();
    const { id, match, list } = await aNearCase(vault);
    await reject(vault, id, match);
    await importList(vault.client, aHashList([{ pdq: aHash(64, 99) }, { pdq: NEAR }]).asPdq(), {
      list,
      reading: { format: 'pdq' },
    });
    const again = await standing(vault, id);
    await vault.client.lists.remove({ command: aCommand(), list });
    await pdqList(vault, [NEAR], { name: 'new', trust: 'high' });
    const anew = await standing(vault, id);
    const other = await aFileCase(vault, { pdq: PDQ, md5: aHash(32, 77) });
    const rejected = { matches: [['rejected', 'rejected']], knownAs: null, proposed: null };
    expect([again, anew, await standing(vault, other)]).toEqual([rejected, rejected, rejected]);
  });

  test('rejected says nothing against what another list means by the same value', async () => {
    using vault = await aVault();
    const { id, match } = await aNearCase(vault);
    await reject(vault, id, match);
    await pdqList(vault, [NEAR], { name: 'national', meaning: 'national', trust: 'high' });
    expect(await standing(vault, id)).toEqual({
      matches: [
        ['counts', null],
        ['rejected', 'rejected'],
      ],
      knownAs: 'national',
      proposed: 'trusted',
    });
  });

  test('that a negative list knows is suppressed, visibly, until a person confirms it', async () => {
    using vault = await aVault();
    await aListOf(vault, [{ id: 'one', md5: MD5 }]);
    await aListOf(vault, [{ id: 'not', md5: MD5 }], { name: 'negative', meaning: 'negative' });
    const id = await aFileCase(vault, { md5: MD5 });
    const { matches, matched } = await matchedCase(vault, id);
    expect(matches.map((match) => [match.meaning, match.standing])).toEqual([
      ['negative', 'counts'],
      ['baseline', 'suppressed'],
    ]);
    expect(matched).toMatchObject({ meaning: null, suppressed: true, conflict: false, knownAs: null });
    await confirm(vault, id, matches[1]!.id);
    expect((await matchedCase(vault, id)).matched).toMatchObject({ meaning: 'baseline', suppressed: false });
  });

  test('on lists that contradict each other is a conflict and proposes nothing', async () => {
    using vault = await aVault();
    await aListOf(vault, [{ id: 'one', md5: MD5 }]);
    await aListOf(vault, [{ id: 'two', md5: MD5 }], { name: 'legal', meaning: 'known-legal' });
    const id = await aFileCase(vault, { md5: MD5 });
    const { matched, proposal } = await matchedCase(vault, id);
    expect([matched.conflict, matched.knownAs, proposal]).toEqual([true, 'listed', null]);
  });

  test('is judged once by a command, and not where there is none', async () => {
    using vault = await aVault();
    const { id, match } = await aNearCase(vault);
    const command = aCommand();
    const first = await vault.client.matching.reject({ command, case: id, match });
    expect(await vault.client.matching.reject({ command, case: id, match })).toEqual(first);
    expect((await vault.client.audit.entries({ kind: 'match.rejected' })).entries).toHaveLength(1);
    const other = await aFileCase(vault, { md5: MD5 });
    expect((await failureOf(confirm(vault, other, match))).code).toBe('NOT_FOUND');
  });

  test('cannot be judged by a person who must not see the case yet', async () => {
    using vault = await aReviewedVault();
    await atWork(vault, PERSON);
    await importList(vault.client, 'url\nhttps://one.example/\n', {
      list: { trust: 'high' },
      reading: { format: 'csv', mapping: { delimiter: ',', header: true, columns: { url: 'url' } } },
    });
    const { case: id } = await decidedBy(vault, 'Ann', 'one');
    const [match] = (await matchedCase(vault, id)).matches;
    await atWork(vault, 'Bob');
    expect((await failureOf(confirm(vault, id, match!.id))).code).toBe('CONFLICT');
  });
});

describe('the record', () => {
  test('holds who said what of which match, and none of the values', async () => {
    using vault = await aVault();
    const { id, match, list } = await aNearCase(vault);
    await reject(vault, id, match, 'another picture');
    const { entries } = await vault.client.audit.entries({ kind: 'match.rejected' });
    const text = JSON.stringify(entries);
    expect(entries.map(({ data }) => data)).toEqual([
      {
        case: id,
        verdict: expect.any(String),
        list,
        algorithm: 'pdq',
        distance: 12,
        meaning: 'baseline',
        saidSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    expect([NEAR, PDQ, 'another picture'].filter((value) => text.includes(value))).toEqual([]);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test.each([
    [
      'a word that was never said',
      "INSERT INTO match_verdicts SELECT NULL, 'forged', pair, case_id, list_id, record, algorithm, case_value, value, distance, meaning, 'confirmed', reason, person_id, said_at, NULL FROM match_verdicts",
    ],
    [
      'another verdict',
      "DROP TRIGGER match_verdicts_unchanged; UPDATE match_verdicts SET verdict = 'confirmed'",
    ],
    ['another pair', "DROP TRIGGER match_verdicts_unchanged; UPDATE match_verdicts SET pair = 'other'"],
    ['another value', `DROP TRIGGER match_verdicts_unchanged; UPDATE match_verdicts SET value = '${PDQ}'`],
    ['a word taken away', 'DROP TRIGGER match_verdicts_kept; DELETE FROM match_verdicts'],
  ])('names %s', async (_, sql) => {
    using vault = await aVault();
    const { id, match } = await aNearCase(vault);
    await reject(vault, id, match);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => db.execute(sql));
    await vault.unlock();
    expect((await problemsOf(vault.client)).map(({ what }) => what).join()).toMatch(/match/);
  });
});

describe('feedback', () => {
  const REASON = { guid: '01234567-89ab-4cde-8f01-23456789abcd', name: 'Not what it says' };

  test('tells the owner of a list what was rejected, once', async () => {
    using vault = await aVault();
    const { list } = await aListOf(vault, [
      { id: 'e/1', member: { id: '42', name: 'Example' }, md5: MD5 },
      { id: 'e2', member: { id: '42', name: 'Example' }, sha1: aHash(40, 2) },
    ]);
    const id = await aFileCase(vault, { md5: MD5, sha1: aHash(40, 2) });
    const { matches } = await matchedCase(vault, id);
    const by = (algorithm: string) => matches.find((match) => match.algorithm === algorithm)!.id;
    await reject(vault, id, by('md5'));
    await confirm(vault, id, by('sha1'));
    const ask = (affirm: boolean) =>
      vault.client.matching.feedback({ command: aCommand(), list, reasons: [REASON], affirm });
    const first = await ask(false);
    expect(first).toEqual({
      files: [
        {
          name: 'hashline-feedback-1-md5.xml',
          path: '/v2/entries/42/e%2F1/MD5/feedback',
          verdict: 'rejected',
          xml: expect.stringContaining(`<guid>${REASON.guid}</guid>`),
        },
      ],
      skipped: 0,
      unexplained: 0,
    });
    expect((await failureOf(ask(false))).code).toBe('CONFLICT');
    expect((await ask(true)).files.map(({ path, verdict }) => [path, verdict])).toEqual([
      ['/v2/entries/42/e2/SHA1/feedback', 'confirmed'],
    ]);
    const shown = (await matchedCase(vault, id)).matches.map(({ history }) => history[0]?.reportedAt);
    expect(shown.every((at) => typeof at === 'string')).toBe(true);
    const { entries } = await vault.client.audit.entries({ kind: 'match.reported' });
    expect(entries.map(({ data }) => [data.list, data.files])).toEqual([
      [list, 1],
      [list, 1],
    ]);
  });

  test('leaves out what has no owner to tell', async () => {
    using vault = await aVault();
    const { id, match, list } = await aNearCase(vault);
    await reject(vault, id, match);
    expect(await vault.client.matching.feedback({ command: aCommand(), list, reasons: [REASON] })).toEqual({
      files: [],
      skipped: 1,
      unexplained: 0,
    });
  });

  const reasonsFile = (...reasons: readonly [guid: string, name: string, type: string][]) =>
    new Blob([
      '<availableFeedbackReasons xmlns="https://hashsharing.ncmec.org/hashsharing/v2">',
      ...reasons.map(([guid, name, type]) => `<reason guid="${guid}" name="${name}" type="${type}"/>`),
      '</availableFeedbackReasons>',
    ]);
  const guid = (number: number) => `01234567-89ab-4cde-8f01-${String(number).padStart(12, '0')}`;

  test('takes its reasons from the owner’s own files, kept with the list, one kind of fingerprint after the other', async () => {
    using vault = await aVault();
    const { list } = await aListOf(vault, [{ id: 'one', md5: MD5 }]);
    const { matching } = vault.client;
    const keep = (file: Blob) => matching.keepFeedbackReasons({ command: aCommand(), list, file });
    expect(await matching.feedbackReasons({ list })).toEqual({ reasons: [] });
    expect(
      await keep(
        reasonsFile(
          [guid(1), 'Wrong picture', 'Sha1'],
          [guid(2), 'Another owner', 'Md5'],
          ['none', 'Broken', 'Md5'],
          [guid(3), 'Of something else', 'TmkPdqf'],
        ),
      ),
    ).toEqual({ kept: 2, leftOut: 2 });
    await keep(reasonsFile([guid(4), 'Newer', 'Md5']));
    await vault.restart();
    expect(await vault.client.matching.feedbackReasons({ list })).toEqual({
      reasons: [
        { guid: guid(4), name: 'Newer', algorithm: 'md5' },
        { guid: guid(1), name: 'Wrong picture', algorithm: 'sha1' },
      ],
    });
  });

  test.each([
    ['another document', '<status/>'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['no XML', 'reason;guid'],
    ['no bytes', ''],
  ])('keeps no reasons of a file that holds %s', async (_, text) => {
    using vault = await aVault();
    const { list } = await aListOf(vault, [{ id: 'one', md5: MD5 }]);
    const { matching } = vault.client;
    await matching.keepFeedbackReasons({
      command: aCommand(),
      list,
      file: reasonsFile([guid(1), 'Kept', 'Md5']),
    });
    const keeping = matching.keepFeedbackReasons({ command: aCommand(), list, file: new Blob([text]) });
    expect((await failureOf(keeping)).code).toBe('REFUSED');
    expect((await matching.feedbackReasons({ list })).reasons).toHaveLength(1);
  });

  test('gives each fingerprint the reasons for its kind, and leaves for later what none is for', async () => {
    using vault = await aVault();
    const member = { id: '42', name: 'Example' };
    const { list } = await aListOf(vault, [
      { id: 'e1', member, md5: MD5 },
      { id: 'e2', member, sha1: aHash(40, 2) },
    ]);
    const id = await aFileCase(vault, { md5: MD5, sha1: aHash(40, 2) });
    for (const match of (await matchedCase(vault, id)).matches) await reject(vault, id, match.id);
    const ask = (...reasons: { guid: string; name: string; algorithm: 'md5' | 'sha1' | 'pdq' }[]) =>
      vault.client.matching.feedback({ command: aCommand(), list, reasons });
    const said = ({ files, unexplained }: Awaited<ReturnType<typeof ask>>) => ({
      files: files.map(({ path, xml }) => [
        path.split('/')[5],
        [...xml.matchAll(/<guid>(.*)<\/guid>/g)].length,
      ]),
      unexplained,
    });
    const of = (number: number, algorithm: 'md5' | 'sha1' | 'pdq') => ({
      guid: guid(number),
      name: `Reason ${number}`,
      algorithm,
    });
    expect((await failureOf(ask(of(1, 'pdq')))).code).toBe('CONFLICT');
    expect(said(await ask(of(1, 'md5'), of(2, 'md5'), of(3, 'pdq')))).toEqual({
      files: [['MD5', 2]],
      unexplained: 1,
    });
    expect(said(await ask(of(4, 'sha1')))).toEqual({ files: [['SHA1', 1]], unexplained: 0 });
  });
});
