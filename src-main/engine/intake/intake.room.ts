import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { ReportChannels } from '../cases/report-channels.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { BatchStore } from './batch.store.ts';
import { BatchCheck } from './batch-check.ts';
import { FolderWatch, type FolderWatchParts } from './folder-watch.ts';
import { ImportProfileStore } from './import-profile.store.ts';
import { ImportProfiles } from './import-profiles.ts';
import { Importer, type ImporterParts } from './importer.ts';
import { Intake } from './intake.ts';
import { intakeApplies, type KeptApart } from './intake-applies.ts';
import { RefusedRowStore } from './refused-row.store.ts';
import { RefusedRows } from './refused-rows.ts';
import { ReportStore } from './report.store.ts';
import { ReportBook } from './report-book.ts';
import { ReportTextStore } from './report-texts.store.ts';
import { ReportTexts } from './report-texts.ts';
import type { Reports } from './reports.ts';
import { Told } from './told.ts';
import { Trial } from './trial.ts';

export interface IntakeRoom {
  intake: Intake;
  importer: Importer;
  batches: BatchStore;
  reports: Reports & ReportChannels;
  texts: ReportTexts;
  refusedRows: RefusedRows;
  profiles: ImportProfiles;
  folderWatch: FolderWatch;
}

export function intakeRoom(
  db: Database,
  {
    session,
    protocol,
    book,
    vault,
    ports,
  }: {
    session: Session;
    protocol: Protocol;
    book: CaseBook;
    ports: FolderWatchParts['ports'] & Pick<ImporterParts, 'readingThread'>;
  } & Pick<FolderWatchParts, 'vault'>,
): Room<IntakeRoom> {
  const batches = new BatchStore(db);
  const reports = new ReportStore(db);
  const incoming = new ReportBook(reports, book, protocol);
  const texts = new ReportTexts(new ReportTextStore(db), batches);
  const apart = new Told<KeptApart>();
  const rows = new RefusedRowStore(db);
  const profiles = new ImportProfiles(session, new ImportProfileStore(db));
  const importer = new Importer({
    session,
    batches,
    refusedRows: rows,
    apart,
    trial: new Trial(batches, incoming, session),
    readingThread: ports.readingThread,
  });
  const refusedRows = new RefusedRows({ session, batches, rows, importer, profiles });
  const folderWatch = new FolderWatch({ session, vault, importer, profiles, ports });
  const intake = new Intake({ session, importer, batches, reports: incoming, profiles });
  return {
    api: { intake, importer, batches, reports, texts, refusedRows, profiles, folderWatch },
    kinds: intakeApplies(batches, incoming, texts, new ImportProfileStore(db), (found) => apart.tell(found)),
    checks: () => [new BatchCheck(batches)],
    begin: {
      as: 'importer',
      work: async (background) => {
        await importer.resume();
        if (background) await folderWatch.runInBackground();
      },
    },
    stop: () => {
      folderWatch.stop();
      intake.abandon();
    },
  };
}
