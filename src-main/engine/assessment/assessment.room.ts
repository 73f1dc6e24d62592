import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { Cases } from '../cases/cases.ts';
import type { LabelSets } from '../policy/label-sets.ts';
import type { Outbox } from '../referral/outbox.ts';
import type { Referrals } from '../referral/referrals.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { AssessmentStore } from './assessment.store.ts';
import { assessmentApplies } from './assessment-applies.ts';
import { DecisionCheck } from './decision-check.ts';
import { Decisions } from './decisions.ts';

export interface AssessmentRoomParts {
  session: Session;
  protocol: Protocol;
  cases: Cases;
  book: CaseBook;
  outbox: Outbox;
  referrals: Referrals;
  labelSets: LabelSets;
}

export interface AssessmentRoom {
  assessments: AssessmentStore;
  decisions: Decisions;
}

export function assessmentRoom(db: Database, parts: AssessmentRoomParts): Room<AssessmentRoom> {
  const assessments = new AssessmentStore(db);
  parts.book.onMerge((from, to) => assessments.repoint(from, to));
  return {
    api: { assessments, decisions: new Decisions(parts) },
    kinds: assessmentApplies({ ...parts, assessments }),
    checks: () => [new DecisionCheck(assessments, parts.referrals)],
  };
}
