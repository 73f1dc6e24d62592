import { ORPCError } from '@orpc/client';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { AssessmentId, CaseId } from '../../shared/domain/ids.ts';
import { aCommand } from '../support/a-command.ts';
import { aReport } from '../support/a-report.ts';
import { illegalIn, legal } from '../support/an-assessment.ts';

/** Most are referred; people who decide one case at once then agree or disagree. */
const REFERRED = 0.8;

/**
 * Takes a report in and decides its case.
 * @param host equal at two seats where both shall decide one case
 * @returns null where another decision of the case is known already
 */
export async function decideAt(
  client: EngineClient,
  host: string,
  random: () => number,
): Promise<{ case: CaseId; assessment: AssessmentId } | null> {
  const report = aReport().of(`https://${host}.example/`).build();
  const { cases } = await client.intake.report({ command: aCommand(), report });
  const id = cases[0]!.id;
  const judgement = random() < REFERRED ? illegalIn('BE') : legal();
  try {
    const { assessment } = await client.review.assess({ command: aCommand(), case: id, judgement });
    return { case: id, assessment };
  } catch (error) {
    if (error instanceof ORPCError && error.code === 'CONFLICT') return null;
    throw error;
  }
}
