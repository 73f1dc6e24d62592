import { createHash } from 'node:crypto';
import type { IntakeFormat, ReadFormat } from '../../../shared/contract/intake.contract.ts';
import type { ImportProfile } from '../../../shared/domain/import-profile.ts';
import { type ReceivedCount, ReceivedCounts } from '../../../shared/domain/received-counts.ts';
import type { Notice, Refusal } from '../../../shared/domain/refusal.ts';
import type { RowsPiece } from './batch.store.ts';
import type { RefusedRow } from './formats/intake-format.ts';
import { keepableRows } from './keepable-rows.ts';
import { openIntakeFile } from './parse-file.ts';
import { RowsRoot, rowText } from './rows-root.ts';

/** Most rows of a staged piece: storing them takes less than a tenth of a second. */
const ROWS_A_PIECE = 750;

/** How a file is read; plain data, which threads can pass on. */
export interface ReadOptions {
  format?: IntakeFormat | undefined;
  /** What a table is read with. */
  profile?: ImportProfile | undefined;
}

/** What was found in a stretch of a file. A row may be in a piece of a later stretch. */
export interface ReadStretch {
  pieces: RowsPiece[];
  reports: number;
  subjects: number;
  refusals: Refusal[];
  /** Refused rows whose text may be kept. */
  keepable: RefusedRow[];
  notices: Notice[];
}

/** What is known of a file once it was read to its end. */
export interface ReadWhole {
  format: ReadFormat;
  /** SHA-256 of its bytes, hexadecimal. */
  digest: string;
  /** As `RowsRoot` gives it. */
  rowsRoot: string;
  received: ReceivedCount[];
}

/** Reads a file: the caller gets it in stretches, and in the end what is known of it as a whole. */
export type ReadRows = (
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
) => AsyncGenerator<ReadStretch, ReadWhole>;

/**
 * Checks every row of a file and makes the good ones ready to be staged. It uses nothing but the bytes, so that it can
 * run in any thread.
 * @throws FileRefused
 */
export async function* readRows(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<ReadStretch, ReadWhole> {
  const digest = createHash('sha256');
  const root = new RowsRoot();
  const received = new ReceivedCounts();
  let waiting: string[] = [];
  const piece = (): RowsPiece => {
    const texts = waiting.slice(0, ROWS_A_PIECE);
    waiting = waiting.slice(ROWS_A_PIECE);
    return { count: texts.length, text: `[${texts.join(',')}]` };
  };
  const { format, chunks } = await openIntakeFile(tapped(bytes, digest), options);
  for await (const { reports, refusals, refused, notices } of chunks) {
    const stretch: ReadStretch = {
      ...{ pieces: [], reports: reports.length, subjects: 0 },
      ...{ refusals, keepable: keepableRows(refused, refusals), notices },
    };
    for (const { row, report } of reports) {
      const text = rowText({ row, report });
      root.addText(text);
      received.add(report);
      stretch.subjects += report.subjects.length;
      waiting.push(text);
      if (waiting.length === ROWS_A_PIECE) stretch.pieces.push(piece());
    }
    yield stretch;
  }
  if (waiting.length > 0)
    yield { pieces: [piece()], reports: 0, subjects: 0, refusals: [], keepable: [], notices: [] };
  return { format, digest: digest.digest('hex'), rowsRoot: root.text, received: received.list() };
}

async function* tapped(
  bytes: AsyncIterable<Uint8Array>,
  digest: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    digest.update(piece);
    yield piece;
  }
}
