import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toBase64, utf8 } from '../../../../shared/ledger/bytes.ts';
import { keyId } from '../../../../shared/ledger/checkpoint.ts';
import { append, EMPTY_FRONTIER, leafHash, rootOf } from '../../../../shared/ledger/merkle.ts';
import { nodeLedgerCrypto } from '../../../../src-main/engine/keys/signing-key.ts';
import { anchorLedger } from '../../../../src-main/host-cli/terminal/anchor-ledger.ts';
import { IntegrityError } from '../../../../src-main/host-cli/terminal/exit-code.ts';
import { toldProblem } from '../../../../src-main/host-cli/terminal/fault-text.ts';
import { aCommand } from '../../../support/a-command.ts';
import { cosignatureOf, witnessKeyOf } from '../../../support/a-ledger-witness.ts';
import { nextPolicy, sent } from '../../../support/a-proposal.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { aWitness, WITNESS_NAME } from '../../../support/a-witness.ts';
import { atWork, enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { aKeptCopy } from '../../../support/kept-copy.ts';
import { naming } from '../../../support/naming-witnesses.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const anchor = ({ client }: AVault, url: string, introduce = false) =>
  anchorLedger(client, { urls: [url], introduce, say: () => {} });
/** Two entries for the policy that names it. */
const anchorFirst = async (vault: AVault, witness: { url: string; verifierKey: string }) => {
  await naming(vault, [witness.verifierKey]);
  return anchor(vault, witness.url, true);
};
const work = ({ client }: AVault, reason: string) => client.vault.extendDuty({ command: aCommand(), reason });
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'anchored',
    (error: unknown) =>
      error instanceof IntegrityError
        ? error.message
        : (error as { data?: { problem?: string } }).data?.problem,
  );

describe('a ledger that a witness signs', () => {
  test('says up to where it is anchored, by whom, and how much came since', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    const before = await vault.client.audit.anchors();
    const after = await anchorFirst(vault, witness);
    await work(vault, 'on and on');
    const later = await vault.client.audit.anchors();
    // Founding, unlocking, the policy and the asking itself are under the checkpoint; its being anchored comes after.
    const by = witness.verifierKey;
    const signed = { by, size: 5, at: expect.stringMatching(/Z$/), standing: 'named' };
    expect([before, after, later]).toEqual([
      { size: 2, anchored: 0, since: 2, quorum: 0, witnesses: [], desks: [] },
      { size: 6, anchored: 5, since: 1, quorum: 1, witnesses: [signed], desks: [] },
      { size: 7, anchored: 5, since: 2, quorum: 1, witnesses: [signed], desks: [] },
    ]);
    const { entries } = await vault.client.audit.entries({ kind: 'checkpoint.anchored' });
    expect(entries.map(({ data, actor }) => [data.size, data.witness, actor.name])).toEqual([
      [5, WITNESS_NAME, 'this workstation'],
    ]);
  });

  test('is signed again as it grows, and the whole of it verifies', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await anchorFirst(vault, witness);
    for (let round = 0; round < 3; round++) {
      await work(vault, `round ${round}`);
      await anchor(vault, witness.url);
    }
    expect(witness.statuses.filter((status) => status !== 200)).toEqual([]);
    expect(await verdictOf(vault)).toEqual([]);
  });

  test('is refused by a witness that does not know it, which is told what to add', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await naming(vault, [witness.verifierKey]);
    const { key } = await vault.client.audit.checkpoint();
    await expect(anchor(vault, witness.url)).rejects.toThrow(key);
  });

  test('takes no answer that is not the witness’s signature over this checkpoint', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await naming(vault, [witness.verifierKey]);
    const asked = await vault.client.audit.anchorRequest({ witness: witness.verifierKey });
    const record = (change: Record<string, unknown>) =>
      failureOf(
        vault.client.audit.recordAnchor({
          witness: witness.verifierKey,
          size: asked.size,
          answer: '— w AAAA\n',
          ...change,
        }),
      );
    expect([
      (await record({})).code,
      (await record({ size: 1 })).code,
      (await record({ witness: 'nobody' })).code,
      (await vault.client.audit.anchors()).anchored,
    ]).toEqual(['INTEGRITY', 'NOT_FOUND', 'CONFLICT', 0]);
  });
});

describe('a quorum', () => {
  test('counts as anchored what enough of the named witnesses signed, whichever of them fail', async () => {
    await using one = await aWitness();
    await using two = await aWitness(undefined, 'witness.example/w2');
    await using three = await aWitness(undefined, 'witness.example/w3');
    using vault = await aVault();
    await naming(
      vault,
      [one, two, three].map(({ verifierKey }) => verifierKey),
      2,
    );
    const said: string[] = [];
    const asking = (urls: readonly string[], introduce = true) =>
      anchorLedger(vault.client, { urls, introduce, say: (words) => said.push(words) });
    const first = await asking([one.url]);
    await work(vault, 'on and on');
    const second = await asking([one.url, two.url]);
    // The third one is not told of the ledger, so it refuses: what the first signs is recorded all the same.
    await expect(asking([three.url, one.url], false)).rejects.toThrow(/does not know this ledger/);
    const third = await vault.client.audit.anchors();
    expect([
      [first.anchored, first.witnesses.map(({ size }) => size)],
      [second.anchored, second.witnesses.map(({ size }) => size)],
      [third.anchored, third.witnesses.map(({ size }) => size)],
      said.filter((words) => words.endsWith('witnesses signed.')),
    ]).toEqual([[0, [5, 0, 0]], [8, [8, 8, 0]], [8, [11, 8, 0]], ['1 of 2 witnesses signed.']]);
    const { note } = await vault.client.audit.prove({ seq: 7 });
    expect(note.split('\n').filter((line) => line.startsWith('— witness.example/'))).toHaveLength(2);
  });

  test('loses nothing by a witness that is named no more, and gains nothing from it', async () => {
    await using one = await aWitness();
    await using two = await aWitness(undefined, 'witness.example/w2');
    using vault = await aVault();
    const before = await anchorFirst(vault, one);
    const { size, note } = await vault.client.audit.checkpoint();
    await naming(vault, [two.verifierKey]);
    const after = await vault.client.audit.anchors();
    const late = await failureOf(
      vault.client.audit.recordAnchor({ witness: one.verifierKey, size, answer: `${note}\n` }),
    );
    const again = await anchor(vault, two.url, true);
    expect([
      before.anchored,
      [after.anchored, after.witnesses.map(({ by, standing }) => [by.split('+')[0], standing])],
      late.code,
      [again.anchored, again.witnesses.map((witness) => witness.size)],
    ]).toEqual([
      5,
      [
        5,
        [
          ['witness.example/w2', 'named'],
          [WITNESS_NAME, 'removed'],
        ],
      ],
      'CONFLICT',
      [10, [10, 5]],
    ]);
    await using impostor = await aWitness(undefined, 'witness.example/w2');
    await expect(anchor(vault, impostor.url)).rejects.toThrow(/another key than the one the policy names/);
  });
});

describe('a witness nobody named', () => {
  test.each(['auditor', 'analyst'] as const)(
    'is not made up by an %s, who may read the ledger',
    async (role) => {
      using vault = await aVault();
      await enrolled(vault, 'Eve', role);
      await atWork(vault, 'Eve');
      const witness = witnessKeyOf('invented');
      const asked = await failureOf(vault.client.audit.anchorRequest({ witness }));
      const { size, note } = await vault.client.audit.checkpoint();
      const answer = `${cosignatureOf('invented', `${note.split('\n\n')[0]}\n`)}\n`;
      const recorded = await failureOf(vault.client.audit.recordAnchor({ witness, size, answer }));
      const named = nextPolicy(vault, { witnesses: { quorum: 1, keys: [witness] } });
      const proposing = await failureOf(vault.client.policy.check({ rules: sent(named) }));
      const { total } = await vault.client.audit.entries({ kind: 'checkpoint.anchored' });
      expect([asked, recorded, proposing.code, (await vault.client.audit.anchors()).anchored, total]).toEqual(
        [
          { code: 'CONFLICT', data: { reason: 'witness-not-named' } },
          { code: 'CONFLICT', data: { reason: 'witness-not-named' } },
          'NOT_PERMITTED',
          0,
          0,
        ],
      );
    },
  );
});

describe('at the next anchor it is named that', () => {
  test('an old copy of the vault was put back', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await naming(vault, [witness.verifierKey]);
    using old = await aKeptCopy(vault);
    await anchor(vault, witness.url, true);
    await work(vault, 'what shall be forgotten');
    await anchor(vault, witness.url);
    await old.putBack();
    expect(await verdictOf(vault)).toEqual([]);
    expect(await refusal(anchor(vault, witness.url))).toBe('witness-saw-more');
  });

  test('the end was cut off, though everything inside still fits', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await anchorFirst(vault, witness);
    for (let round = 0; round < 9; round++) await work(vault, 'what shall be forgotten');
    await anchor(vault, witness.url);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      db.execute('DROP TRIGGER ledger_entries_kept; DROP TRIGGER ledger_checkpoints_kept');
      db.execute(
        'DELETE FROM ledger_entries WHERE position >= 5; DELETE FROM ledger_checkpoints WHERE size > 5',
      );
      db.execute('DROP TRIGGER ledger_cosignatures_kept; DELETE FROM ledger_cosignatures WHERE size > 5');
      const note = String(db.prepare('SELECT note FROM ledger_checkpoints WHERE size = 5').get()?.note);
      db.prepare('UPDATE ledger_frontiers SET size = 5, roots = ?').run([rootsOfFive(db, note)]);
    });
    await vault.unlock();
    expect(await verdictOf(vault)).toEqual([]);
    expect(await refusal(anchor(vault, witness.url))).toBe('witness-saw-more');
  });

  test('another history grew from an old copy, longer than the one that was signed', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await anchorFirst(vault, witness);
    using old = await aKeptCopy(vault);
    await work(vault, 'what shall be forgotten');
    await anchor(vault, witness.url);
    await old.putBack();
    for (let round = 0; round < 6; round++) await work(vault, 'what shall have happened');
    expect(await verdictOf(vault)).toEqual([]);
    expect(await refusal(anchor(vault, witness.url))).toMatch(
      /the ledger was written anew or forked since \(422\)$/,
    );
  });

  test('it was written anew from its beginning by a person with all keys', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await naming(vault, [witness.verifierKey]);
    using old = await aKeptCopy(vault);
    await work(vault, 'what shall be forgotten');
    await anchor(vault, witness.url, true);
    await old.putBack();
    for (let round = 0; round < 12; round++) await work(vault, 'what shall have happened');
    expect(await verdictOf(vault)).toEqual([]);
    expect(await refusal(anchor(vault, witness.url))).toMatch(
      /the ledger was written anew or forked since \(422\)$/,
    );
  });

  test('the workstation’s key is another one now', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await anchorFirst(vault, witness);
    const log = readFileSync(`${witness.dir}/logs.txt`, 'utf8');
    using stranger = await aVault();
    const { key } = await stranger.client.audit.checkpoint();
    const name = log.split('+')[0]!;
    const material = key.split('+').slice(2).join('+');
    const id = Buffer.from(
      keyId(name, Buffer.from(material, 'base64').subarray(1), nodeLedgerCrypto),
    ).toString('hex');
    writeFileSync(`${witness.dir}/logs.txt`, `${name}+${id}+${material}\n`);
    await using restarted = await aWitness(witness.dir);
    expect(await refusal(anchor(vault, restarted.url))).toMatch(/the key was exchanged$/);
  });

  test('the witness is named no more, where the copy put back is from before it was', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    using old = await aKeptCopy(vault);
    await anchorFirst(vault, witness);
    await old.putBack();
    await expect(anchor(vault, witness.url)).rejects.toThrow(
      /does not name this witness, .* Where it did before, an older vault was put back/s,
    );
  });

  test('the control: a copy put back at once, with nothing lost, is signed', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await anchorFirst(vault, witness);
    using copy = await aKeptCopy(vault);
    await copy.putBack();
    await work(vault, 'as before');
    expect(await refusal(anchor(vault, witness.url))).toBe('anchored');
  });
});

async function verdictOf({ client }: AVault): Promise<unknown> {
  for await (const step of await client.audit.verify())
    if (step.phase === 'done') return step.report.problems.map(toldProblem);
  throw new Error('no verdict');
}

/** The right edge of the first five entries, recomputed as a forger would. */
function rootsOfFive(db: Parameters<Parameters<typeof inDatabaseOf>[1]>[0], note: string): string {
  const lines = db.prepare('SELECT line FROM ledger_entries ORDER BY position LIMIT 5').all();
  const frontier = lines.reduce(
    (before, { line }) =>
      append(before, leafHash(utf8(String(line)), nodeLedgerCrypto.sha256), nodeLedgerCrypto.sha256),
    EMPTY_FRONTIER,
  );
  expect(toBase64(rootOf(frontier, nodeLedgerCrypto.sha256))).toBe(note.split('\n')[2]);
  return frontier.roots.map(toBase64).join(' ');
}
