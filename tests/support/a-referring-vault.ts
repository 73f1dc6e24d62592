import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SendResult } from '../../shared/contract/referral.contract.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { DestinationId } from '../../shared/domain/ids.ts';
import { ReferralBody } from '../../shared/domain/referral.ts';
import { DeskRecord } from '../../src-main/receiver/referral-store.ts';
import type { RunningDesk } from '../src-main/receiver/a-desk.ts';
import { aCommand } from './a-command.ts';
import { aReport } from './a-report.ts';
import type { AVault } from './a-vault.ts';
import { illegalIn } from './an-assessment.ts';

/** Configures a desk for a destination the policy names. */
export async function sendTo(vault: AVault, id: string, desk: RunningDesk): Promise<void> {
  await vault.client.referral.addDestination({
    command: aCommand(),
    destination: {
      id: DestinationId.parse(id),
      channel: { kind: 'https-json', settings: desk.settings },
    },
  });
}

/** Reports and decides one case; returns it with its referrals. */
export async function refer(
  vault: AVault,
  name: string,
  country = 'BE',
): Promise<{ case: CaseId; referrals: { id: string; destination: string }[] }> {
  const { client } = vault;
  const report = aReport().of(`https://${name}.example/`).build();
  const { cases } = await client.intake.report({ command: aCommand(), report });
  const id = cases[0]!.id;
  const { referrals } = await client.review.assess({
    command: aCommand(),
    case: id,
    judgement: illegalIn(country),
  });
  return { case: id, referrals };
}

/** Runs the courier once. */
export async function sendOnce(vault: AVault): Promise<SendResult> {
  let last: SendResult | null = null;
  for await (const step of await vault.client.referral.send({})) last = step;
  if (!last) throw new Error('the courier said nothing');
  return last;
}

/** Sends until nothing waits, letting the vault's clock pass every delay. */
export async function sendAll(vault: AVault, rounds = 200): Promise<SendResult> {
  const sum: SendResult = { delivered: 0, retrying: 0, refused: 0, parked: 0 };
  for (let round = 0; round < rounds; round++) {
    const { delivered, refused, parked, retrying } = await sendOnce(vault);
    sum.delivered += delivered;
    sum.refused += refused;
    sum.parked += parked;
    sum.retrying = retrying;
    if (retrying === 0) return sum;
    vault.clock.advance(900_000);
  }
  return sum;
}

/** The referrals that a desk has stored, in the order of their file numbers. */
export async function storedAt(dir: string): Promise<{ record: DeskRecord; body: ReferralBody }[]> {
  const folder = join(dir, 'referrals');
  const records = await Promise.all(
    (await readdir(folder)).map(async (name) =>
      DeskRecord.parse(JSON.parse(await readFile(join(folder, name), 'utf8'))),
    ),
  );
  return records
    .sort((a, b) => (a.reference < b.reference ? -1 : 1))
    .map((record) => ({ record, body: ReferralBody.parse(JSON.parse(record.body)) }));
}
