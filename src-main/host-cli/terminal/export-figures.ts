import { createReadStream } from 'node:fs';
import { countFigures, countUnread } from '../../../shared/domain/figures/count-figures.ts';
import { endFigures } from '../../../shared/domain/figures/end-figures.ts';
import type { Figures } from '../../../shared/domain/figures/figures.ts';
import { beginFigures } from '../../../shared/domain/figures/figures-so-far.ts';
import type { FiguresPeriod } from '../../../shared/domain/figures/period.ts';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { originOf } from '../../../shared/ledger/checkpoint.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import { exportLines, readHeader } from '../../../shared/ledger/export-file.ts';
import { happeningOf } from '../../../shared/ledger/happening-of.ts';
import { append, EMPTY_FRONTIER, rootOf, textLeafHash } from '../../../shared/ledger/merkle.ts';
import { verifyExportFile } from '../../engine/audit/verify-export-file.ts';
import { nodeLedgerCrypto } from '../../engine/keys/signing-key.ts';
import { IntegrityError, UsageError } from './exit-code.ts';

/** The figures of periods, with the record they were counted in. */
export interface ExportFigures {
  hotline: string;
  figures: readonly Figures[];
  checkpoint: { origin: string; size: number; root: string };
}

/** Leaf hashes of the entries that are counted are taken again, so that a part of an export has its own root. */
const { sha256 } = nodeLedgerCrypto;

/**
 * Verifies an exported ledger, and counts the figures of periods in one reading.
 * @param entries how many are counted, from the first; null for all
 * @throws IntegrityError where the export is not as it was signed: no figure follows from it
 */
export async function figuresOfExport(
  file: string,
  periods: readonly FiguresPeriod[],
  say: (words: string) => void,
  entries: number | null = null,
): Promise<ExportFigures> {
  const found = await verifyExportFile(() => createReadStream(file));
  if (!found.ok) throw new IntegrityError(`${file} is not as it was signed: run "audit verify ${file}"`);
  if (entries !== null && entries > found.entries)
    throw new UsageError(`${file} has only ${found.entries} entries`);
  const idle = new Set(found.withoutEffect.map(({ seq }) => seq));
  if (idle.size < found.late + found.overtaken)
    throw new IntegrityError(`${file} has more entries without effect than can be told apart`);
  if (idle.size > 0) say(`${idle.size} entries came too late to have an effect, and are in no figure`);
  const states = periods.map(beginFigures);
  const size = entries ?? found.entries;
  let header: { hotline: string; device: string } = { hotline: '', device: '' };
  let frontier = EMPTY_FRONTIER;
  for await (const line of exportLines(createReadStream(file))) {
    if (frontier.size === size) break;
    header = readHeader(line) ?? header;
    const value = JSON.parse(line) as Partial<Entry>;
    if (value.kind === undefined || value.at === undefined || value.data === undefined) continue;
    const happening = happeningOf({ kind: value.kind, at: value.at, data: value.data });
    const hasEffect = !idle.has(frontier.size);
    for (const state of states) {
      if (happening === 'unread') countUnread(state);
      else countFigures(state, hasEffect ? happening : null);
    }
    frontier = append(frontier, textLeafHash(line, sha256), sha256);
  }
  return {
    hotline: header.hotline,
    figures: states.map((state) => endFigures(state)),
    checkpoint: { origin: originOf(header.device), size, root: toBase64(rootOf(frontier, sha256)) },
  };
}
