import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import {
  aFileCase,
  aListOf,
  matched,
  matchedCase,
  withBitsFlipped,
} from '../../../support/a-matched-vault.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { aHash } from '../../../support/a-report.ts';
import { aReviewedVault } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { atWork, enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const MD5 = aHash(32, 1);
const PDQ = aHash(64, 4);
const HOUR_MS = 3_600_000;

/** Two supervisors bring other rules on matching into force. */
async function withMatching(vault: AVault, matching: object): Promise<void> {
  await enrolled(vault, 'Tom', 'supervisor');
  const { policy } = vault.session;
  const proposal = await proposed(
    vault,
    nextPolicy(vault, { matching: { ...policy.matching, ...matching } }),
  );
  await atWork(vault, 'Tom');
  await activate(vault, proposal);
}

/** Cases of one picture that was changed a little each time. */
async function floodOf(vault: AVault, count: number): Promise<CaseId[]> {
  const ids: CaseId[] = [];
  for (let bit = 0; bit < count; bit++)
    ids.push(await aFileCase(vault, { pdq: withBitsFlipped(PDQ, 1, bit) }));
  await matched(vault);
  return ids;
}

const known = async ({ client }: AVault) => (await client.review.queue({ knownAs: 'baseline' })).total;

describe('a record that suddenly matches many cases', () => {
  test('is quarantined, counts for nothing and is shown, until a supervisor releases it', async () => {
    using vault = await aVault();
    await withMatching(vault, { floodCases: 3 });
    const { list } = await aListOf(vault, [
      { id: 'flood', pdq: PDQ },
      { id: 'other', md5: MD5 },
    ]);
    const three = await floodOf(vault, 3);
    const before = [await known(vault), (await vault.client.matching.quarantine()).length];
    const ids = await floodOf(vault, 4);
    const [quarantine] = await vault.client.matching.quarantine();
    const { matches, matched: opinion, proposal } = await matchedCase(vault, ids[0]!);
    expect(before).toEqual([3, 0]);
    expect(await known(vault)).toBe(0);
    expect(quarantine).toMatchObject({
      list,
      record: 'flood',
      algorithm: 'pdq',
      meaning: 'baseline',
      state: 'quarantined',
      cases: 4,
      casesThen: 4,
      decidedBy: null,
    });
    expect([...quarantine!.sample].sort()).toEqual([...ids].sort());
    expect(matches.map((match) => [match.standing, match.quarantine])).toEqual([
      ['quarantined', quarantine!.id],
    ]);
    expect([opinion.knownAs, proposal]).toEqual([null, null]);
    const release = { command: aCommand(), quarantine: quarantine!.id, as: 'released' as const };
    expect(await vault.client.matching.release(release)).toEqual({
      quarantine: quarantine!.id,
      state: 'released',
    });
    await matched(vault);
    const more = await floodOf(vault, 9);
    expect([
      await known(vault),
      (await vault.client.matching.quarantine()).map(({ state }) => state),
    ]).toEqual([9, ['released']]);
    expect([three.length, more.length]).toEqual([3, 9]);
    expect((await failureOf(vault.client.matching.release({ ...release, command: aCommand() }))).code).toBe(
      'CONFLICT',
    );
    const { entries } = await vault.client.audit.entries({ kind: 'match.quarantined' });
    expect(JSON.stringify(entries)).not.toContain('flood"');
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('never counts again once a supervisor blocked it', async () => {
    using vault = await aVault();
    await withMatching(vault, { floodCases: 2 });
    await aListOf(vault, [{ id: 'flood', pdq: PDQ }]);
    const [id] = await floodOf(vault, 3);
    const [quarantine] = await vault.client.matching.quarantine();
    await vault.client.matching.release({ command: aCommand(), quarantine: quarantine!.id, as: 'removed' });
    await matched(vault);
    const { matches, summary } = await matchedCase(vault, id!);
    expect([matches[0]?.standing, summary.knownAs]).toEqual(['quarantined', null]);
  });

  test('is no flood where it matches the same cases slowly', async () => {
    using vault = await aVault();
    await withMatching(vault, { floodCases: 2, floodHours: 1 });
    await aListOf(vault, [{ id: 'slow', pdq: PDQ }]);
    for (let bit = 0; bit < 5; bit++) {
      await aFileCase(vault, { pdq: withBitsFlipped(PDQ, 1, bit) });
      await matched(vault);
      vault.clock.advance(HOUR_MS * 0.75);
    }
    expect([await known(vault), await vault.client.matching.quarantine()]).toEqual([5, []]);
  });

  test('is a flood too where the cases were there before the list', async () => {
    using vault = await aVault();
    await withMatching(vault, { floodCases: 2 });
    await floodOf(vault, 4);
    await aListOf(vault, [{ id: 'flood', pdq: PDQ }]);
    await matched(vault);
    expect([
      await known(vault),
      (await vault.client.matching.quarantine()).map(({ cases }) => cases),
    ]).toEqual([0, [4]]);
  });

  test.each([
    [
      'a release nobody signed',
      "UPDATE match_quarantines SET state = 'released', decided_by = (SELECT id FROM people WHERE role = 'supervisor' LIMIT 1), decided_at = 'x'",
    ],
    ['a quarantine taken away', 'DROP TRIGGER match_quarantines_kept; DELETE FROM match_quarantines'],
    ['another record', "DROP TRIGGER match_quarantines_same; UPDATE match_quarantines SET record = 'x'"],
  ])('and %s is named by verification', async (_, sql) => {
    using vault = await aVault();
    await withMatching(vault, { floodCases: 1 });
    await aListOf(vault, [{ id: 'flood', pdq: PDQ }]);
    await floodOf(vault, 2);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => db.execute(sql));
    await vault.unlock();
    expect((await problemsOf(vault.client)).map(({ what }) => what).join()).toMatch(/quarantine/);
  });
});

describe('similar cases', () => {
  test('are cases with the same picture or one like it, the nearest first, also after a restart', async () => {
    using vault = await aVault();
    const photodna = 'C'.repeat(192);
    const id = await aFileCase(vault, { md5: MD5, pdq: PDQ, photodna });
    const same = await aFileCase(vault, { md5: aHash(32, 2), pdq: PDQ });
    const near = await aFileCase(vault, { pdq: withBitsFlipped(PDQ, 31) });
    await aFileCase(vault, { pdq: withBitsFlipped(PDQ, 32) });
    const equal = await aFileCase(vault, { sha1: aHash(40, 3), photodna });
    await aFileCase(vault, { md5: aHash(32, 9) });
    const similarOf = async () =>
      (await matchedCase(vault, id)).similar.map((similar) => [
        similar.case,
        similar.algorithm,
        similar.distance,
        similar.state,
      ]);
    const expected = [
      [same, 'pdq', 0, 'open'],
      [equal, 'photodna', 0, 'open'],
      [near, 'pdq', 31, 'open'],
    ];
    expect((await similarOf()).sort()).toEqual(expected.sort());
    await vault.restart();
    while ((await similarOf()).length < 3) await new Promise((resolve) => setImmediate(resolve));
    expect((await similarOf()).sort()).toEqual(expected.sort());
  });

  test('are no cases that went into another one', async () => {
    using vault = await aVault();
    const id = await aFileCase(vault, { sha256: aHash(64, 8), pdq: withBitsFlipped(PDQ, 3) });
    const first = await aFileCase(vault, { md5: MD5, pdq: PDQ });
    vault.clock.advance(1);
    await aFileCase(vault, { sha1: aHash(40, 2), pdq: withBitsFlipped(PDQ, 2) });
    await matched(vault);
    await aFileCase(vault, { md5: MD5, sha1: aHash(40, 2) });
    expect((await matchedCase(vault, id)).similar.map((similar) => similar.case)).toEqual([first]);
  });

  test('that wait for a second review are not shown to a person who may make it', async () => {
    using vault = await aReviewedVault();
    await atWork(vault, 'Ann');
    const id = await aFileCase(vault, { md5: MD5, pdq: PDQ });
    const decided = await aFileCase(vault, { md5: aHash(32, 2), pdq: PDQ });
    await vault.client.review.assess({ command: aCommand(), case: decided, judgement: illegalIn('BE') });
    const seen = async (name: string) => {
      await atWork(vault, name);
      await vault.engine.context.vault.require().begin(false, (_, error) => {
        throw error;
      });
      return (await matchedCase(vault, id)).similar.map((similar) => similar.case);
    };
    expect([await seen('Ann'), await seen('Bob')]).toEqual([[decided], []]);
  });
});
