import { judgeEnd, readCheckpoint, readHeader } from '../../shared/ledger/export-file.ts';
import {
  type Problem,
  startVerification,
  type VerifyState,
  verifyCheckpoint,
  verifyEntry,
} from '../../shared/ledger/verify.ts';
import { nodeLedgerCrypto } from '../../src-main/engine/keys/signing-key.ts';
import { exportBytes } from './a-ledger.ts';

const LINE_FEED = 0x0a;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The state of the verifier before a line; `log` is null before the header. */
interface Standing {
  log: VerifyState | null;
  unsealed: boolean;
}

/**
 * An export with the verifier's state before each of its lines, so that a change is judged from its own line on and
 * only as far as the first problem. `verifyExport` does the same from the start and to the end; a test compares them.
 */
export class PreparedExport {
  readonly bytes: Uint8Array;
  readonly lines: readonly string[];
  /** Where each line begins in the bytes; one more for the end. */
  readonly starts: readonly number[];
  readonly #before: Standing[];

  constructor(lines: readonly string[]) {
    this.lines = lines;
    this.bytes = exportBytes(lines);
    const starts = [0];
    this.bytes.forEach((byte, index) => {
      if (byte === LINE_FEED) starts.push(index + 1);
    });
    this.starts = starts;
    let standing: Standing = { log: null, unsealed: true };
    this.#before = [standing];
    for (const line of lines) {
      const step = next(standing, line);
      if (step.problems.length > 0)
        throw new Error(`not whole to begin with: ${step.problems[0]?.fault.code}`);
      standing = step.standing;
      this.#before.push(standing);
    }
    if (end(standing).length > 0) throw new Error('not whole at the end to begin with');
  }

  /** How many entries come before a line. */
  entriesBefore(line: number): number {
    return this.#before[line]?.log?.frontier.size ?? 0;
  }

  /** The first problem once everything from line `from` on reads `changed`, or null where none is found. */
  firstProblem(from: number, changed: Iterable<string>): Problem | null {
    let standing = this.#before[from]!;
    for (const line of changed) {
      const step = next(standing, line);
      if (step.problems[0]) return step.problems[0];
      standing = step.standing;
    }
    return end(standing)[0] ?? null;
  }

  /** The first problem after one bit of the byte at `offset` was flipped. */
  firstProblemAfterFlip(offset: number, bit: number): { line: number; problem: Problem | null } {
    let line = lastAtOrBefore(this.starts, offset);
    const from = line;
    const wasLineFeed = this.bytes[offset] === LINE_FEED;
    // Without its line feed a line runs on into the next.
    if (wasLineFeed) line = Math.min(line + 1, this.lines.length - 1);
    const piece = this.bytes.slice(this.starts[from], this.starts[line + 1]);
    piece[offset - this.starts[from]!]! ^= 1 << bit;
    const rest = this.lines.slice(line + 1);
    return { line: from, problem: this.firstProblem(from, [...splitStrictly(piece), ...rest]) };
  }
}

/** Does what `exportLines` does, at once and for a few lines. */
export function splitStrictly(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  let from = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
    try {
      lines.push(strict.decode(bytes.subarray(from, at)));
    } catch {
      lines.push('');
    }
    from = at + 1;
  }
  if (from < bytes.length) lines.push('');
  return lines;
}

function next({ log }: Standing, line: string): { standing: Standing; problems: readonly Problem[] } {
  if (log === null) {
    const header = readHeader(line);
    if (header === null)
      return { standing: { log, unsealed: true }, problems: [{ seq: null, fault: { code: 'no-header' } }] };
    return { standing: { log: startVerification(header), unsealed: true }, problems: [] };
  }
  const note = readCheckpoint(line);
  const { state, problems } =
    note === null ? verifyEntry(log, line, nodeLedgerCrypto) : verifyCheckpoint(log, note, nodeLedgerCrypto);
  return { standing: { log: state, unsealed: note === null }, problems };
}

const end = ({ log, unsealed }: Standing): readonly Problem[] =>
  log === null ? [{ seq: null, fault: { code: 'file-empty' } }] : judgeEnd(log, unsealed);

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
