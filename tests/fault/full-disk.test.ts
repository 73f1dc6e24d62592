import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { type CaseId, DestinationId } from '../../shared/domain/ids.ts';
import { MemoryLog } from '../../src-main/ports/log.ts';
import { aDesk } from '../src-main/receiver/a-desk.ts';
import { aCommand } from '../support/a-command.ts';
import { aReport } from '../support/a-report.ts';
import { anEngine, HOTLINE, PASSPHRASE, PERSON, type RunningEngine } from '../support/a-vault.ts';
import { illegalIn } from '../support/an-assessment.ts';
import { importFile } from '../support/an-import.ts';
import { failureOf } from '../support/failure-of.ts';
import { scartFile, scartRow } from '../support/intake.ts';
import { aSmallDisk, canMount, type SmallDisk } from './a-small-disk.ts';
import { impatientAssets } from './impatient-assets.ts';

const full = { code: 'STORAGE', data: { problem: expect.stringMatching(/full|no space/i) } };

async function aVaultOn(disk: SmallDisk, ports = {}): Promise<RunningEngine> {
  const running = anEngine(join(disk.path, 'vault'), { assets: impatientAssets(), ...ports });
  await running.client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
  return running;
}

const report = (client: EngineClient, number: number) =>
  client.intake.report({
    command: aCommand(),
    report: aReport().of(`https://host-${number}.example/`).build(),
  });

async function ledgerProblems(client: EngineClient): Promise<unknown[]> {
  for await (const step of await client.audit.verify())
    if (step.phase === 'done') return step.report.problems;
  throw new Error('the verification ended without a report');
}

describe.skipIf(!canMount())('a disk that is full', () => {
  test('stops decisions with a clear word, loses none that was acknowledged, and lets work go on once there is room', async () => {
    using disk = aSmallDisk(8);
    const { engine, client } = await aVaultOn(disk);
    const ids: CaseId[] = [];
    for (let number = 0; number < 240; number++) ids.push((await report(client, number)).cases[0]!.id);
    const decided: string[] = [];
    const decide = async (id: (typeof ids)[number], note = '') => {
      await client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE', { note }) });
      decided.push(id);
    };
    for (const id of ids.slice(0, 10)) await decide(id);
    disk.fill();
    let failure: unknown;
    for (const id of ids.slice(10, 235)) {
      failure = await failureOf(decide(id, 'x'.repeat(4000))).catch(() => null);
      if (failure) break;
    }
    const readable = (await client.review.queue({ state: 'referred', limit: 500 })).cases
      .map((entry) => String(entry.id))
      .sort();
    disk.free();
    for (const id of ids.slice(235)) await decide(id);
    const kept = (await client.review.queue({ state: 'referred', limit: 500 })).cases.map((entry) =>
      String(entry.id),
    );
    // Verification makes a second database beside the vault's.
    disk.grow(64);
    expect({ failure, readable, kept: kept.sort(), problems: await ledgerProblems(client) }).toEqual({
      failure: full,
      readable: decided.slice(0, readable.length).sort(),
      kept: [...decided].sort(),
      problems: [],
    });
    engine.close();
  });

  test('refuses an import whole, leaves no trace of it, and takes it once there is room', async () => {
    using disk = aSmallDisk(8);
    const { engine, client } = await aVaultOn(disk);
    const file = scartFile(
      Array.from({ length: 12_000 }, (_, i) => scartRow(`https://host-${i}.example/${'y'.repeat(180)}`)),
    );
    disk.fill();
    expect(await failureOf(importFile(client, file))).toEqual(full);
    disk.free();
    expect([await client.intake.batches(), (await client.review.queue({})).total]).toEqual([[], 0]);
    expect((await importFile(client, scartFile([scartRow('https://small.example/')]))).casesNew).toBe(1);
    expect(await ledgerProblems(client)).toEqual([]);
    engine.close();
  });

  test('goes on with an accepted import after the next unlock, where it filled up while storing', async () => {
    using disk = aSmallDisk(12);
    const { engine, client } = await aVaultOn(disk);
    const file = scartFile(
      Array.from({ length: 9000 }, (_, i) => scartRow(`https://host-${i}.example/${'z'.repeat(250)}`)),
    );
    const failure = await failureOf(importFile(client, file));
    const accepted = await client.intake.batches();
    expect([failure, accepted.map((batch) => batch.state)]).toEqual([full, ['storing']]);
    try {
      engine.close();
    } catch {
      // Its last entry does not fit either; the vault is closed all the same.
    }
    expect((await client.vault.hello()).vault).toBe('locked');
    disk.grow(64);
    await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
    await expect
      .poll(async () => (await client.intake.batches())[0]?.state, { timeout: 20_000 })
      .toBe('done');
    expect((await client.review.queue({})).total).toBe(9000);
    engine.close();
  }, 60_000);

  test('makes no half vault', async () => {
    using disk = aSmallDisk(4);
    disk.fill();
    const { client } = anEngine(join(disk.path, 'vault'));
    const create = () => client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
    expect(await failureOf(create())).toEqual(full);
    expect((await client.vault.hello()).vault).toBe('absent');
    disk.free();
    await create();
    expect((await client.vault.hello()).vault).toBe('open');
    await client.vault.lock({ command: aCommand() });
    expect(readdirSync(join(disk.path, 'vault')).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  test('locks even so, and opens again once there is room', async () => {
    using disk = aSmallDisk(8);
    const { client } = await aVaultOn(disk);
    for (let number = 0; number < 20; number++) await report(client, number);
    disk.fill();
    for (let number = 100; number < 400; number++) {
      if (
        await report(client, number).then(
          () => false,
          () => true,
        )
      )
        break;
    }
    await client.vault.lock({ command: aCommand() }).catch(() => {});
    expect((await client.vault.hello()).vault).toBe('locked');
    disk.free();
    await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
    expect(await ledgerProblems(client)).toEqual([]);
    await client.vault.lock({ command: aCommand() });
  });

  test('does not end the courier: what waited goes out once there is room, once', async () => {
    using disk = aSmallDisk(8);
    await using desk = await aDesk();
    const log = new MemoryLog();
    const { engine, client } = await aVaultOn(disk, { log });
    const destination = {
      id: DestinationId.parse('police'),
      channel: { kind: 'https-json' as const, settings: desk.settings },
    };
    await client.referral.addDestination({ command: aCommand(), destination });
    const ids: CaseId[] = [];
    for (let number = 0; number < 6; number++) ids.push((await report(client, number)).cases[0]!.id);
    for (const id of ids)
      await client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
    disk.fill();
    const send = async () => {
      for await (const _ of await client.referral.send({ untilEmpty: true, timeoutMs: 5000 }));
    };
    let failure: unknown = null;
    for (let number = 100; number < 400 && !failure; number++) {
      failure = await failureOf(report(client, number)).catch(() => null);
    }
    const sending = await failureOf(send());
    disk.free();
    await send();
    expect([failure, sending]).toEqual([full, full]);
    expect(desk.receiver.size()).toBe(6);
    expect((await client.referral.outbox({ state: 'delivered' })).total).toBe(6);
    expect(await ledgerProblems(client)).toEqual([]);
    engine.close();
  });
});
