import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { signedText } from '../../../shared/domain/evidence.ts';
import { generateHotlineKey } from '../../../src-main/exchange/hotline-signature.ts';
import { NodeNetwork } from '../../../src-main/ports/node-network.ts';
import { makeCertificates } from '../../../src-main/receiver/certificates.ts';
import { programFile } from '../../support/programs.ts';
import { aFolder, deliver, seeded, tlsOf } from './a-desk.ts';
import { aReferral } from './a-referral.ts';

const KILLS = 10;
const SEED = 20_261_121;

/** Starts a desk and answers when it listens. */
async function start(dir: string, port: number): Promise<{ child: ChildProcess; port: number }> {
  const script = programFile('desk-process');
  const child = spawn(process.execPath, [script, dir, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return { child, port: Number(String(line)) };
}

test('a desk that is killed again and again keeps what it gave receipts for, once', async () => {
  await using folder = await aFolder();
  const tls = tlsOf(await makeCertificates({ dir: join(folder.path, 'certificates') }));
  const hotlineKey = await generateHotlineKey();
  const random = seeded(SEED);
  let { child, port } = await start(folder.path, 0);
  const network = new NodeNetwork([`127.0.0.1:${port}`]);
  const destination = { ...tls, url: `https://127.0.0.1:${port}/referrals` };
  const receipts = new Map<string, string>();
  let sending = true;
  let next = 1;
  let retries = 0;

  const courier = async () => {
    while (sending) {
      const referral = aReferral(next++);
      for (;;) {
        const exchange = { network, timeoutMs: 5000, nowMs: Date.now };
        const outcome = await deliver(referral, destination, hotlineKey, exchange);
        if (outcome.type === 'refused') throw new Error(outcome.reason);
        if (outcome.type === 'delivered') {
          receipts.set(`${referral.referral}.json`, signedText(outcome.evidence)!);
          break;
        }
        retries++;
        await wait(20);
      }
    }
  };
  const couriers = [courier(), courier(), courier()];
  for (let kill = 0; kill < KILLS; kill++) {
    await wait(50 + random() * 200);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    ({ child, port } = await start(folder.path, port));
  }
  sending = false;
  await Promise.all(couriers);
  network.close();
  child.kill('SIGKILL');

  const stored = new Map<string, string>();
  for (const name of await readdir(join(folder.path, 'referrals'))) {
    const record = JSON.parse(await readFile(join(folder.path, 'referrals', name), 'utf8'));
    stored.set(name, record.receipt);
  }
  console.log(`seed ${SEED}: ${KILLS} kills, ${receipts.size} referrals, ${retries} retries`);
  expect([...stored].sort()).toEqual([...receipts].sort());
  expect(retries).toBeGreaterThanOrEqual(KILLS);
});
