import type { CaseState, SubjectKind } from '../../../shared/domain/case.ts';
import type { KnownAs } from '../../../shared/domain/case-match.ts';
import type { SqlValue } from '../storage/database.ts';

/** What the queue is asked for. */
export interface QueueConditions {
  /** Leaves out what this person must not see yet. */
  visibleTo?: string | undefined;
  /** Nothing but what this person must not see yet. */
  hiddenFrom?: string | undefined;
  state: CaseState;
  hosting?: string | undefined;
  kind?: SubjectKind | undefined;
  /** Claimed by this person or given to them. */
  heldBy?: string | undefined;
  knownAs?: KnownAs | undefined;
}

/** The same as conditions of SQL, in the order of their values. */
export function conditionsOf(conditions: QueueConditions): { where: string[]; values: SqlValue[] } {
  const { state, hosting, kind, heldBy, knownAs, visibleTo, hiddenFrom } = conditions;
  // With the plus the few cases of one person are looked up; without it the whole queue would be walked for them.
  const where = [heldBy === undefined && hiddenFrom === undefined ? 'state = ?' : '+state = ?'];
  const values: SqlValue[] = [state];
  if (hosting !== undefined) {
    where.push('hosting_country = ?');
    values.push(hosting);
  }
  if (kind !== undefined) {
    where.push('kind = ?');
    values.push(kind);
  }
  if (knownAs !== undefined) {
    where.push('known_as = ?');
    values.push(knownAs);
  }
  if (heldBy !== undefined) {
    where.push(
      'id IN (SELECT id FROM cases WHERE claimed_by = ? UNION SELECT id FROM cases WHERE assigned_to = ?)',
    );
    values.push(heldBy, heldBy);
  }
  if (visibleTo !== undefined) {
    where.push('id NOT IN (SELECT case_id FROM hidden_assessments WHERE person_id = ?)');
    values.push(visibleTo);
  }
  if (hiddenFrom !== undefined) {
    where.push('id IN (SELECT case_id FROM hidden_assessments WHERE person_id = ?)');
    values.push(hiddenFrom);
  }
  return { where, values };
}
