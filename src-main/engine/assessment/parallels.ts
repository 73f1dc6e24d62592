import type { AssessmentId, CaseId, PersonId } from '../../../shared/domain/ids.ts';

/** Two decisions on one case, of which neither's author had seen the other. */
export interface ParallelDecisions {
  case: CaseId;
  first: AssessmentId;
  firstBy: PersonId;
  second: AssessmentId;
  secondBy: PersonId;
  agree: boolean;
}

export interface Parallels {
  /**
   * Decisions of a workstation beside another person's that were not recorded as such.
   * @param settled the entries whose order is settled
   */
  untoldParallels(device: string, settled: number): ParallelDecisions[];
}
