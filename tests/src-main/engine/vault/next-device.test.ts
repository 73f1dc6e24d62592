import { expect, test } from 'vitest';
import type { EngineClient } from '../../../../shared/contract/contract.ts';
import { parseEntry } from '../../../../shared/ledger/entry.ts';
import { exportLines, verifyExport } from '../../../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../../../src-main/engine/keys/signing-key.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { refer } from '../../../support/a-referring-vault.ts';
import { type AVault, anEngine, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { rebuiltFrom } from '../../../support/rebuilt.ts';
import { databaseOf } from '../../../support/vault-database.ts';

const unlocked = (client: EngineClient, name = PERSON) =>
  client.vault.unlock({ name, passphrase: PASSPHRASE });

/** The lines of an export, and what an outsider makes of it. */
async function handedOut(client: EngineClient) {
  const lines: string[] = [];
  for await (const step of await client.audit.export({})) if ('lines' in step) lines.push(...step.lines);
  const text = lines.map((line) => `${line}\n`).join('');
  const { ok, late, overtaken } = await verifyExport(exportLines([Buffer.from(text)]), nodeLedgerCrypto);
  return { lines, verdict: { ok, late, overtaken } };
}

const keysIn = async (folder: string): Promise<string> => {
  const db = await databaseOf(folder);
  try {
    return JSON.stringify(db.prepare('SELECT purpose, private_key FROM keys').all());
  } finally {
    db.close();
  }
};

/** What the entries say of the workstations that signed them: `device seq` of each. */
const numbered = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => {
    const entry = parseEntry(line);
    return entry === null ? [] : [`${entry.device} ${entry.seq}`];
  });

async function aCopy(vault: AVault, folder: string) {
  await rebuiltFrom(vault, folder);
  return anEngine(folder, { clock: vault.clock });
}

test('a copy goes on as another workstation, and no number is given twice although the first one goes on too', async () => {
  using vault = await aVault();
  using folder = aFolder();
  const former = vault.session.device;
  await refer(vault, 'a');
  const { engine, client } = await aCopy(vault, folder.path);
  const { device } = await unlocked(client);
  const added = (await client.audit.entries({ kind: 'device.added' })).entries.map(({ data }) => data);
  await refer({ ...vault, client, engine } as AVault, 'b');
  const copy = await handedOut(client);
  const problems = await problemsOf(client);
  engine.close();
  await vault.unlock();
  await refer(vault, 'c');
  const own = await handedOut(vault.client);
  const [here, there] = [numbered(own.lines), numbered(copy.lines)];
  const common = here.filter((one) => there.includes(one)).length;
  const same = own.lines.filter((line) => parseEntry(line) !== null && copy.lines.includes(line)).length;
  expect({
    added,
    isAnother: device !== former,
    common: common === same && common > 3,
    own: own.verdict,
    copy: copy.verdict,
    problems,
    header: copy.lines[0] === own.lines[0],
  }).toEqual({
    added: [{ device, publicKey: expect.any(String), sealingKey: expect.any(String), replaces: former }],
    isAnother: true,
    common: true,
    own: { ok: true, late: 0, overtaken: 0 },
    copy: { ok: true, late: 0, overtaken: 0 },
    problems: [],
    header: true,
  });
});

test('one that went on once goes on as it is', async () => {
  using vault = await aVault();
  using folder = aFolder();
  const { engine, client } = await aCopy(vault, folder.path);
  const first = await unlocked(client);
  engine.context.vault.lock();
  const second = await unlocked(client);
  const { total } = await client.audit.entries({ kind: 'device.added' });
  engine.close();
  expect([second.device, total]).toEqual([first.device, 1]);
});

test('only a supervisor lets a copy go on, because nobody else can add a workstation', async () => {
  using vault = await aVault({ staff: [['Ann', 'analyst']] });
  using folder = aFolder();
  const { engine, client } = await aCopy(vault, folder.path);
  const refused = await failureOf(unlocked(client, 'Ann'));
  await unlocked(client);
  engine.context.vault.lock();
  const { person } = await unlocked(client, 'Ann');
  engine.close();
  expect([refused, person.name]).toEqual([
    { code: 'CONFLICT', data: { reason: 'copy-waits-for-supervisor' } },
    'Ann',
  ]);
});

test('the recovery key lets a copy go on too, with one entry', async () => {
  using vault = await aVault();
  using folder = aFolder();
  const former = vault.session.device;
  const { identity } = vault.recovery;
  const { engine, client } = await aCopy(vault, folder.path);
  const { device } = await client.vault.recover({ identity, name: 'Rita', passphrase: PASSPHRASE });
  const { entries } = await client.audit.entries({ kind: 'vault.recovered' });
  const { verdict } = await handedOut(client);
  engine.close();
  expect([entries[0]?.data.added, verdict]).toEqual([
    { device, publicKey: expect.any(String), sealingKey: expect.any(String), replaces: former },
    { ok: true, late: 0, overtaken: 0 },
  ]);
});

test('the former workstation’s key is gone from a copy that goes on', async () => {
  using vault = await aVault();
  using folder = aFolder();
  const { engine, client } = await aCopy(vault, folder.path);
  const before = await keysIn(folder.path);
  await unlocked(client);
  engine.close();
  const [mine, now] = [await keysIn(vault.folder), await keysIn(folder.path)];
  const device = /"purpose":"device","private_key":"([^"]+)"/.exec(mine)![1]!;
  expect([
    before.includes(device),
    now.includes(device),
    before.split('log')[1] === mine.split('log')[1],
  ]).toEqual([true, false, true]);
});
