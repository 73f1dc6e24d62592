import { z } from 'zod';
import { fromBase64, toBase64, utf8 } from './bytes.ts';
import { canonicalText, isCanonical } from './canonical-json.ts';
import {
  type Checkpoint,
  isCheckpointSignedBy,
  originOf,
  parseCheckpoint,
  verifierKey,
} from './checkpoint.ts';
import type { LedgerCrypto } from './crypto.ts';
import { type Entry, parseEntry } from './entry.ts';
import { concerns } from './entry-mentions.ts';
import { readCheckpoint } from './export-file.ts';
import { Asked } from './kinds/record.ts';
import { leafHash } from './merkle.ts';
import { verifyInclusion } from './proof.ts';
import { LedgerHeader } from './verify.ts';

/*
 * A selection of a ledger's entries, each with the proof that it is under one common checkpoint
 * (`hashline-selection/1`). The last entry records this export, with the selection criteria and the number of entries,
 * so that none can be removed from the file later.
 */

export const SelectionHeader = LedgerHeader.extend({
  format: z.literal('hashline-selection/1'),
  asked: Asked,
  /** Number of selected entries, without the entry about the export. */
  entries: z.number().int().nonnegative(),
});
export type SelectionHeader = z.infer<typeof SelectionHeader>;

const PathLine = z.strictObject({ path: z.array(z.string()).max(63) });
const Exported = z.object({ entries: z.number(), selection: Asked });

export const selectionHeaderLine = (header: SelectionHeader): string => canonicalText(header);
export const pathLine = (path: readonly Uint8Array[]): string => canonicalText({ path: path.map(toBase64) });

/**
 * Whether an entry is among those selected. Times are compared as instants, because they may be written in several
 * ways.
 */
export function isAskedFor(entry: Entry, { cases, kinds, actor, from, to }: Asked): boolean {
  const who = 'recovery' in entry.actor ? 'recovery' : Object.values(entry.actor)[0];
  const at = Date.parse(entry.at);
  return (
    (cases === undefined || cases.some((id) => concerns(entry, id))) &&
    (kinds === undefined || kinds.includes(entry.kind)) &&
    (actor === undefined || actor === who) &&
    (from === undefined || at >= Date.parse(from)) &&
    (to === undefined || at < Date.parse(to))
  );
}

/** A fault in the words of the terminal, and where it is. */
export interface ToldProblem {
  /** Sequence number of the entry; null for the ledger or file as a whole. */
  seq: number | null;
  what: string;
}

export interface SelectionVerification {
  ok: boolean;
  entries: number;
  asked: Asked;
  hotline: string;
  size: number;
  root: string;
  /** The signed note that every proof leads to. */
  note: string;
  problems: ToldProblem[];
}

const LISTED_PROBLEMS = 1000;

/**
 * Checks a selection line by line.
 * @param lines the result of `exportLines`
 * @param logKey C2SP verifier key of the ledger, obtained from the hotline through another channel
 */
export async function verifySelection(
  lines: AsyncIterable<string> | Iterable<string>,
  logKey: string,
  crypto: LedgerCrypto,
): Promise<SelectionVerification> {
  let check: SelectionCheck | null = null;
  let header: SelectionHeader | null = null;
  for await (const line of lines) {
    if (header === null) {
      header = readHeader(line);
      if (header === null) return refused('the first line is not the header of a selection');
    } else if (check === null) {
      const begun = beginCheck(header, line, logKey, crypto);
      if (typeof begun === 'string') return refused(begun);
      check = begun;
    } else check.take(line);
  }
  return check === null ? refused('the file ends before its first entry') : check.end();
}

function beginCheck(
  header: SelectionHeader,
  line: string,
  logKey: string,
  crypto: LedgerCrypto,
): SelectionCheck | string {
  const origin = originOf(header.device);
  const publicKey = fromBase64(header.publicKey);
  if (publicKey?.length !== 32 || verifierKey(origin, publicKey, crypto) !== logKey)
    return 'the selection is not of the ledger with this key';
  const note = readCheckpoint(line) ?? '';
  const checkpoint = parseCheckpoint(note);
  if (checkpoint?.origin !== origin || !isCheckpointSignedBy(note, publicKey, crypto))
    return 'the checkpoint is not signed with the key of the ledger';
  return new SelectionCheck(header, checkpoint, note, crypto);
}

class SelectionCheck {
  readonly #header: SelectionHeader;
  readonly #checkpoint: Checkpoint;
  readonly #note: string;
  readonly #crypto: LedgerCrypto;
  readonly #problems: ToldProblem[] = [];
  #pending: string | null = null;
  #last: Entry | null = null;
  #taken = 0;

  constructor(header: SelectionHeader, checkpoint: Checkpoint, note: string, crypto: LedgerCrypto) {
    this.#header = header;
    this.#checkpoint = checkpoint;
    this.#note = note;
    this.#crypto = crypto;
  }

  take(line: string): void {
    if (this.#pending === null) {
      this.#pending = line;
      return;
    }
    const entryLine = this.#pending;
    this.#pending = null;
    this.#judgeLast();
    const before = this.#last;
    this.#last = parseEntry(entryLine);
    this.#taken += 1;
    if (this.#last === null) {
      this.#problem(null, `line ${2 * this.#taken + 1} is not an entry`);
      return;
    }
    const { seq, device } = this.#last;
    if (device !== this.#header.device) this.#problem(seq, 'belongs to another device');
    if (before !== null && before.seq >= seq) this.#problem(seq, 'does not come after the entry before it');
    if (!this.#isProven(seq, entryLine, line))
      this.#problem(seq, 'is not proven: its path does not lead to the checkpoint');
  }

  end(): SelectionVerification {
    const { asked, hotline, entries } = this.#header;
    const { size, root } = this.#checkpoint;
    if (this.#pending !== null) this.#problem(null, 'the last entry has no proof');
    if (this.#taken !== entries + 1)
      this.#problem(null, `${Math.max(0, this.#taken - 1)} entries are here and ${entries} were handed out`);
    const said = this.#last?.kind === 'audit.exported' ? Exported.safeParse(this.#last.data) : null;
    if (!said?.success || this.#last?.seq !== size - 1)
      this.#problem(null, 'does not end with the entry of its own export');
    else if (said.data.entries !== entries || canonicalText(said.data.selection) !== canonicalText(asked))
      this.#problem(this.#last.seq, 'records that something else was asked for');
    const problems = this.#problems;
    return {
      ok: problems.length === 0,
      entries: Math.max(0, this.#taken - 1),
      asked,
      hotline,
      size,
      root: toBase64(root),
      note: this.#note,
      problems,
    };
  }

  /** Judges an entry once the next one follows: the last entry records the export and need not match the selection. */
  #judgeLast(): void {
    if (this.#last !== null && !isAskedFor(this.#last, this.#header.asked))
      this.#problem(this.#last.seq, 'was not asked for');
  }

  #isProven(seq: number, entryLine: string, line: string): boolean {
    const parsed = PathLine.safeParse(parseJson(line));
    if (!parsed.success || !isCanonical(parsed.data, line)) return false;
    const path = parsed.data.path.map((hash) => fromBase64(hash) ?? new Uint8Array(0));
    const { size, root } = this.#checkpoint;
    const { sha256 } = this.#crypto;
    return verifyInclusion({ index: seq, size, root, path, leaf: leafHash(utf8(entryLine), sha256) }, sha256);
  }

  #problem(seq: number | null, what: string): void {
    if (this.#problems.length < LISTED_PROBLEMS) this.#problems.push({ seq, what });
  }
}

function readHeader(line: string): SelectionHeader | null {
  const header = SelectionHeader.safeParse(parseJson(line));
  return header.success && isCanonical(header.data, line) ? header.data : null;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const refused = (what: string): SelectionVerification => ({
  ok: false,
  entries: 0,
  asked: {},
  hotline: '',
  size: 0,
  root: '',
  note: '',
  problems: [{ seq: null, what }],
});
