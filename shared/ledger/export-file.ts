import { z } from 'zod';
import type { LedgerCrypto } from './crypto.ts';
import { canonicalText } from './entry.ts';
import {
  LedgerHeader,
  type Problem,
  startVerification,
  type VerifyState,
  verifiedRoot,
  verifyCheckpoint,
  verifyEntry,
} from './verify.ts';

/*
 * An exported ledger (`hashline-ledger/1`) is text, one JSON value a line, each line ended by a line feed: first the
 * header, then every entry exactly as signed, with each checkpoint after the entry it was made over, the last one over
 * the whole log.
 */

export const headerLine = (header: LedgerHeader): string => canonicalText(header);
export const checkpointLine = (note: string): string => canonicalText({ checkpoint: note });

const CheckpointLine = z.strictObject({ checkpoint: z.string() });

export interface ExportVerification {
  ok: boolean;
  entries: number;
  checkpoints: number;
  root: string;
  problems: Problem[];
}

/** More problems than this are counted but not listed. */
const LISTED_PROBLEMS = 1000;

/**
 * Verifies an exported ledger line by line, in memory that does not grow with it.
 * @param onProgress called now and then with the number of entries done
 */
export async function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  crypto: LedgerCrypto,
  onProgress: (entries: number) => void = () => {},
): Promise<ExportVerification> {
  const problems: Problem[] = [];
  const note = (found: readonly Problem[]) =>
    problems.push(...found.slice(0, LISTED_PROBLEMS - problems.length));
  let state: VerifyState | null = null;
  let unsealed = true;
  for await (const line of lines) {
    if (state === null) {
      const header = readHeader(line);
      if (header === null) return refused('the first line is not the header of an exported ledger');
      state = startVerification(header);
      continue;
    }
    const checkpoint: string | null = readCheckpoint(line);
    const step: { state: VerifyState; problems: Problem[] } =
      checkpoint === null ? verifyEntry(state, line, crypto) : verifyCheckpoint(state, checkpoint, crypto);
    state = step.state;
    unsealed = checkpoint === null;
    note(step.problems);
    if (state.frontier.size % 5000 === 0) onProgress(state.frontier.size);
  }
  if (state === null) return refused('the file is empty');
  if (unsealed)
    note([{ seq: state.frontier.size, what: 'no checkpoint seals the end: entries may be missing' }]);
  return {
    ok: problems.length === 0,
    entries: state.frontier.size,
    checkpoints: state.checkpoints,
    root: verifiedRoot(state, crypto),
    problems,
  };
}

const refused = (what: string): ExportVerification => ({
  ok: false,
  entries: 0,
  checkpoints: 0,
  root: '',
  problems: [{ seq: null, what }],
});

function readHeader(line: string): LedgerHeader | null {
  const header = LedgerHeader.safeParse(parseJson(line));
  return header.success && headerLine(header.data) === line ? header.data : null;
}

function readCheckpoint(line: string): string | null {
  if (!line.startsWith('{"checkpoint":')) return null;
  const parsed = CheckpointLine.safeParse(parseJson(line));
  return parsed.success && checkpointLine(parsed.data.checkpoint) === line ? parsed.data.checkpoint : null;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
