import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkpointLine } from '../../../shared/ledger/export-file.ts';
import type { Asked } from '../../../shared/ledger/kinds/record.ts';
import { pathLine, selectionHeaderLine } from '../../../shared/ledger/selection.ts';
import type { LedgerHeader } from '../../../shared/ledger/verify.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { LogTree } from '../ledger/log-tree.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import type { EntryReader } from './entry-reader.ts';

export interface SelectionParts {
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
  { store, ledger, reader, header, transaction }: SelectionParts,
  asked: Asked,
): AsyncGenerator<{ lines: string[] }> {
  const { entries, own, size, note } = transaction(() => {
    const before = store.frontier().size;
    const count = reader.count(asked, before);
    ledger.byPerson('audit.exported', { entries: count, selection: asked });
    return { entries: count, own: before, ...ledger.checkpoint() };
  });
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
