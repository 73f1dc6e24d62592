import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toBase64, utf8 } from '../../../../shared/ledger/bytes.ts';
import { keyId } from '../../../../shared/ledger/checkpoint.ts';
import { append, EMPTY_FRONTIER, leafHash, rootOf } from '../../../../shared/ledger/merkle.ts';
import { nodeLedgerCrypto } from '../../../../src-main/engine/vault/signing-key.ts';
import { anchorLedger } from '../../../../src-main/host-cli/anchor-ledger.ts';
import { IntegrityError } from '../../../../src-main/host-cli/exit-code.ts';
import { aCommand } from '../../../support/a-command.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { aWitness, WITNESS_NAME } from '../../../support/a-witness.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { aKeptCopy } from '../../../support/kept-copy.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const anchor = ({ client }: AVault, url: string, introduce = false) =>
  anchorLedger(client, { url, introduce, say: () => {} });
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
    const after = await anchor(vault, witness.url, true);
    await work(vault, 'on and on');
    const later = await vault.client.audit.anchors();
    // Founding, unlocking and the asking itself are under the checkpoint; its being anchored comes after.
    expect([before, { ...after, anchors: [] }, later]).toEqual([
      { size: 2, anchored: 0, since: 2, anchors: [] },
      { size: 4, anchored: 3, since: 1, anchors: [] },
      {
        size: 5,
        anchored: 3,
        since: 2,
        anchors: [{ kind: 'witness', by: witness.verifierKey, size: 3, at: expect.stringMatching(/Z$/) }],
      },
    ]);
    const { entries } = await vault.client.audit.entries({ kind: 'checkpoint.anchored' });
    expect(entries.map(({ data, actor }) => [data.size, data.witness, actor.name])).toEqual([
      [3, WITNESS_NAME, 'this workstation'],
    ]);
  });

  test('is signed again as it grows, and the whole of it verifies', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await anchor(vault, witness.url, true);
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
    const { key } = await vault.client.audit.checkpoint();
    await expect(anchor(vault, witness.url)).rejects.toThrow(key);
  });

  test('takes no answer that is not the witness’s signature over this checkpoint', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
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

describe('at the next anchor it is named that', () => {
  test('an old copy of the vault was put back', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    using old = await aKeptCopy(vault);
    await anchor(vault, witness.url, true);
    await work(vault, 'what shall be forgotten');
    await anchor(vault, witness.url);
    await old.putBack();
    expect(await verdictOf(vault)).toEqual([]);
    expect(await refusal(anchor(vault, witness.url))).toMatch(
      /^the witness has seen \d+ entries .* it was taken back$/,
    );
  });

  test('the end was cut off, though everything inside still fits', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await anchor(vault, witness.url, true);
    for (let round = 0; round < 9; round++) await work(vault, 'what shall be forgotten');
    await anchor(vault, witness.url);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      db.execute('DROP TRIGGER ledger_entries_kept; DROP TRIGGER ledger_checkpoints_kept');
      db.execute('DELETE FROM ledger_entries WHERE seq >= 3; DELETE FROM ledger_checkpoints WHERE size > 3');
      db.execute('DROP TRIGGER ledger_cosignatures_kept; DELETE FROM ledger_cosignatures WHERE size > 3');
      const note = String(db.prepare('SELECT note FROM ledger_checkpoints WHERE size = 3').get()?.note);
      db.prepare('UPDATE ledger_frontiers SET size = 3, roots = ?').run([rootsOfThree(db, note)]);
    });
    await vault.unlock();
    expect(await verdictOf(vault)).toEqual([]);
    expect(await refusal(anchor(vault, witness.url))).toMatch(/it was taken back$/);
  });

  test('another history grew from an old copy, longer than the one that was signed', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await anchor(vault, witness.url, true);
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

  test('it was written anew from its beginning, by somebody with all keys', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
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
    await anchor(vault, witness.url, true);
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

  test('the control: a copy put back at once, with nothing lost, is signed', async () => {
    await using witness = await aWitness();
    using vault = await aVault();
    await anchor(vault, witness.url, true);
    using copy = await aKeptCopy(vault);
    await copy.putBack();
    await work(vault, 'as before');
    expect(await refusal(anchor(vault, witness.url))).toBe('anchored');
  });
});

async function verdictOf({ client }: AVault): Promise<unknown> {
  for await (const step of await client.audit.verify())
    if (step.phase === 'done') return step.report.problems;
  throw new Error('no verdict');
}

/** The right edge of the first three entries, recomputed as a forger would. */
function rootsOfThree(db: Parameters<Parameters<typeof inDatabaseOf>[1]>[0], note: string): string {
  const lines = db.prepare('SELECT line FROM ledger_entries ORDER BY seq LIMIT 3').all();
  const frontier = lines.reduce(
    (before, { line }) =>
      append(before, leafHash(utf8(String(line)), nodeLedgerCrypto.sha256), nodeLedgerCrypto.sha256),
    EMPTY_FRONTIER,
  );
  expect(toBase64(rootOf(frontier, nodeLedgerCrypto.sha256))).toBe(note.split('\n')[2]);
  return frontier.roots.map(toBase64).join(' ');
}
