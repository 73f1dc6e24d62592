import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { boundDigest } from '../../../../src-main/engine/ledger/bound-digest.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { aReviewedVault, decidedBy } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const now = (vault: AVault, hours = 0): string =>
  new Date(vault.clock.nowMs() + hours * 3_600_000).toISOString();

const consult = (
  vault: AVault,
  id: CaseId,
  {
    base = 'ICSE',
    result = 'found',
    at = now(vault),
    note = '',
    command = aCommand(),
  }: Partial<Omit<Parameters<AVault['client']['referral']['recordConsultation']>[0], 'case'>> = {},
) => vault.client.referral.recordConsultation({ command, case: id, base, result, at, note });

/** Reports a file with these hashes, later than the one before: of merged cases the older one stays. @returns its case */
async function reported(vault: AVault, hashes: { md5?: string; sha1?: string }): Promise<CaseId> {
  vault.clock.advance(1);
  const report = aReport().ofFile(hashes).build();
  const { cases } = await vault.client.intake.report({ command: aCommand(), report });
  return cases[0]!.id;
}

const [MD5, SHA1] = [aHash(32, 1), aHash(40, 2)];

describe('a base that was consulted', () => {
  test('stands on the case, decided or not, with its result and author; the note stays in the vault', async () => {
    using vault = await aVault();
    const id = await reported(vault, { md5: MD5 });
    vault.clock.advance(7_200_000);
    const at = now(vault, -1);
    await consult(vault, id, { at, note: 'Inspector on duty, file 7' });
    await consult(vault, id, { base: 'TWINS', result: 'not-found' });
    const { consultations } = await vault.client.review.case({ id });
    const { entries } = await vault.client.audit.entries({ kind: 'base.consulted' });
    const { data, actor } = entries.at(-1)!;
    const by = vault.session.person.id;
    expect({ consultations, data, by: actor.name, problems: await problemsOf(vault.client) }).toEqual({
      consultations: [
        { base: 'ICSE', result: 'found', at, recordedAt: now(vault), by, note: 'Inspector on duty, file 7' },
        {
          ...{ base: 'TWINS', result: 'not-found', at: now(vault), recordedAt: now(vault) },
          ...{ by, note: '' },
        },
      ],
      data: {
        case: id,
        base: 'ICSE',
        result: 'found',
        at,
        noteSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      by: 'Sam Supervisor',
      problems: [],
    });
    // Without the id, few words could be guessed from their digest.
    expect(data.noteSha256).not.toBe(boundDigest('', 'Inspector on duty, file 7'));
  });

  test('is recorded once for a command that is sent again', async () => {
    using vault = await aVault();
    const id = await reported(vault, { md5: MD5 });
    const command = aCommand();
    await consult(vault, id, { command });
    expect(await consult(vault, id, { command })).toHaveLength(1);
  });

  test('of the future, for no case, or for one that was merged is refused', async () => {
    using vault = await aVault();
    const one = await reported(vault, { md5: MD5 });
    const other = await reported(vault, { sha1: SHA1 });
    await reported(vault, { md5: MD5, sha1: SHA1 });
    const unknown = aCommand() as string as CaseId;
    expect([
      await failureOf(consult(vault, one, { at: now(vault, 1) })),
      await failureOf(consult(vault, unknown)),
      await failureOf(consult(vault, other)),
    ]).toEqual([
      { code: 'CONFLICT', data: { reason: 'step-in-future' } },
      { code: 'NOT_FOUND', data: { what: 'case', id: unknown } },
      { code: 'CONFLICT', data: { reason: 'case-merged', into: one } },
    ]);
  });

  test('goes with its case where that is merged, and follows from the record', async () => {
    using vault = await aVault();
    using folder = aFolder();
    const one = await reported(vault, { md5: MD5 });
    const other = await reported(vault, { sha1: SHA1 });
    await consult(vault, other, { note: 'from the second file' });
    await consult(vault, one, { base: 'TWINS', result: 'not-found' });
    await reported(vault, { md5: MD5, sha1: SHA1 });
    const { consultations } = await vault.client.review.case({ id: one });
    const { consultations: left } = await vault.client.review.case({ id: other });
    expect([consultations.map(({ base, note }) => [base, note]), left]).toEqual([
      [
        ['ICSE', 'from the second file'],
        ['TWINS', ''],
      ],
      [],
    ]);
    const { differing } = await rebuiltFrom(vault, folder.path);
    expect([differing, await recordedDifferences(vault.folder, folder.path)]).toEqual([[], []]);
  });

  test('that was changed in its row differs from the record', async () => {
    using vault = await aVault();
    using folder = aFolder();
    await consult(vault, await reported(vault, { md5: MD5 }));
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      db.execute('DROP TRIGGER consultations_unchanged');
      db.execute("UPDATE consultations SET result = 'not-found'");
    });
    const { differing } = await rebuiltFrom(vault, folder.path);
    expect(differing.map(({ table }) => table)).toEqual(['consultations']);
  });

  test.each([
    ['changed', "UPDATE consultations SET base = 'Another'"],
    ['given another note', "UPDATE consultations SET note = 'another'"],
    ['deleted', 'DELETE FROM consultations'],
  ])('is not %s, not even in the database', async (_, sql) => {
    using vault = await aVault();
    await consult(vault, await reported(vault, { md5: MD5 }), { note: 'as it was' });
    vault.lock();
    await expect(inDatabaseOf(vault.folder, (db) => db.execute(sql))).rejects.toThrow(/consultation/);
  });

  test('is counted for its base with how many found something; a case that is hidden is neither consulted for nor counted', async () => {
    using vault = await aReviewedVault();
    await atWork(vault, 'Ann');
    const id = await reported(vault, { md5: MD5 });
    await consult(vault, id);
    await consult(vault, id, { result: 'not-found' });
    await consult(vault, id, { base: 'TWINS', result: 'not-found' });
    const decided = await decidedBy(vault, 'Ann', 'one');
    await consult(vault, decided.case);
    const author = await vault.client.referral.consultations();
    await atWork(vault, 'Bob');
    expect({
      author,
      reviewer: await vault.client.referral.consultations(),
      refused: await failureOf(consult(vault, decided.case)),
    }).toEqual({
      author: [
        { base: 'ICSE', consulted: 3, found: 2 },
        { base: 'TWINS', consulted: 1, found: 0 },
      ],
      reviewer: [
        { base: 'ICSE', consulted: 2, found: 1 },
        { base: 'TWINS', consulted: 1, found: 0 },
      ],
      refused: { code: 'CONFLICT', data: { reason: 'waits-for-second-review' } },
    });
  });
});
