import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Conflict } from '../../../../shared/contract/conflict.ts';
import type { AssignmentReason } from '../../../../shared/domain/assignment.ts';
import type { CaseId, PersonId } from '../../../../shared/domain/ids.ts';
import type { Database } from '../../../../src-main/engine/storage/database.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { atWork, type Colleague, enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { dropTriggers } from '../../../support/forger.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const WORDS = 'Ann is ill this week';

interface Desk {
  vault: AVault;
  case: CaseId;
  ann: Colleague;
  ben: Colleague;
}

/** A case, the analysts Ann and Ben, and the supervisor at work. */
async function aDesk(): Promise<Desk> {
  const vault = await aVault();
  const ann = await enrolled(vault, 'Ann', 'analyst');
  const ben = await enrolled(vault, 'Ben', 'analyst');
  return { vault, case: await reported(vault, 'one'), ann, ben };
}

async function reported(vault: AVault, name: string): Promise<CaseId> {
  const report = aReport().of(`https://${name}.example/`).build();
  return (await vault.client.intake.report({ command: aCommand(), report })).cases[0]!.id;
}

const give = (
  { vault, case: id }: Pick<Desk, 'vault' | 'case'>,
  to: PersonId,
  reason: AssignmentReason = 'urgent',
  words = '',
) => vault.client.review.reassign({ command: aCommand(), case: id, to, reason, words });
const release = (
  { vault, case: id }: Pick<Desk, 'vault' | 'case'>,
  reason: AssignmentReason = 'stuck',
  words = '',
) => vault.client.review.release({ command: aCommand(), case: id, reason, words });
const claim = ({ vault, case: id }: Pick<Desk, 'vault' | 'case'>) =>
  vault.client.review.claim({ command: aCommand(), id });
const assess = ({ vault, case: id }: Pick<Desk, 'vault' | 'case'>) =>
  vault.client.review.assess({ command: aCommand(), case: id, judgement: legal() });
const entriesOf = async (vault: AVault, kind: 'case.reassigned' | 'case.released') =>
  (await vault.client.audit.entries({ kind })).entries.map(({ data, actor }) => ({ data, by: actor.name }));
const conflict = (data: Conflict) => ({ code: 'CONFLICT', data });

describe('a case that was given to a person', () => {
  test('is firmly theirs: another analyst can neither claim it, nor assess it, nor begin on it', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    const given = await give(desk, desk.ann.id);
    await atWork(vault, 'Ben');
    const draft = vault.client.review.saveDraft({ case: desk.case, draft: { json: '{}' } });
    expect({
      assignedTo: given.assignedTo,
      claim: await failureOf(claim(desk)),
      assess: await failureOf(assess(desk)),
      draft: await failureOf(draft),
    }).toEqual({
      assignedTo: desk.ann.id,
      claim: conflict({ reason: 'given-to-another', name: 'Ann' }),
      assess: conflict({ reason: 'given-to-another', name: 'Ann' }),
      draft: conflict({ reason: 'given-to-another', name: 'Ann' }),
    });
    await atWork(vault, 'Ann');
    expect((await claim(desk)).claimedBy).toBe(desk.ann.id);
    expect((await assess(desk)).state).toBe('closed');
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('keeps its draft under the name of whoever wrote it', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await atWork(vault, 'Ben');
    const json = '{"note":"half"}';
    await vault.client.review.saveDraft({ case: desk.case, draft: { json } });
    const written = { json, by: desk.ben.id, at: new Date(vault.clock.nowMs()).toISOString() };
    await atWork(vault, PERSON);
    await give(desk, desk.ann.id);
    await atWork(vault, 'Ann');
    expect((await vault.client.review.case({ id: desk.case })).draft).toEqual(written);
  });

  test('is open to a supervisor all the same, and stays given', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await give(desk, desk.ann.id);
    const { claimedBy, assignedTo } = await claim(desk);
    expect([claimedBy, assignedTo]).toEqual([vault.session.person.id, desk.ann.id]);
    expect((await assess(desk)).state).toBe('closed');
  });

  test('loses the claim of its earlier holder', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await atWork(vault, 'Ben');
    await claim(desk);
    await atWork(vault, PERSON);
    const given = await give(desk, desk.ann.id, 'absent');
    expect([given.claimedBy, given.claimedAt, given.assignedTo]).toEqual([null, null, desk.ann.id]);
    expect((await entriesOf(vault, 'case.reassigned')).map(({ data }) => [data.from, data.to])).toEqual([
      [desk.ben.id, desk.ann.id],
    ]);
  });

  test('keeps its claim where it is given to the person who works on it', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await atWork(vault, 'Ann');
    await claim(desk);
    await atWork(vault, PERSON);
    const given = await give(desk, desk.ann.id);
    expect([given.claimedBy, given.assignedTo]).toEqual([desk.ann.id, desk.ann.id]);
  });

  test('is free once they are disabled, and theirs again with their access', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await give(desk, desk.ann.id);
    await vault.client.people.disable({ command: aCommand(), person: desk.ann.id });
    await atWork(vault, 'Ben');
    expect((await claim(desk)).assignedTo).toBeNull();
    await atWork(vault, PERSON);
    await vault.client.people.setRole({ command: aCommand(), person: desk.ann.id, role: 'analyst' });
    expect((await vault.client.review.case({ id: desk.case })).summary.assignedTo).toBe(desk.ann.id);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('is free once their role no longer includes assessing', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await give(desk, desk.ann.id);
    await vault.client.people.setRole({ command: aCommand(), person: desk.ann.id, role: 'auditor' });
    await atWork(vault, 'Ben');
    expect((await assess(desk)).state).toBe('closed');
  });

  test('stays theirs where it goes into another case', async () => {
    const { vault: made, ann } = await aDesk();
    using vault = made;
    const file = async (...hashes: Parameters<ReturnType<typeof aReport>['ofFile']>) =>
      (
        await vault.client.intake.report({
          command: aCommand(),
          report: aReport()
            .ofFile(...hashes)
            .build(),
        })
      ).cases[0]!.id;
    const older = await file({ md5: aHash(32, 1) });
    vault.clock.advance(1);
    const newer = await file({ sha1: aHash(40, 2) });
    await give({ vault, case: newer }, ann.id, 'other', WORDS);
    const joined = await file({ md5: aHash(32, 1), sha1: aHash(40, 2) });
    const detail = await vault.client.review.case({ id: joined });
    expect([joined, detail.summary.assignedTo, detail.assignments.map(({ words }) => words)]).toEqual([
      older,
      ann.id,
      [WORDS],
    ]);
    expect(await problemsOf(vault.client)).toEqual([]);
  });
});

describe('a case that was released', () => {
  test('is neither claimed nor given, and anybody may go on', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await give(desk, desk.ann.id);
    const released = await release(desk);
    expect([released.claimedBy, released.assignedTo]).toEqual([null, null]);
    await atWork(vault, 'Ben');
    expect((await claim(desk)).claimedBy).toBe(desk.ben.id);
  });

  test('may have been only claimed before', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await atWork(vault, 'Ann');
    await claim(desk);
    await atWork(vault, PERSON);
    expect((await release(desk)).claimedBy).toBeNull();
    expect(await failureOf(release(desk))).toEqual(conflict({ reason: 'case-unassigned' }));
  });
});

describe('the record', () => {
  test('names both people, the reason and a digest of the words, which are in the vault alone', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await give(desk, desk.ann.id, 'other', WORDS);
    await release(desk, 'handed-over');
    const supervisor = { id: vault.session.person.id, name: PERSON };
    const ann = { id: desk.ann.id, name: 'Ann' };
    const at = new Date(vault.clock.nowMs()).toISOString();
    const detail = await vault.client.review.case({ id: desk.case });
    expect(detail.assignments).toEqual([
      { at, by: supervisor, from: null, to: ann, reason: 'other', words: WORDS },
      { at, by: supervisor, from: ann, to: null, reason: 'handed-over', words: '' },
    ]);
    const [given, taken] = [
      ...(await entriesOf(vault, 'case.reassigned')),
      ...(await entriesOf(vault, 'case.released')),
    ];
    vault.lock();
    const acts = await inDatabaseOf(vault.folder, (db) =>
      db.prepare('SELECT id, words FROM assignments ORDER BY id').all(),
    );
    const [first, second] = acts.map(({ id, words }) =>
      createHash('sha256').update(`${id}\n${words}`).digest('hex'),
    );
    expect([given, taken]).toEqual([
      {
        by: PERSON,
        data: { case: desk.case, from: null, to: desk.ann.id, reason: 'other', wordsSha256: first },
      },
      {
        by: PERSON,
        data: { case: desk.case, from: desk.ann.id, reason: 'handed-over', wordsSha256: second },
      },
    ]);
  });

  test('has one entry for a command that is sent again', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    const { client } = vault;
    const asked = { command: aCommand(), case: desk.case, to: desk.ann.id, reason: 'urgent' as const };
    expect(await client.review.reassign(asked)).toEqual(await client.review.reassign(asked));
    expect((await entriesOf(vault, 'case.reassigned')).length).toBe(1);
  });
});

describe('the engine refuses', () => {
  test('to everybody but a supervisor', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await atWork(vault, 'Ann');
    const refused = { code: 'NOT_PERMITTED', data: { duty: 'oversee' } };
    expect([await failureOf(give(desk, desk.ann.id)), await failureOf(release(desk))]).toEqual([
      refused,
      refused,
    ]);
  });

  test('to give a case to a person who does not work on cases, or again to the same one', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    const eva = await enrolled(vault, 'Eva', 'auditor');
    await vault.client.people.disable({ command: aCommand(), person: desk.ben.id });
    await give(desk, desk.ann.id);
    expect([
      await failureOf(give(desk, eva.id)),
      await failureOf(give(desk, desk.ben.id)),
      await failureOf(give(desk, desk.ann.id)),
    ]).toEqual([
      conflict({ reason: 'does-not-work-on-cases', name: 'Eva' }),
      conflict({ reason: 'does-not-work-on-cases', name: 'Ben' }),
      conflict({ reason: 'given-before', name: 'Ann' }),
    ]);
  });

  test('for a case that is decided, and for an analyst where it waits for a supervisor', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await assess(desk);
    const decided = conflict({ reason: 'already-decided' });
    expect([await failureOf(give(desk, desk.ann.id)), await failureOf(release(desk))]).toEqual([
      decided,
      decided,
    ]);
    const id = await reported(vault, 'nobody-knows-where');
    const { state } = await vault.client.review.assess({
      command: aCommand(),
      case: id,
      judgement: illegalIn(null),
    });
    const waiting = { vault, case: id };
    expect([state, await failureOf(give(waiting, desk.ann.id))]).toEqual([
      'escalated',
      conflict({ reason: 'waits-for-supervisor' }),
    ]);
    expect((await give(waiting, vault.session.person.id)).assignedTo).toBe(vault.session.person.id);
  });

  test('without words where the reason is "other"', async () => {
    const desk = await aDesk();
    using _ = desk.vault;
    const codes = [give(desk, desk.ann.id, 'other', ' no '), release(desk, 'other')];
    expect(await Promise.all(codes.map(async (call) => (await failureOf(call)).code))).toEqual([
      'BAD_REQUEST',
      'BAD_REQUEST',
    ]);
  });
});

describe('rows that were changed with database tools', () => {
  const problemsAfter = async (change: (desk: Desk, db: Database) => void) => {
    const desk = await aDesk();
    using vault = desk.vault;
    await give(desk, desk.ann.id, 'other', WORDS);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      dropTriggers(db);
      change(desk, db);
    });
    await vault.unlock();
    const found = (await problemsOf(vault.client)).map(({ what }) => what);
    return found.map((what) => what.replace(desk.case, 'X'));
  };

  test('are found against the record: another person, no person, other words, an act taken out', async () => {
    expect({
      another: await problemsAfter((desk, db) =>
        db.prepare('UPDATE cases SET assigned_to = ?').run([desk.ben.id]),
      ),
      nobody: await problemsAfter((_, db) => db.prepare('UPDATE cases SET assigned_to = NULL').run()),
      words: await problemsAfter((_, db) => db.prepare("UPDATE assignments SET words = 'Because'").run()),
      takenOut: await problemsAfter((_, db) => db.prepare('DELETE FROM assignments').run()),
    }).toEqual({
      another: ['case X is given otherwise than the record says'],
      nobody: ['case X is given otherwise than the record says'],
      words: ['its assignment is not the one that was signed'],
      takenOut: ['its assignment is missing', 'there are 0 assignments and the record knows 1'],
    });
  });

  test('are refused by the database itself', async () => {
    const desk = await aDesk();
    using vault = desk.vault;
    await give(desk, desk.ann.id);
    vault.lock();
    const tried = await inDatabaseOf(vault.folder, (db) => {
      const attempt = (sql: string, ...values: string[]) => {
        try {
          db.prepare(sql).run(values);
          return 'done';
        } catch (error) {
          return error instanceof Error ? error.message : 'not an error';
        }
      };
      const insert = `INSERT INTO assignments (id, case_id, person_id, assigned_at, to_person, reason, words, words_sha256)
        VALUES ('a', 'c', ?, '2026-11-21T00:00:00.000Z', ?, 'urgent', '', 'x')`;
      return [
        attempt(insert, desk.ann.id, desk.ann.id),
        attempt(insert, vault.session.person.id, 'nobody'),
        attempt("UPDATE assignments SET words = 'Because'"),
        attempt('DELETE FROM assignments'),
        attempt('UPDATE cases SET assigned_to = ?', desk.ben.id),
      ];
    });
    expect(tried).toEqual([
      expect.stringContaining('cases are given and taken by supervisors'),
      expect.stringContaining('cases are given to analysts and supervisors'),
      expect.stringContaining('an assignment is never changed'),
      expect.stringContaining('an assignment is never deleted'),
      expect.stringContaining('a case is given to somebody by a supervisor'),
    ]);
  });
});

test('the filter "mine" shows the cases that a person claimed or was given, in every state asked for', async () => {
  const desk = await aDesk();
  using vault = desk.vault;
  const claimed = await reported(vault, 'claimed');
  await reported(vault, 'nobodys');
  await give(desk, desk.ann.id);
  await atWork(vault, 'Ann');
  await claim({ vault, case: claimed });
  const mine = async () => {
    const { total, cases } = await vault.client.review.queue({ heldBy: 'me' });
    return { total, cases: cases.map(({ id }) => id).sort() };
  };
  const all = (await vault.client.review.queue({})).total;
  expect({ all, mine: await mine() }).toEqual({
    all: 3,
    mine: { total: 2, cases: [desk.case, claimed].sort() },
  });
  await atWork(vault, 'Ben');
  expect(await mine()).toEqual({ total: 0, cases: [] });
});
