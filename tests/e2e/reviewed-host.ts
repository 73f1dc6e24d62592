import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assessment } from '../../shared/domain/assessment.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { ReportInput } from '../../shared/domain/report.ts';
import { FolderAssets } from '../../src-main/ports/assets.ts';
import { ManualClock } from '../../src-main/ports/clock.ts';
import { argon2id } from '../../src-main/ports/passphrase-hash.ts';
import { AssetsWithRate } from '../../tools/assets-with-rate.ts';
import { aCommand } from '../support/a-command.ts';
import { aHash, aReport } from '../support/a-report.ts';
import { REVIEWERS, reviewedBy } from '../support/a-reviewed-vault.ts';
import { ASSETS, type AVault, aVault, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { illegalIn, legal, undetermined } from '../support/an-assessment.ts';
import { atWork } from '../support/colleagues.ts';
import { prepared } from '../support/prepared-vault.ts';
import { type Loopback, startLoopback } from './loopback.ts';

export { PASSPHRASE, PERSON as SAM };

const MONTH_MS = 31 * 86_400_000;
/** By a seed, and yet everything. */
const RATE = 0.999_999;
const HASHES = { md5: aHash(32, 77), sha256: aHash(64, 78) };
/** The file that waits, by one of its hashes. */
export const WAITING_FILE = HASHES.sha256;

/**
 * A host whose vault draws everything, by a seed. Ann decided, Bob judged some of it again; Cas has judged nothing. Sam, who made the
 * vault, and Tom supervise. Everybody has the same passphrase.
 */
export async function startReviewedHost(): Promise<Loopback> {
  const { folder } = await prepared('a reviewed host', makeReviewedVault);
  const vault = mkdtempSync(join(tmpdir(), 'hashline-e2e-'));
  cpSync(folder, vault, { recursive: true });
  return startLoopback(vault, RATE);
}

async function makeReviewedVault(folder: string): Promise<void> {
  const clock = new ManualClock(Date.now() - MONTH_MS);
  const assets = new AssetsWithRate(new FolderAssets(ASSETS), RATE);
  using vault = await aVault({ ports: { clock, assets, passphraseHash: argon2id }, staff: REVIEWERS });
  for (const name of ['old-market', 'old-forum']) {
    const id = await decided(vault, 'Ann', site(name), illegalIn('BE'));
    await reviewedBy(vault, 'Bob', id, illegalIn('BE'));
  }
  clock.advance(MONTH_MS);
  await disagreements(vault);
  await waiting(vault);
  vault.lock();
  cpSync(vault.folder, folder, { recursive: true });
}

async function disagreements(vault: AVault): Promise<void> {
  const noted = await decided(vault, 'Ann', site('noted'), legal({ reasons: ['adult'] }));
  const review = await reviewedBy(vault, 'Bob', noted, illegalIn('BE'));
  await atWork(vault, 'Tom');
  await vault.client.secondReview.settle({
    command: aCommand(),
    review,
    settlement: { outcome: 'uphold' },
    note: 'Your reasons were good. Please also write down how you know the hosting country.',
  });
  const market = await decided(vault, 'Ann', site('market'), illegalIn('BE', { age: 'pre-pubescent' }));
  await reviewedBy(vault, 'Bob', market, legal({ reasons: ['adult'], note: 'An adult by every sign.' }));
  const gallery = await decided(
    vault,
    'Ann',
    site('gallery'),
    illegalIn('NL', { age: 'infant', gender: 'female', note: 'Hosting by the registry.' }),
  );
  await reviewedBy(vault, 'Bob', gallery, illegalIn('BE', { age: 'infant', gender: 'both' }));
  const archive = await decided(vault, PERSON, site('archive'), legal({ reasons: ['below-threshold'] }));
  await reviewedBy(vault, 'Bob', archive, undetermined());
  const golden = await decided(vault, PERSON, site('known-answer'), legal({ reasons: ['adult'] }));
  await reviewedBy(vault, 'Bob', golden, legal({ reasons: ['adult'] }));
  await atWork(vault, PERSON);
  await vault.client.secondReview.addGolden({ command: aCommand(), case: golden });
}

async function waiting(vault: AVault): Promise<void> {
  await decided(vault, 'Ann', site('waiting'), illegalIn('NL'));
  await decided(vault, 'Ann', aReport().ofFile(HASHES).receivedAt(Date.now()).build(), legal());
}

const site = (name: string): ReportInput =>
  aReport()
    .of(`https://${name}.example/a/long/way/down/page-1?view=list`)
    .hostedIn('NL')
    .receivedAt(Date.now() - 3_600_000)
    .saying(`A visitor came across ${name} by chance and wrote this down.`)
    .build();

async function decided(
  vault: AVault,
  who: string,
  report: ReportInput,
  judgement: Assessment,
): Promise<CaseId> {
  await atWork(vault, who);
  const { cases } = await vault.client.intake.report({ command: aCommand(), report });
  const id = cases[0]?.id;
  if (id === undefined) throw new Error('the report made no case');
  await vault.client.review.assess({ command: aCommand(), case: id, judgement });
  // A supervisor's session makes the draw.
  await atWork(vault, PERSON);
  return id;
}
