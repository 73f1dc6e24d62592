import type { MatchVerdict } from '../../../shared/domain/case-match.ts';
import { type Act, type Applies, signerOf } from '../session/acts.ts';
import { damaged } from '../storage/failure.ts';
import type { CaseMatchStore } from './case-match.store.ts';
import type { MatchVerdictStore } from './match-verdict.store.ts';
import type { QuarantineStore } from './quarantine.store.ts';

/** How verdicts on matches, and records in quarantine, follow from the record. Matches themselves are derived. */
export function matchingApplies(
  verdicts: MatchVerdictStore,
  quarantines: QuarantineStore,
  matches: Pick<CaseMatchStore, 'flagRecord'>,
): Applies {
  const say = (
    { entry, enclosure }: Act<'match.confirmed' | 'match.rejected'>,
    verdict: MatchVerdict,
  ): void => {
    const { case: caseId, verdict: id, saidSha256: _, ...match } = entry.data;
    verdicts.insert({
      ...match,
      ...enclosure,
      ...{ id, case: caseId, verdict, person: signerOf(entry), at: entry.at },
    });
  };
  return {
    'match.confirmed': (act) => say(act, 'confirmed'),
    'match.rejected': (act) => say(act, 'rejected'),
    'enclosures.erased': ({ entry }) => verdicts.erase(entry.data.cases),
    'match.quarantined': ({ entry, enclosure }) => {
      const { quarantine: id, list, cases } = entry.data;
      // Every seat matches the same cases, and the first that says so has put the record in quarantine.
      if (quarantines.knows(list, enclosure.record)) return;
      quarantines.insert({ ...enclosure, id, list, cases, at: entry.at });
      matches.flagRecord(list, enclosure.record);
    },
    'match.released': ({ entry }) => {
      const { quarantine, as } = entry.data;
      const found = quarantines.find(quarantine);
      if (found === null) throw damaged({ problem: 'quarantine-missing', quarantine });
      quarantines.decide(quarantine, as, signerOf(entry), entry.at);
      matches.flagRecord(found.list, found.record);
    },
    'match.reported': ({ entry }) => {
      for (const id of entry.data.verdicts) verdicts.markReported(id, entry.at);
    },
  };
}
