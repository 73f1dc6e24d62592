import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FolderFiles } from '../../../../src-main/ports/files.ts';
import { type AVault, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { FailingFiles } from '../../../support/files-that-fail.ts';
import { problemsOf } from '../../../support/problems-of.ts';

const NEW = 'a new passphrase after the loss';

const use = (vault: AVault, identity: string, passphrase = PASSPHRASE) =>
  vault.client.vault.changeRecoveryKey({ identity, passphrase });
const recover = (vault: AVault, identity: string) =>
  vault.client.vault.recover({ identity, name: 'Rita Rescue', passphrase: NEW });
const recoveryFile = ({ folder }: AVault) =>
  join(folder, readdirSync(folder).find((name) => name.startsWith('recovery-'))!);
const changes = async (vault: AVault) =>
  (await vault.client.audit.entries({ kind: 'vault.recovery-key-changed' })).entries;

/** A supervisor makes a new recovery key and it holds from now on. */
async function changed(vault: AVault): Promise<{ old: string; identity: string }> {
  const { identity } = await vault.client.vault.makeRecoveryKey();
  await use(vault, identity);
  return { old: vault.recovery.identity, identity };
}

describe('another recovery key', () => {
  test('opens the vault, leaves an entry, and signs the entry of its use', async () => {
    using vault = await aVault();
    const { identity } = await changed(vault);
    expect((await changes(vault)).map(({ actor }) => actor.name)).toEqual([PERSON]);
    vault.lock();
    expect((await recover(vault, identity)).person.name).toBe('Rita Rescue');
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('leaves the old one nothing to open, not even with the old file put back', async () => {
    using vault = await aVault();
    const oldFile = readFileSync(recoveryFile(vault));
    const { old, identity } = await changed(vault);
    vault.lock();
    expect((await failureOf(recover(vault, old))).code).toBe('WRONG_PASSPHRASE');
    writeFileSync(recoveryFile(vault), oldFile);
    expect((await failureOf(recover(vault, old))).code).toBe('WRONG_PASSPHRASE');
    // The next unlock puts the file right.
    await vault.unlock();
    vault.lock();
    expect((await recover(vault, identity)).person.role).toBe('supervisor');
    expect((await vault.client.people.list()).map(({ name }) => name)).toEqual(['Rita Rescue', PERSON]);
  });

  test('opens nothing before it is used: until then the old one does', async () => {
    using vault = await aVault();
    const { identity } = await vault.client.vault.makeRecoveryKey();
    vault.lock();
    expect((await failureOf(recover(vault, identity))).code).toBe('WRONG_PASSPHRASE');
    expect((await recover(vault, vault.recovery.identity)).person.name).toBe('Rita Rescue');
  });

  test('given twice, as after a lost reply, is changed once', async () => {
    using vault = await aVault();
    const { identity } = await changed(vault);
    await use(vault, identity);
    expect(await changes(vault)).toHaveLength(1);
  });

  test('needs the passphrase of the person at work; wrong tries make the next one wait and change nothing', async () => {
    using vault = await aVault();
    const { identity } = await vault.client.vault.makeRecoveryKey();
    const codes: string[] = [];
    for (let tried = 0; tried < 4; tried++) codes.push((await failureOf(use(vault, identity, 'wrong'))).code);
    expect([codes, await changes(vault)]).toEqual([
      ['WRONG_PASSPHRASE', 'WRONG_PASSPHRASE', 'WRONG_PASSPHRASE', 'SLOW_DOWN'],
      [],
    ]);
  });

  test.each(['', 'AGE-SECRET-KEY-1NOTAKEY', 'age1notakey'])('is not %j', async (identity) => {
    using vault = await aVault();
    expect(await failureOf(use(vault, identity))).toEqual({
      code: 'CONFLICT',
      data: { reason: 'no-recovery-key' },
    });
  });

  test.each(['analyst', 'auditor'] as const)('is a supervisor’s: an %s makes none', async (role) => {
    using vault = await aVault({ staff: [['Other', role]] });
    await atWork(vault, 'Other');
    const codes = [
      (await failureOf(vault.client.vault.makeRecoveryKey())).code,
      (await failureOf(use(vault, vault.recovery.identity))).code,
    ];
    expect(codes).toEqual(['NOT_PERMITTED', 'NOT_PERMITTED']);
  });

  test('whose file could not be written is written at the next unlock, and the doctor says so until then', async () => {
    using vault = await aVault();
    const files = new FailingFiles(new FolderFiles(vault.folder));
    await vault.restart({ files });
    const { identity } = await vault.client.vault.makeRecoveryKey();
    files.failNext(readdirSync(vault.folder).find((name) => name.startsWith('recovery-'))!, 'before');
    expect((await failureOf(use(vault, identity))).code).toBe('STORAGE');
    const doctor = async () =>
      (await vault.client.vault.doctor()).filter(({ check }) => check.name === 'recovery-key');
    const between = await doctor();
    vault.lock();
    await vault.unlock();
    const after = await doctor();
    vault.lock();
    const { person } = await recover(vault, identity);
    expect([between[0]?.ok, after[0]?.ok, person.role]).toEqual([false, true, 'supervisor']);
  });
});
