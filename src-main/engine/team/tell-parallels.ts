import { createHash } from 'node:crypto';
import { SecondReviewId, uuidv8 } from '../../../shared/domain/ids.ts';
import type { Parallels } from '../assessment/parallels.ts';
import type { Session } from '../session/session.ts';
import type { TeamStore } from './team.store.ts';

export interface TellingParts {
  session: Session;
  team: TeamStore;
  assessments: Parallels;
  device: string;
}

/**
 * Records where a decision of this seat was made beside another person's, which neither had seen: two that agree are
 * agreement, two that do not are a disagreement, which a third person settles.
 * @returns how many
 */
export function tellParallels({ session, team, assessments, device }: TellingParts): number {
  const settled = team.state()?.settled.size ?? 0;
  const untold = assessments.untoldParallels(device, settled);
  if (untold.length === 0) return 0;
  team.transaction(() => {
    for (const { case: id, first, firstBy, second, secondBy, agree } of untold)
      session.byDevice('assessment.paralleled', {
        ...{ case: id, assessment: first, parallel: second, by: firstBy, second: secondBy },
        agrees: agree,
        // The same at every seat, whoever records it.
        review: SecondReviewId.parse(
          uuidv8(createHash('sha256').update(`hashline-parallel/1\n${first}\n${second}`).digest()),
        ),
      });
  });
  session.announce('second-review', 'queue', 'ledger');
  return untold.length;
}
