import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { CaseStore } from './case.store.ts';
import { CaseBook } from './case-book.ts';

export interface CasesRoom {
  cases: CaseStore;
  book: CaseBook;
}

export function casesRoom(
  db: Database,
  { session, protocol }: { session: Session; protocol: Protocol },
): Room<CasesRoom> {
  const cases = new CaseStore(db);
  return { api: { cases, book: new CaseBook(cases, protocol, session) } };
}
