import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkpointLine } from '../../../shared/ledger/export-file.ts';
import type { Asked } from '../../../shared/ledger/kinds/record.ts';
import { pathLine, selectionHeaderLine } from '../../../shared/ledger/selection.ts';
import type { LedgerHeader } from '../../../shared/ledger/verify.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { LogTree } from '../ledger/log-tree.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import { damaged } from '../storage/failure.ts';
import type { EntryReader } from './entry-reader.ts';
import { type SettlingParts, settledEntry } from './settled-entry.ts';

export interface SelectionParts extends SettlingParts {
  store: StoredRecord;
  ledger: Ledger;
  reader: EntryReader;
  header: LedgerHeader;
  transaction: <Result>(work: () => Result) => Result;
}

/**
 * The selected entries as `hashline-selection/1` lines. The export is recorded first; every proof leads to the
 * checkpoint over that entry.
 */
export async function* exportSelection(
  parts: SelectionParts,
  asked: Asked,
): AsyncGenerator<{ lines: string[] }> {
  const { store, ledger, reader, header, transaction } = parts;
  const { answer: entries, position: own } = await settledEntry(parts, () =>
    transaction(() => {
      const count = reader.count(asked, store.frontier().size);
      ledger.byPerson('audit.exported', { entries: count, selection: asked });
      ledger.checkpoint();
      return count;
    }),
  );
  const size = own + 1;
  const note = store.checkpointAt(size);
  if (note === null) throw damaged({ problem: 'entry-missing', seq: own });
  yield {
    lines: [
      selectionHeaderLine({ ...header, format: 'hashline-selection/1', asked, entries }),
      checkpointLine(note),
    ],
  };
  const pathOf = new LogTree(store).inclusions(size);
  for (const page of reader.selection(asked, own)) {
    yield { lines: page.flatMap(({ seq, line }) => [line, pathLine(seq, pathOf(seq))]) };
    await nextTurn();
  }
  yield { lines: [reader.entry(own).line, pathLine(own, pathOf(own))] };
}
