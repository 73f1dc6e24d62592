import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import type { BackupMade } from '../../../../shared/contract/backup.contract.ts';
import {
  compareWithStatement,
  NoBackup,
  openBackup,
  readStatement,
  STATEMENT_BYTES,
} from '../../../../src-main/engine/backup/backup-file.ts';
import { isRecordRestored, restoreBackup } from '../../../../src-main/engine/backup/restore-backup.ts';
import { FolderFiles } from '../../../../src-main/ports/files.ts';
import { aScartFile } from '../../../bench/a-scart-file.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { refer, sendAll, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, anEngine, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { legal } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf, verifyReportOf } from '../../../support/problems-of.ts';
import { thorough } from '../../../support/thorough.ts';
import { aDesk } from '../../receiver/a-desk.ts';

interface Backup {
  bytes: Uint8Array;
  made: BackupMade;
}

/** @param meanwhile is done once between two pieces */
async function backedUp(
  { client }: Pick<AVault, 'client'>,
  to?: string[],
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<Backup> {
  const pieces: Buffer[] = [];
  let made: BackupMade | null = null;
  for await (const step of await client.backup.create(to ? { to } : {})) {
    if (step.phase === 'done') made = step.result;
    else pieces.push(Buffer.from(step.piece, 'base64'));
    if (pieces.length === 1 && step.phase !== 'done') await meanwhile();
  }
  return { bytes: new Uint8Array(Buffer.concat(pieces)), made: made! };
}

const ageOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new Blob([bytes.slice(0, -STATEMENT_BYTES)]).stream();

async function restored({ bytes }: Backup, identity: string, folder: string): Promise<FolderFiles> {
  const opened = await openBackup(ageOf(bytes), identity);
  const into = new FolderFiles(folder);
  await restoreBackup(opened!, into);
  return into;
}

/** A recipient of its own, so that a test needs no recovery key. */
async function aRecipient(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

describe('a backup', () => {
  test('says who made it and for whom, and is the vault as it was: same people, same record, same rows', async () => {
    using vault = await aVault();
    using folder = aFolder();
    const { identity, recipient } = await aRecipient();
    await importFile(vault.client, aScartFile(40), { name: 'forty.csv' });
    const { case: id } = await refer(vault, 'a');
    const backup = await backedUp(vault, [recipient]);
    const statement = readStatement(backup.bytes.subarray(-STATEMENT_BYTES));
    const own = await verifyReportOf(vault.client);
    const { entries } = await vault.client.audit.entries({ kind: 'backup.made' });
    await restored(backup, identity, folder.path);
    const { engine, client } = anEngine(folder.path, { clock: vault.clock });
    await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
    expect({
      recorded: entries.map(({ data }) => data),
      made: { ...backup.made, device: statement.device },
      whole: await compareWithStatement(
        (async function* () {
          yield backup.bytes.subarray(0, -STATEMENT_BYTES);
        })(),
        statement,
      ),
      root: statement.root === own.root,
      state: (await client.review.case({ id })).summary.state,
      queue: (await client.review.queue({})).total,
      problems: await problemsOf(client),
    }).toEqual({
      recorded: [{ recipients: [recipient] }],
      made: {
        at: statement.at,
        entries: statement.entries,
        root: statement.root,
        sha256: statement.sha256,
        bytes: backup.bytes.length,
        recipients: [recipient],
        device: vault.session.device,
      },
      whole: null,
      root: true,
      state: 'referred',
      queue: 40,
      problems: [],
    });
    engine.close();
  });

  test('goes to the recovery key unless others are named, and the recovery key tells whether its database is whole', async () => {
    using vault = await aVault();
    using folder = aFolder();
    const identity = vault.recovery.identity;
    const backup = await backedUp(vault);
    const into = await restored(backup, identity, folder.path);
    const { contents } = (await openBackup(ageOf(backup.bytes), identity))!;
    expect([
      backup.made.recipients,
      await isRecordRestored(into, identity, contents),
      await isRecordRestored(into, identity, { ...contents, entries: contents.entries - 1 }),
      await isRecordRestored(into, (await aRecipient()).identity, contents),
    ]).toEqual([[vault.recovery.recipient], true, false, null]);
  });

  const DRILLS = thorough(100, 4);
  test(`made ${DRILLS} times while people work has each time the record it says, and what was acknowledged before`, async () => {
    using vault = await aVault();
    const { client } = vault;
    const { identity, recipient } = await aRecipient();
    await importFile(client, aScartFile(300), { name: 'some.csv' });
    const wrong: unknown[] = [];
    for (let drill = 0; drill < DRILLS; drill++) {
      using folder = aFolder();
      const report = aReport().of(`https://drill-${drill}.example/`).build();
      const [before] = (await client.intake.report({ command: aCommand(), report })).cases;
      const backup = await backedUp(vault, [recipient], async () => {
        const next = aReport().of(`https://meanwhile-${drill}.example/`).build();
        const [meanwhile] = (await client.intake.report({ command: aCommand(), report: next })).cases;
        await client.review.assess({ command: aCommand(), case: meanwhile!.id, judgement: legal() });
      });
      await restored(backup, identity, folder.path);
      const run = anEngine(folder.path, { clock: vault.clock });
      await run.client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
      const { entries } = await run.client.audit.entries({ limit: 1, before: backup.made.entries });
      const { ok } = await verifyReportOf(run.client);
      const known = await run.client.review.case({ id: before!.id }).then(
        () => true,
        () => false,
      );
      if (entries[0]?.kind !== 'backup.made' || !ok || !known) wrong.push({ drill, ok, known });
      run.engine.close();
    }
    expect(wrong).toEqual([]);
    expect((await verifyReportOf(client)).ok).toBe(true);
  }, 300_000);

  test('restored after a referral went out sends it again, and the desk has it once and gives the same receipt', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    using folder = aFolder();
    const { identity, recipient } = await aRecipient();
    await sendTo(vault, 'police', desk);
    await refer(vault, 'a');
    const backup = await backedUp(vault, [recipient]);
    const first = await sendAll(vault);
    const [receipt] = (await vault.client.referral.outbox({})).referrals;
    vault.lock();
    await restored(backup, identity, folder.path);
    const run = anEngine(folder.path, { clock: vault.clock });
    await run.client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
    const second = await sendAll({ ...vault, client: run.client });
    const [again] = (await run.client.referral.outbox({})).referrals;
    expect({
      delivered: [first.delivered, second.delivered],
      atDesk: (await storedAt(desk.dir)).length,
      same: again?.reference === receipt?.reference && receipt?.reference !== null,
    }).toEqual({ delivered: [1, 1], atDesk: 1, same: true });
    run.engine.close();
  });

  test('is made one at a time, and another can be made after one that nobody read to its end', async () => {
    using vault = await aVault();
    const { recipient } = await aRecipient();
    const first = await vault.client.backup.create({ to: [recipient] });
    await first.next();
    const second = await failureOf(backedUp(vault, [recipient]));
    await first.return?.();
    expect([second, (await backedUp(vault, [recipient])).made.recipients]).toEqual([
      { code: 'CONFLICT', data: { reason: 'backup-under-way' } },
      [recipient],
    ]);
  });

  test('ends where the vault is locked meanwhile', async () => {
    using vault = await aVault();
    await importFile(vault.client, aScartFile(3000), { name: 'many.csv' });
    const { recipient } = await aRecipient();
    const steps = await vault.client.backup.create({ to: [recipient] });
    await steps.next();
    vault.lock();
    const rest = async () => {
      for await (const _ of { [Symbol.asyncIterator]: () => steps });
    };
    expect(await failureOf(rest())).toMatchObject({ code: 'LOCKED' });
  });

  test.each(['age1nothing', 'AGE-SECRET-KEY-1', ''])(
    'is refused to %j, which is no recipient',
    async (to) => {
      using vault = await aVault();
      expect(await failureOf(backedUp(vault, [to]))).toEqual({
        code: 'CONFLICT',
        data: { reason: 'no-age-recipient', recipient: to },
      });
    },
  );
});

describe('a damaged backup', () => {
  test('is told wherever a byte was changed, and whoever reads it', async () => {
    using vault = await aVault();
    const { identity, recipient } = await aRecipient();
    const { bytes } = await backedUp(vault, [recipient]);
    const unseen: number[] = [];
    for (let place = 0; place < bytes.length; place += Math.ceil(bytes.length / 60)) {
      using folder = aFolder();
      const changed = bytes.slice();
      changed[place] = (changed[place] ?? 0) ^ 1;
      const isSeen = async () => {
        const statement = readStatement(changed.subarray(-STATEMENT_BYTES));
        const age = changed.subarray(0, -STATEMENT_BYTES);
        const problem = await compareWithStatement(
          (async function* () {
            yield age;
          })(),
          statement,
        );
        if (problem === null) return false;
        const opened = await openBackup(new Blob([age]).stream(), identity);
        if (opened === null) return true;
        await restoreBackup(opened, new FolderFiles(join(folder.path, 'vault')));
        return false;
      };
      const seen = await isSeen().catch((error: unknown) => error instanceof NoBackup);
      if (!seen) unseen.push(place);
    }
    expect(unseen).toEqual([]);
  });

  test('that ends too early leaves no vault', async () => {
    using vault = await aVault();
    using folder = aFolder();
    const { identity, recipient } = await aRecipient();
    const { bytes } = await backedUp(vault, [recipient]);
    const opened = await openBackup(new Blob([bytes.slice(0, -200_000)]).stream(), identity);
    const into = new FolderFiles(join(folder.path, 'vault'));
    await expect(restoreBackup(opened!, into)).rejects.toBeInstanceOf(NoBackup);
    expect(into.list()).toEqual([]);
    writeFileSync(join(folder.path, 'short'), bytes.slice(0, 500));
    expect(() => readStatement(bytes.slice(0, 500))).toThrow(NoBackup);
  });

  test('is not opened by another identity', async () => {
    using vault = await aVault();
    const { bytes } = await backedUp(vault, [(await aRecipient()).recipient]);
    expect(await openBackup(ageOf(bytes), (await aRecipient()).identity)).toBeNull();
  });
});
