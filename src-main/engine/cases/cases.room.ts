import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { openFacts } from '../storage/open-facts.ts';
import { CaseStore } from './case.store.ts';
import { CaseBook } from './case-book.ts';
import { caseIds } from './case-ids.ts';
import type { ReportChannels } from './report-channels.ts';

export interface CasesRoomParts {
  session: Session;
  protocol: Protocol;
  channels: ReportChannels;
  /** Whether this person exists and can be assigned cases. */
  canHoldCases: (person: string) => boolean;
}

export interface CasesRoom {
  cases: CaseStore;
  book: CaseBook;
}

export function casesRoom(
  db: Database,
  { session, protocol, channels, canHoldCases }: CasesRoomParts,
): Room<CasesRoom> {
  const cases = new CaseStore(db, canHoldCases);
  const ids = caseIds(openFacts(db).key('identity'));
  const book = new CaseBook(cases, protocol, session, ids, channels);
  return {
    api: { cases, book },
    kinds: {
      'enclosures.erased': ({ entry }) => {
        for (const id of entry.data.cases) cases.saveDraft(id, null);
      },
      'case.reopened': ({ entry }) => {
        if (entry.data.reason === 'on-a-list') book.reopenListed(entry.data.case, entry.at);
      },
    },
  };
}
