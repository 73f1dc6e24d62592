import { ReadFormat } from '../../../shared/contract/intake.contract.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { Joined } from '../cases/case-book.ts';
import { type Applies, signerOf } from '../session/acts.ts';
import { damaged } from '../storage/failure.ts';
import type { BatchStore } from './batch.store.ts';
import type { ImportProfileStore } from './import-profile.store.ts';
import type { ReportBook } from './report-book.ts';
import { reportIdsOf } from './report-id.ts';
import type { ReportTexts } from './report-texts.ts';

/** What a row of a file has in common with a case it was kept apart from. */
export interface KeptApart {
  row: number;
  other: Joined['apart'][number];
}

/**
 * How reports, batches and cases follow from the record.
 * @param tellApart receives what a file's rows were kept apart from
 */
export const intakeApplies = (
  batches: BatchStore,
  reports: ReportBook,
  texts: ReportTexts,
  profiles: ImportProfileStore,
  tellApart: (found: KeptApart) => void,
): Applies => ({
  'intake.reported': ({ entry, enclosure }, follow) => {
    reports.add(entry.data.report, enclosure.report, entry.at, null, follow);
  },
  'intake.imported': ({ entry, enclosure }) => {
    const { batch, fileSha256, format, reports, subjects, refused, profile } = entry.data;
    // Where the record is read again, a part of the file may be lost.
    if (batches.countRows(batch) !== reports) throw damaged({ problem: 'batch-missing', batch });
    batches.accept({
      reports,
      subjects,
      refused,
      ...enclosure,
      id: batch,
      digest: fileSha256,
      format: ReadFormat.parse(format),
      profile: profile ?? null,
      importedAt: entry.at,
      importedBy: signerOf(entry),
    });
  },
  'intake.profile-saved': ({ entry }) => {
    const { name, sha256, body } = entry.data;
    profiles.insert({
      ...{ name, sha256, body: canonicalText(body) },
      ...{ savedAt: entry.at, savedBy: signerOf(entry) },
    });
  },
  'intake.profile-removed': ({ entry }) => profiles.remove(entry.data.name, entry.at),
  'enclosures.erased': ({ entry }) => texts.erase(entry.data, entry.at, entry.seq),
  'intake.stored': ({ entry }, follow) => {
    const { batch, through, isLast } = entry.data;
    const known = batches.find(batch);
    if (known === null) throw damaged({ problem: 'batch-missing', batch });
    const counted = { isNew: 0, joined: 0, reopened: 0 };
    const idOf = reportIdsOf(batch, known.importedAt);
    reports.addMany(() => {
      for (const { row, report } of batches.rowsThrough(batch, through)) {
        const cases = reports.add(idOf(row), report, known.importedAt, { batch, row }, follow);
        for (const { isNew, isReopened, apart } of cases) {
          counted[isNew ? 'isNew' : 'joined'] += 1;
          if (isReopened) counted.reopened += 1;
          for (const other of apart) tellApart({ row, other });
        }
      }
    });
    batches.stored(batch, through, counted, isLast);
  },
});
