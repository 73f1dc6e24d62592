import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { BatchStore } from './batch.store.ts';
import { Importer } from './importer.ts';
import { Intake } from './intake.ts';
import { ReportBook } from './report-book.ts';

export interface IntakeRoom {
  intake: Intake;
  importer: Importer;
  batches: BatchStore;
}

export function intakeRoom(
  db: Database,
  { session, protocol, book }: { session: Session; protocol: Protocol; book: CaseBook },
): Room<IntakeRoom> {
  const batches = new BatchStore(db);
  const reports = new ReportBook(batches, book, protocol, session);
  const importer = new Importer({ session, batches, reports });
  const intake = new Intake({ session, importer, reports });
  return {
    api: { intake, importer, batches },
    begin: { as: 'importer', work: () => importer.resume() },
    stop: () => intake.abandon(),
  };
}
