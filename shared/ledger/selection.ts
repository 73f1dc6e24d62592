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

/** Where the entry before stands in the log, and its RFC 6962 audit path, base64. */
const PathLine = z.strictObject({
  path: z.array(z.string()).max(63),
  position: z.number().int().nonnegative(),
});
type PathLine = z.infer<typeof PathLine>;
const Exported = z.object({ entries: z.number(), selection: Asked });

export const selectionHeaderLine = (header: SelectionHeader): string => canonicalText(header);
export const pathLine = (position: number, path: readonly Uint8Array[]): string =>
  canonicalText({ path: path.map(toBase64), position });

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
  /** Place of the entry in the log; null for the ledger or file as a whole. */
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

/** An entry of a selection, and its place in the log; -1 where its proof does not say that. */
interface Placed {
  entry: Entry;
  position: number;
}

class SelectionCheck {
  readonly #header: SelectionHeader;
  readonly #checkpoint: Checkpoint;
  readonly #note: string;
  readonly #crypto: LedgerCrypto;
  readonly #problems: ToldProblem[] = [];
  #pending: string | null = null;
  #last: Placed | null = null;
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
    const entry = parseEntry(entryLine);
    this.#last = null;
    this.#taken += 1;
    if (entry === null) {
      this.#problem(null, `line ${2 * this.#taken + 1} is not an entry`);
      return;
    }
    const proof = readPath(line);
    const position = proof?.position ?? -1;
    this.#last = { entry, position };
    if (proof === null || !this.#isProven(proof, entryLine))
      this.#problem(position, 'is not proven: its path does not lead to the checkpoint');
    if (before !== null && before.position >= position)
      this.#problem(position, 'does not come after the entry before it');
  }

  end(): SelectionVerification {
    const { asked, hotline, entries } = this.#header;
    const { size, root } = this.#checkpoint;
    if (this.#pending !== null) this.#problem(null, 'the last entry has no proof');
    if (this.#taken !== entries + 1)
      this.#problem(null, `${Math.max(0, this.#taken - 1)} entries are here and ${entries} were handed out`);
    const { entry, position } = this.#last ?? {};
    const said = entry?.kind === 'audit.exported' ? Exported.safeParse(entry.data) : null;
    if (!said?.success || position !== size - 1)
      this.#problem(null, 'does not end with the entry of its own export');
    else if (said.data.entries !== entries || canonicalText(said.data.selection) !== canonicalText(asked))
      this.#problem(position, 'records that something else was asked for');
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
    if (this.#last !== null && !isAskedFor(this.#last.entry, this.#header.asked))
      this.#problem(this.#last.position, 'was not asked for');
  }

  #isProven({ position, path }: PathLine, entryLine: string): boolean {
    const hashes = path.map((hash) => fromBase64(hash) ?? new Uint8Array(0));
    const { size, root } = this.#checkpoint;
    const { sha256 } = this.#crypto;
    const leaf = leafHash(utf8(entryLine), sha256);
    return verifyInclusion({ index: position, size, root, path: hashes, leaf }, sha256);
  }

  #problem(position: number | null, what: string): void {
    const seq = position === -1 ? null : position;
    if (this.#problems.length < LISTED_PROBLEMS) this.#problems.push({ seq, what });
  }
}

function readPath(line: string): PathLine | null {
  const parsed = PathLine.safeParse(parseJson(line));
  return parsed.success && isCanonical(parsed.data, line) ? parsed.data : null;
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
