import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { loadKeyring } from '../../src-main/engine/keys/keyring.ts';
import { openKeys } from '../../src-main/engine/keys/person-keys.ts';
import { FolderFiles } from '../../src-main/ports/files.ts';
import { argon2id } from '../../src-main/ports/passphrase-hash.ts';
import { FILE_SECRET } from '../../src-main/ports/secret-files.ts';
import { aCommand } from '../support/a-command.ts';
import { aFolder } from '../support/a-folder.ts';
import { aSocket, clientOver, sessionOf } from '../support/a-loopback-host.ts';
import { aReport } from '../support/a-report.ts';
import { aLoopbackProcess, type LoopbackProcess } from '../support/loopback-process.ts';
import { canSearchMemory, descendantsOf, searchMemory } from '../support/process-memory.ts';

const PERSON = 'Ada Reviewer';
/** Texts that stand nowhere else, and so also not in the programs. */
const PASSPHRASE = 'zq7 passphrase that opens it xk';
const NARRATIVE = 'zq7 what a person told on the phone xk '.repeat(3);
const HOST = 'zq7xk-reported-site.example';

/** What a vault must not leave in any memory: of each, its bytes and what JavaScript makes of text. */
async function secretsOf(vault: string): Promise<Map<string, Buffer>> {
  const files = new FolderFiles(vault);
  const person = loadKeyring(files)?.people[0];
  const device = readFileSync(join(vault, FILE_SECRET));
  const keys = person && (await openKeys(person, PASSPHRASE, device, argon2id));
  if (!keys?.contentKey) throw new Error('the passphrase opens nothing');
  const texts = { passphrase: PASSPHRASE, narrative: NARRATIVE, host: HOST };
  return new Map([
    ...Object.entries(texts).flatMap(([name, text]): [string, Buffer][] => [
      [name, Buffer.from(text)],
      [`${name} in UTF-16`, Buffer.from(text, 'utf16le')],
    ]),
    ['content key', Buffer.from(keys.contentKey)],
    ['content key in hexadecimal', Buffer.from(Buffer.from(keys.contentKey).toString('hex'))],
    ['signing seed', Buffer.from(keys.signingSeed)],
    ['device secret', device],
  ]);
}

/** An open vault with a report in it, and a process that waits beside it. */
async function atWork(vault: string): Promise<{
  host: LoopbackProcess;
  client: ReturnType<typeof clientOver>;
  session: string;
  engine: number;
  spare: number;
}> {
  const host = await aLoopbackProcess(vault);
  const [engine = 0] = descendantsOf(host.pid);
  const session = await sessionOf(host);
  const client = clientOver(await aSocket(host.origin, session));
  await client.vault.create({ hotline: 'Test Hotline', name: PERSON, passphrase: PASSPHRASE });
  await client.intake.report({
    command: aCommand(),
    report: aReport().of(`https://${HOST}/a`).saying(NARRATIVE).build(),
  });
  await client.review.queue({ limit: 10 });
  await vi.waitFor(() => expect(descendantsOf(host.pid)).toHaveLength(2), 20_000);
  const spare = descendantsOf(host.pid).find((pid) => pid !== engine) ?? 0;
  return { host, client, session, engine, spare };
}

const isGone = (pid: number) => !existsSync(`/proc/${pid}`);

describe.skipIf(!canSearchMemory)('the memory of a workstation', () => {
  test('that was locked holds no key, no passphrase and no word of a case: the process that had them is gone', async () => {
    using folder = aFolder();
    const vault = join(folder.path, 'vault');
    const { host, client, session, engine, spare } = await atWork(vault);
    try {
      const secrets = await secretsOf(vault);
      // The control: while the vault is open the engine holds its key and, in the pages the database keeps, the words of
      // the case; nobody else does. A passphrase that was used is rubbish, which the engine may have written over.
      expect(searchMemory(engine, secrets).found).toEqual(
        expect.arrayContaining(['content key', 'host', 'narrative']),
      );
      expect([searchMemory(host.pid, secrets).found, searchMemory(spare, secrets).found]).toEqual([[], []]);

      await client.vault.lock({ command: aCommand() });
      await vi.waitFor(() => expect(isGone(engine)).toBe(true), { timeout: 5_000, interval: 20 });
      const next = clientOver(await aSocket(host.origin, session));
      expect((await next.vault.hello()).vault).toBe('locked');
      const alive = [host.pid, ...descendantsOf(host.pid)];
      expect(alive).toEqual([host.pid, spare]);
      const searched = alive.map((pid) => searchMemory(pid, secrets));
      expect(searched.map(({ found }) => found)).toEqual(alive.map(() => []));
      expect(Math.min(...searched.map(({ bytes }) => bytes))).toBeGreaterThan(50 * 1024 * 1024);

      await next.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
      expect(searchMemory(spare, secrets).found).toContain('content key');
    } finally {
      await host.kill();
    }
  }, 90_000);

  test('ends its vault with the host, however that ended', async () => {
    using folder = aFolder();
    const vault = join(folder.path, 'vault');
    const { host, engine, spare } = await atWork(vault);
    await host.kill();
    await vi.waitFor(() => expect([engine, spare].map(isGone)).toEqual([true, true]), 10_000);
  }, 60_000);

  test('shows other programs neither a path nor a secret by arguments or environment', async () => {
    using folder = aFolder();
    const vault = join(folder.path, 'vault');
    const host = await aLoopbackProcess(vault, { NODE_OPTIONS: '', HASHLINE_TEST_WORD: 'zq7 word' });
    try {
      const [engine = 0] = descendantsOf(host.pid);
      const shown = ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${engine}/${name}`, 'latin1'));
      expect(shown.filter((text) => text.includes(folder.path) || text.includes('zq7 word'))).toEqual([]);
      expect(shown[0]).toContain('engine-process');
    } finally {
      await host.kill();
    }
  }, 30_000);
});
