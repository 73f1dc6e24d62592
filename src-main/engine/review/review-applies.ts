import { livingCase } from '../cases/case-of.ts';
import type { Cases } from '../cases/cases.ts';
import { type Act, type Applies, signerOf } from '../session/acts.ts';
import type { AssignmentStore } from './assignment.store.ts';

/**
 * How claims and assignments follow from the record.
 * @param forgetNotes removes from the index what was erased
 */
export function reviewApplies(store: AssignmentStore, cases: Cases, forgetNotes: () => void): Applies {
  const assign = (
    { entry, enclosure }: Act<'case.reassigned' | 'case.released'>,
    to: string | null,
  ): void => {
    const { case: named, from, reason, wordsSha256 } = entry.data;
    const { id: caseId } = livingCase(cases, named);
    store.insert({
      ...enclosure,
      ...{ caseId, person: signerOf(entry), at: entry.at, from, to, reason, wordsSha256 },
    });
    if (to === null) cases.free(caseId);
    else cases.give(caseId, to);
  };
  return {
    'case.claimed': ({ entry }) => {
      const stored = livingCase(cases, entry.data.case);
      cases.update({ ...stored, claimedBy: signerOf(entry), claimedAt: entry.at });
    },
    'case.reassigned': (act) => assign(act, act.entry.data.to),
    'enclosures.erased': ({ entry }) => {
      store.erase(entry.data.cases);
      forgetNotes();
    },
    'case.released': (act) => assign(act, null),
  };
}
