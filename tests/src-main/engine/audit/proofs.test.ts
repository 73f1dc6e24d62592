import { describe, expect, test } from 'vitest';
import { readProvenEntry } from '../../../../src-main/engine/audit/proven-entry.ts';
import { anchorLedger } from '../../../../src-main/host-cli/terminal/anchor-ledger.ts';
import { toldProblem } from '../../../../src-main/host-cli/terminal/fault-text.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { aWitness, WITNESS_NAME } from '../../../support/a-witness.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { naming } from '../../../support/naming-witnesses.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const work = ({ client }: AVault, times: number) =>
  Promise.all(
    Array.from({ length: times }, (_, round) =>
      client.vault.extendDuty({ command: aCommand(), reason: `round ${round}` }),
    ),
  );

async function verdictOf({ client }: AVault, since?: string): Promise<{ ok: boolean; problems: unknown[] }> {
  for await (const step of await client.audit.verify(since === undefined ? {} : { since })) {
    if (step.phase === 'done') return { ok: step.report.ok, problems: step.report.problems.map(toldProblem) };
  }
  throw new Error('no verdict');
}

describe('a proof of an entry', () => {
  test('holds for every entry of a ledger that filled its first tile, under the key of the ledger', async () => {
    using vault = await aVault();
    await work(vault, 300);
    const { size } = (await vault.client.audit.anchors()) as { size: number };
    const wrong: number[] = [];
    for (const seq of [0, 1, 2, 100, 254, 255, 256, 257, size - 1]) {
      const { text, key } = await vault.client.audit.prove({ seq });
      const read = readProvenEntry(text, key, []);
      if (!('entry' in read) || read.entry.seq !== seq) wrong.push(seq);
    }
    expect(wrong).toEqual([]);
    expect((await failureOf(vault.client.audit.prove({ seq: size + 9 }))).code).toBe('NOT_FOUND');
  });

  test('is under a checkpoint that the witness signed, where one covers the entry', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await naming(vault, [witness.verifierKey]);
    await anchorLedger(vault.client, { urls: [witness.url], introduce: true, say: () => {} });
    const early = await vault.client.audit.prove({ seq: 1 });
    const late = await vault.client.audit.prove({ seq: 5 });
    expect([
      readProvenEntry(early.text, early.key, [witness.verifierKey]),
      readProvenEntry(late.text, late.key, [witness.verifierKey]),
    ]).toMatchObject([
      { size: 5, cosigned: [{ witness: WITNESS_NAME }] },
      { problem: `the witness ${WITNESS_NAME} did not sign the checkpoint` },
    ]);
  });

  test('does not hold with any of its lines changed, another key, or as something else', async () => {
    using vault = await aVault();
    await work(vault, 5);
    using other = await aVault();
    const { key: otherKey } = await other.client.audit.checkpoint();
    const { text, key } = await vault.client.audit.prove({ seq: 2 });
    const lines = text.split('\n');
    const changed = lines.flatMap((line, at) => {
      if (line === '') return [];
      const middle = Math.floor(line.length / 2);
      const other = line[middle] === 'A' ? 'B' : 'A';
      const mark = lines.with(at, line.slice(0, middle) + other + line.slice(middle + 1)).join('\n');
      return [mark, lines.toSpliced(at, 1).join('\n')];
    });
    const holds = (each: string) => {
      const read = readProvenEntry(each, key, []);
      // A text that is no proof any more is told as one that cannot be read.
      return !('problem' in read || 'misuse' in read);
    };
    expect(changed.filter(holds)).toEqual([]);
    expect([
      readProvenEntry(text, otherKey, []),
      readProvenEntry(text, 'key', []),
      readProvenEntry('', key, []),
      readProvenEntry(text, key, ['key']),
    ]).toEqual([
      { problem: 'the checkpoint is not signed with the key of the ledger' },
      { misuse: 'this is not the verifier key of a ledger' },
      { misuse: 'this is not the proof of an entry, or its text was changed' },
      { misuse: 'this is not the verifier key of a witness' },
    ]);
  });
});

describe('verification since a checkpoint that was kept', () => {
  test('holds where the ledger grew from it, and finds what was changed before and after', async () => {
    using vault = await aVault();
    await work(vault, 4);
    const { note, size } = await vault.client.audit.checkpoint();
    await work(vault, 4);
    const grown = await verdictOf(vault, note);
    const rewrite = async (seq: number) => {
      vault.lock();
      await inDatabaseOf(vault.folder, (db) => {
        db.execute('DROP TRIGGER IF EXISTS ledger_entries_unchanged');
        db.prepare("UPDATE ledger_entries SET line = replace(line, 'round', 'sound') WHERE seq = ?").run([
          seq,
        ]);
      });
      await vault.unlock();
      const { problems } = await verdictOf(vault, note);
      await inverse(vault, seq);
      return problems[0];
    };
    expect([grown, await rewrite(3), await rewrite(size + 2), await verdictOf(vault, note)]).toEqual([
      { ok: true, problems: [] },
      { seq: size - 1, what: `entries 0 to ${size - 1} are not the ones the checkpoint was made over` },
      { seq: size + 2, what: "the person's signature does not fit" },
      { ok: true, problems: [] },
    ]);
  });

  test('is refused with a checkpoint of another ledger', async () => {
    using vault = await aVault();
    using other = await aVault();
    const { note } = await other.client.audit.checkpoint();
    const steps = await vault.client.audit.verify({ since: note });
    expect((await failureOf(steps.next())).code).toBe('CONFLICT');
  });
});

describe('hashes kept beside the entries', () => {
  test('are compared by every verification, and a proof that needs damaged ones is refused', async () => {
    using vault = await aVault();
    await work(vault, 300);
    const good = await verdictOf(vault);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      db.execute('DROP TRIGGER ledger_tiles_grow');
      db.execute(
        "UPDATE ledger_tiles SET hashes = replace(hashes, substr(hashes, 1, 8), '00000000') WHERE level = 1 AND idx = 0",
      );
    });
    await vault.unlock();
    expect([
      good.ok,
      (await verdictOf(vault)).problems,
      (await failureOf(vault.client.audit.prove({ seq: 20 }))).code,
    ]).toEqual([
      true,
      [{ seq: null, what: 'the stored hashes 1/0 are not those of the entries' }],
      'INTEGRITY',
    ]);
  });

  test('are made for a vault from before there were any', async () => {
    using vault = await aVault();
    await work(vault, 300);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) =>
      db.execute('DROP TRIGGER ledger_tiles_kept; DELETE FROM ledger_tiles'),
    );
    await vault.unlock();
    await work(vault, 256);
    const { text, key } = await vault.client.audit.prove({ seq: 10 });
    expect([await verdictOf(vault), 'entry' in readProvenEntry(text, key, [])]).toEqual([
      { ok: true, problems: [] },
      true,
    ]);
  });
});

describe('a referral', () => {
  test('carries a checkpoint of the ledger, and one that is none of it any more is named', async () => {
    using vault = await aVault();
    const { client } = vault;
    const report = aReport().of('https://home.example/').build();
    const { cases } = await client.intake.report({ command: aCommand(), report });
    await client.review.assess({ command: aCommand(), case: cases[0]!.id, judgement: illegalIn('BE') });
    const bodyOf = () =>
      inDatabaseOf(vault.folder, (db) => String(db.prepare('SELECT body FROM referrals').get()?.body));
    vault.lock();
    const { checkpoint } = JSON.parse(await bodyOf());
    await vault.unlock();
    const good = await verdictOf(vault, checkpoint);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      db.execute('DROP TRIGGER referrals_frozen_body');
      db.prepare('UPDATE referrals SET body = replace(body, ?, ?)').run(['hashline/', 'hushline/']);
    });
    await vault.unlock();
    expect([good, (await verdictOf(vault)).problems]).toEqual([
      { ok: true, problems: [] },
      [
        { seq: 3, what: 'a referral of it is not the one that was signed' },
        {
          seq: expect.any(Number),
          what: expect.stringMatching(
            /^the checkpoint that went to police with referral .* is not one of this ledger$/,
          ),
        },
      ],
    ]);
  });
});

/** Undoes the rewriting of an entry. */
async function inverse(vault: AVault, seq: number): Promise<void> {
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    db.prepare("UPDATE ledger_entries SET line = replace(line, 'sound', 'round') WHERE seq = ?").run([seq]);
  });
  await vault.unlock();
}
