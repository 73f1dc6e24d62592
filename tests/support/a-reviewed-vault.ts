import type { BlindCase } from '../../shared/contract/second-review.contract.ts';
import type { Assessment } from '../../shared/domain/assessment.ts';
import type { AssessmentId, CaseId, SecondReviewId } from '../../shared/domain/ids.ts';
import type { ReportInput } from '../../shared/domain/report.ts';
import { aCommand } from './a-command.ts';
import { aReport } from './a-report.ts';
import { type AVault, aVault, type Staff } from './a-vault.ts';
import { illegalIn } from './an-assessment.ts';
import { atWork } from './colleagues.ts';

export const REVIEWERS: Staff = [
  ['Ann', 'analyst'],
  ['Bob', 'analyst'],
  ['Cas', 'analyst'],
  ['Tom', 'supervisor'],
];

/**
 * A vault in which every decision is drawn, or by a seed where the rate is between 0 and 1. Ann, Bob and Cas are analysts; Tom is a supervisor beside the person who
 * made the vault.
 */
export const aReviewedVault = (rate = 1, graceSeconds = 0): Promise<AVault> =>
  aVault({ secondReview: rate, graceSeconds, staff: REVIEWERS });

/** The person `who` unlocks, takes a report in, about the page of a name where one is given, and decides its case. */
export async function decidedBy(
  vault: AVault,
  who: string,
  about: string | ReportInput,
  judgement: Assessment = illegalIn('BE'),
): Promise<{ case: CaseId; assessment: AssessmentId }> {
  await atWork(vault, who);
  const report = typeof about === 'string' ? aReport().of(`https://${about}.example/`).build() : about;
  const { cases } = await vault.client.intake.report({ command: aCommand(), report });
  const id = cases[0]!.id;
  const { assessment } = await vault.client.review.assess({ command: aCommand(), case: id, judgement });
  return { case: id, assessment };
}

export const waitingCases = async (vault: AVault): Promise<BlindCase[]> =>
  (await vault.client.secondReview.waiting({})).cases;

/** The person `who` unlocks and makes the second review of this case. */
export async function reviewedBy(
  vault: AVault,
  who: string,
  caseId: CaseId,
  judgement: Assessment,
): Promise<SecondReviewId> {
  await atWork(vault, who);
  const found = (await waitingCases(vault)).find((waiting) => waiting.case === caseId);
  if (!found) throw new Error(`nothing of case ${caseId} waits for ${who}`);
  await vault.client.secondReview.judge({ command: aCommand(), review: found.review, judgement });
  return found.review;
}
