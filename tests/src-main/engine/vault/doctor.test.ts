import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ORPCError } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import type { Check, Examined, Finding } from '../../../../shared/contract/check.ts';
import { Failure } from '../../../../src-main/engine/storage/failure.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, anEngine, aVault, PERSON } from '../../../support/a-vault.ts';
import { invited } from '../../../support/colleagues.ts';
import { writeKeyring } from '../../../support/forged-people.ts';
import { databasePathOf, inDatabaseOf } from '../../../support/vault-database.ts';

/** File names of a vault have its device in them. */
const plain = (text: string): string => text.replace(/-[0-9a-f]{12}(?=\.)/, '-x');
const plainly = (check: Examined): Examined => ('of' in check ? { ...check, of: plain(check.of) } : check);
const failed = (checks: readonly Check[]): [Examined, Finding][] =>
  checks.filter(({ ok }) => !ok).map(({ check, finding }) => [plainly(check), finding]);

async function closedChecks(vault: AVault): Promise<Check[]> {
  vault.lock();
  return anEngine(vault.folder).client.vault.doctor();
}

describe('the doctor', () => {
  test('finds nothing wrong with a vault, open or closed, and says what it looked at', async () => {
    using vault = await aVault();
    await invited(vault, 'Ann', 'analyst');
    const open = await vault.client.vault.doctor();
    const closed = await closedChecks(vault);
    expect([failed(open), failed(closed)]).toEqual([[], []]);
    expect(closed.map(({ check }) => plainly(check))).toEqual([
      { name: 'keyring' },
      { name: 'passphrase', of: PERSON },
      { name: 'passphrase', of: 'Ann' },
      { name: 'device-secret' },
      { name: 'recovery-file' },
      { name: 'database-file' },
      { name: 'folder-access' },
      { name: 'access', of: 'device-secret' },
      { name: 'access', of: 'keyring.json' },
      { name: 'access', of: 'recovery-x.age' },
      { name: 'access', of: 'seat.json' },
      { name: 'access', of: 'vault-x.db' },
      { name: 'encryption', of: 'vault-x.db' },
      { name: 'database' },
    ]);
    const names = open.map(({ check }) => check);
    expect(names).toEqual(
      expect.arrayContaining([
        { name: 'database-encryption' },
        { name: 'database-setting', of: 'journal_mode' },
        { name: 'database-setting', of: 'synchronous' },
        { name: 'database-setting', of: 'foreign_keys' },
        { name: 'database-setting', of: 'trusted_schema' },
        { name: 'database-setting', of: 'cell_size_check' },
        { name: 'database-setting', of: 'secure_delete' },
        { name: 'database-pages' },
        { name: 'database-self-check' },
        { name: 'case-counts' },
      ]),
    );
  });

  test('names counts of cases that are not those of the cases', async () => {
    using vault = await aVault();
    await vault.client.intake.report({
      command: aCommand(),
      report: aReport().of('https://a.example/').build(),
    });
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => db.execute('UPDATE case_counts SET n = n + 1'));
    await vault.unlock();
    expect(failed(await vault.client.vault.doctor())).toEqual([
      [{ name: 'case-counts' }, { found: 'wrong-counts', counts: 1 }],
    ]);
  });

  test('says nothing of what the vault holds', async () => {
    using vault = await aVault();
    const report = aReport().of('https://secret-address.example/').saying('secret words').build();
    await vault.client.intake.report({ command: aCommand(), report });
    const told = JSON.stringify(await vault.client.vault.doctor());
    expect(told).not.toMatch(/secret-address|secret words/);
  });

  test('says that there is no vault where there is none', async () => {
    using vault = await aVault();
    vault.lock();
    const { client } = anEngine(join(vault.folder, 'elsewhere'));
    expect(await client.vault.doctor()).toEqual([
      { check: { name: 'keyring' }, ok: false, finding: { found: 'no-vault' } },
    ]);
  });

  test.skipIf(process.platform === 'win32').each([
    ['a file others can read', 0o644],
    ['a file the group can write', 0o620],
    ['a file others can execute', 0o601],
  ])('names %s', async (_what, mode) => {
    using vault = await aVault();
    chmodSync(join(vault.folder, 'keyring.json'), mode);
    expect(failed(await closedChecks(vault))).toEqual([
      [
        { name: 'access', of: 'keyring.json' },
        { found: 'mode', mode: mode.toString(8) },
      ],
    ]);
  });

  test.skipIf(process.platform === 'win32')('names a folder that others can enter', async () => {
    using vault = await aVault();
    chmodSync(vault.folder, 0o755);
    expect(failed(await closedChecks(vault))).toEqual([
      [{ name: 'folder-access' }, { found: 'mode', mode: '755' }],
    ]);
  });

  test('names a keyring that was weakened or damaged', async () => {
    using vault = await aVault();
    vault.lock();
    writeKeyring(vault.folder, (keyring) => {
      Object.assign(keyring.people[0]!.kdf, { memoryKiB: 8 });
    });
    expect(failed(await closedChecks(vault))).toEqual([
      [{ name: 'keyring' }, { found: 'damaged-at', at: 'people.0.kdf.memoryKiB' }],
    ]);
  });

  test('names a database in plain text', async () => {
    using vault = await aVault();
    vault.lock();
    writeFileSync(databasePathOf(vault.folder), Buffer.from(`SQLite format 3\0${'\0'.repeat(8192)}`));
    expect(failed(await closedChecks(vault))).toEqual([
      [{ name: 'encryption', of: 'vault-x.db' }, { found: 'plain-sqlite' }],
    ]);
  });

  test('names a database that is not random enough to be encrypted', async () => {
    using vault = await aVault();
    vault.lock();
    writeFileSync(databasePathOf(vault.folder), 'https://site.example/a picture of a text; '.repeat(4000));
    expect(failed(await closedChecks(vault))).toEqual([
      [
        { name: 'encryption', of: 'vault-x.db' },
        { found: 'entropy', bits: expect.stringMatching(/^[0-5]\.\d\d$/) },
      ],
    ]);
  });

  test('names a database that is not there', async () => {
    using vault = await aVault();
    vault.lock();
    rmSync(databasePathOf(vault.folder));
    expect(failed(await closedChecks(vault))).toEqual([[{ name: 'database-file' }, { found: 'missing' }]]);
  });

  test.each([
    ['device-secret', 'device-secret'],
    ['recovery', 'recovery-file'],
  ])('names a missing %s', async (start, name) => {
    using vault = await aVault();
    vault.lock();
    const path =
      start === 'recovery'
        ? databasePathOf(vault.folder).replace(/vault-(\w{12})\.db$/, 'recovery-$1.age')
        : join(vault.folder, start);
    rmSync(path);
    expect(failed(await closedChecks(vault))).toEqual([[{ name }, { found: 'missing' }]]);
  });

  test.each([0.25, 0.5, 0.75, 0.95])(
    'names a page that was changed, at %d of the file, where the unlock does not',
    async (share) => {
      using vault = await aVault({ sample: true });
      vault.lock();
      const path = databasePathOf(vault.folder);
      const bytes = readFileSync(path);
      const at = Math.floor(bytes.length * share);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      const found = await vault.unlock().then(
        async () =>
          // Whatever lies on the page may be named before it.
          failed(await vault.client.vault.doctor()).find(([{ name }]) => name === 'database-pages'),
        (error: unknown) => (error instanceof ORPCError ? error.code : 'another error'),
      );
      const damaged = [{ name: 'database-pages' }, { found: 'damaged-pages', pages: expect.any(Number) }];
      expect(['INTEGRITY', damaged]).toContainEqual(found);
      try {
        vault.lock();
      } catch (error) {
        // It may need the page. It is locked all the same.
        expect(error).toBeInstanceOf(Failure);
      }
      expect((await vault.client.vault.hello()).vault).toBe('locked');
    },
  );

  test('examines a vault beside whatever lies in its folder, and names what does not belong there', async () => {
    using vault = await aVault();
    const at = (name: string) => join(vault.folder, name);
    writeFileSync(at('.DS_Store'), '');
    writeFileSync(at('Thumbs.db'), 'x');
    writeFileSync(at('~$note.docx'), 'x');
    mkdirSync(at('a folder'));
    symlinkSync('/nowhere', at('broken link'));
    spawnSync('mkfifo', [at('pipe')]);
    const harmless = await vault.client.vault.doctor();
    writeFileSync(at('keyring (1).json'), '{}');
    writeFileSync(at('vault-0123456789ab.sync-conflict-20261128.db'), 'x');
    symlinkSync(at('keyring.json'), at('recovery-0123456789ab.age'));
    mkdirSync(at('vault-0123456789ab.db'));
    const copies = await closedChecks(vault);
    expect([
      failed(harmless),
      harmless.map(({ check }) => check).filter(({ name }) => name === 'foreign'),
    ]).toEqual([
      [],
      ['.DS_Store', 'Thumbs.db', 'a folder', 'broken link', 'pipe', '~$note.docx'].map((name) => ({
        name: 'foreign',
        of: `"${name}"`,
      })),
    ]);
    expect(failed(copies)).toEqual([
      [{ name: 'foreign', of: '"keyring (1).json"' }, { found: 'copy-file' }],
      [{ name: 'foreign', of: '"recovery-x.age"' }, { found: 'copy-link' }],
      [{ name: 'foreign', of: '"vault-x.db"' }, { found: 'copy-folder' }],
      [{ name: 'foreign', of: '"vault-x.sync-conflict-20261128.db"' }, { found: 'copy-file' }],
    ]);
    // What is no file is not opened, and takes nobody's last way in.
    const recovered = await anEngine(vault.folder).client.vault.recover({
      identity: vault.recovery.identity,
      name: 'Rita',
      passphrase: 'a passphrase of Rita alone',
    });
    expect(recovered.person.name).toBe('Rita');
  });
});
