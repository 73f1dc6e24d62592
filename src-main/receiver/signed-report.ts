import type { AnswerSigner } from './answer-signer.ts';
import type { DeskRecord } from './referral-store.ts';
import { readTakedown } from './takedown-log.ts';

/**
 * The desk's signed report on a referral: every event so far. The hotline asks for it, or gets it as a file.
 * @returns the compact JWS, how many events it tells, and how many lines of the desk's file were unreadable
 */
export async function signedReport(
  { referral, bodySha256 }: Pick<DeskRecord, 'referral' | 'bodySha256'>,
  desk: { dir: string; name: string; nowMs: () => number; signer: AnswerSigner },
): Promise<{ report: string; events: number; damagedLines: number }> {
  const { events, damagedLines } = await readTakedown(desk.dir, referral);
  const report = await desk.signer.takedown({
    format: 'hashline-takedown/1',
    referral,
    bodySha256,
    reportedAt: new Date(desk.nowMs()).toISOString(),
    receiver: desk.name,
    events,
  });
  return { report, events: events.length, damagedLines };
}
