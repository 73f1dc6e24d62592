import { z } from 'zod';
import { type Anchors, compareWithAnchors, missingForAnchors, readAnchors } from './anchors.ts';
import { concat, fromBase64, toBase64, utf8 } from './bytes.ts';
import { canonicalText, isCanonical } from './canonical-json.ts';
import type { LedgerCrypto } from './crypto.ts';
import { parseEntry } from './entry.ts';
import type { Fault } from './fault.ts';
import {
  LedgerHeader,
  missingOfBranches,
  type Problem,
  startVerification,
  type VerifyState,
  type VerifyStep,
  verifiedRoot,
  verifyCheckpoint,
  verifyEntry,
  type WithoutEffect,
} from './verify.ts';
import {
  NOBODY_WITNESSED,
  quorumSize,
  type Witnessed,
  type WitnessReport,
  witnessReport,
} from './witnessed.ts';

/*
 * An exported ledger (`hashline-ledger/2`) is UTF-8 text with one JSON value per line, each line ended by a line feed:
 * first the header, then every entry exactly as signed, with each checkpoint after the entries it covers. The last
 * entry records the export itself, and the last line is the checkpoint over the whole log. Where enclosures were handed
 * out with it, each stands right after its entry.
 */

export const headerLine = (header: LedgerHeader): string => canonicalText(header);
export const checkpointLine = (note: string): string => canonicalText({ checkpoint: note });

/** @param salt 32 bytes, base64 */
export const enclosureLine = (enclosure: { salt: string; text: string }): string =>
  canonicalText({ enclosure });

const CheckpointLine = z.strictObject({ checkpoint: z.string() });
const EnclosureLine = z.strictObject({ enclosure: z.strictObject({ salt: z.string(), text: z.string() }) });
type Enclosed = z.infer<typeof EnclosureLine>['enclosure'];

export interface ExportVerification {
  ok: boolean;
  entries: number;
  checkpoints: number;
  root: string;
  /** The first thousand problems; one damaged line can make every later one a problem. */
  problems: Problem[];
  /** How many entries are right and have no effect, and the first thousand of them. */
  late: number;
  overtaken: number;
  withoutEffect: WithoutEffect[];
  /** Witnesses that the ledger itself names, according to the hotline, and what they signed. */
  witnesses: WitnessReport;
  /** What the reader's trusted witnesses signed; null where the reader gave none. */
  trusted: TrustReport | null;
}

/** Witnesses whose keys the reader obtained from a source other than the ledger. */
export interface TrustedWitnesses {
  /** The number of them that must have signed. */
  readonly quorum: number;
  /** C2SP verifier keys. */
  readonly keys: readonly string[];
}

export interface TrustReport extends TrustedWitnesses {
  /** How many entries, from the first, enough of them signed. */
  readonly anchored: number;
}

const LISTED_PROBLEMS = 1000;
const LINE_FEED = 0x0a;
/** A longer line is no entry. It is not kept whole, so that no file can make a reader's memory grow. */
export const LONGEST_LINE_BYTES = 1024 * 1024;

/**
 * Splits the bytes of an exported ledger into lines, strictly: general line readers also end a line at CR or U+2028,
 * forgive a missing last line feed and repair invalid UTF-8, so two different files could read alike. A line that is
 * invalid UTF-8, too long or not ended comes out empty, which no verifier accepts.
 */
export async function* exportLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<string> {
  let begun: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      length += end - from;
      yield length > LONGEST_LINE_BYTES ? '' : decodeLine(concat(...begun, chunk.subarray(from, end)));
      begun = [];
      length = 0;
      from = end + 1;
    }
    length += chunk.length - from;
    if (length > LONGEST_LINE_BYTES) begun = [];
    // Copied, because a stream may reuse its buffer.
    else if (from < chunk.length) begun.push(chunk.slice(from));
  }
  if (length > 0) yield '';
}

function decodeLine(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return '';
  }
}

/**
 * Verifies an exported ledger line by line, in memory that does not grow with it. It finds every change to what was
 * signed. The file alone cannot show whether it is an older export, or a whole log written anew by an attacker with all
 * keys; `anchors` can.
 * @param lines the result of `exportLines`
 * @param onProgress called now and then with the number of entries done
 * @param anchors checkpoints of this log that were kept elsewhere
 * @param trusted witnesses whose keys came from another source: too few of their signatures is a problem
 */
export async function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  crypto: LedgerCrypto,
  onProgress: (entries: number) => void = () => {},
  anchors: readonly string[] = [],
  trusted: TrustedWitnesses | null = null,
): Promise<ExportVerification> {
  const problems: Problem[] = [];
  const note = (found: readonly Problem[]) =>
    problems.push(...found.slice(0, LISTED_PROBLEMS - problems.length));
  const idle = { late: 0, overtaken: 0 };
  const withoutEffect: WithoutEffect[] = [];
  let state: VerifyState | null = null;
  let known: Anchors = { bySize: new Map(), largest: 0, problems: [] };
  let unsealed = true;
  // The line of an entry whose enclosure may follow.
  let before: string | null = null;
  for await (const line of lines) {
    if (state === null) {
      const header = readHeader(line);
      if (header === null) return refused({ code: 'no-header' });
      state = startVerification(header);
      known = readAnchors(anchors, state, crypto);
      note(known.problems);
      continue;
    }
    const enclosure = readEnclosure(line);
    if (enclosure !== null) {
      const fault = judgeEnclosure(enclosure, before, crypto);
      if (fault !== null) note([{ seq: state.frontier.size - 1, fault }]);
      before = null;
      continue;
    }
    const checkpoint: string | null = readCheckpoint(line);
    before = checkpoint === null ? line : null;
    const step: Omit<VerifyStep, 'epoch' | 'hasSeen' | 'leaf'> =
      checkpoint === null
        ? verifyEntry(state, line, crypto)
        : { ...verifyCheckpoint(state, checkpoint, crypto), idle: null };
    if (step.idle !== null) {
      idle[step.idle] += 1;
      if (withoutEffect.length < LISTED_PROBLEMS)
        withoutEffect.push({ seq: state.frontier.size, why: step.idle });
    }
    state = step.state;
    unsealed = checkpoint === null;
    note(step.problems);
    if (unsealed) note(compareWithAnchors(state, known, crypto));
    if (state.frontier.size % 5000 === 0) onProgress(state.frontier.size);
  }
  if (state === null) return refused({ code: 'file-empty' });
  note(judgeEnd(state, unsealed));
  note(missingForAnchors(state, known));
  const trust = trusted === null ? null : trustReport(state.witnessed, trusted);
  if (trust?.anchored === 0) {
    note([{ seq: null, fault: { code: 'witnesses-too-few', quorum: trust.quorum } }]);
  }
  return {
    ok: problems.length === 0,
    entries: state.frontier.size,
    checkpoints: state.checkpoints,
    root: verifiedRoot(state, crypto),
    problems,
    ...idle,
    withoutEffect,
    witnesses: witnessReport(state.witnessed),
    trusted: trust,
  };
}

/**
 * How many entries the signatures of the reader's trusted witnesses cover, whether or not the ledger names these
 * witnesses.
 */
const trustReport = ({ records }: Witnessed, { quorum, keys }: TrustedWitnesses): TrustReport => ({
  quorum,
  keys,
  anchored: quorumSize(
    quorum,
    keys.map((key) => records.get(key)?.size ?? 0),
  ),
});

/** An export holds the entry about itself and ends with a checkpoint; a file that ends otherwise was cut. */
export function judgeEnd(state: VerifyState, unsealed: boolean): Problem[] {
  const { frontier, last } = state;
  const { size } = frontier;
  const problems: Problem[] = missingOfBranches(state);
  if (last !== 'audit.exported') problems.push({ seq: size, fault: { code: 'end-not-exported' } });
  if (unsealed) problems.push({ seq: size, fault: { code: 'end-not-sealed' } });
  return problems;
}

const refused = (fault: Fault): ExportVerification => ({
  ok: false,
  entries: 0,
  checkpoints: 0,
  root: '',
  problems: [{ seq: null, fault }],
  late: 0,
  overtaken: 0,
  withoutEffect: [],
  witnesses: witnessReport(NOBODY_WITNESSED),
  trusted: null,
});

/** @returns null where the line is not exactly the header of an exported ledger */
export function readHeader(line: string): LedgerHeader | null {
  const header = LedgerHeader.safeParse(parseJson(line));
  return header.success && isCanonical(header.data, line) ? header.data : null;
}

/** @returns the signed note, or null where the line is not exactly a checkpoint line */
export function readCheckpoint(line: string): string | null {
  if (!line.startsWith('{"checkpoint":')) return null;
  const parsed = CheckpointLine.safeParse(parseJson(line));
  return parsed.success && isCanonical(parsed.data, line) ? parsed.data.checkpoint : null;
}

/** @returns null where the line is not exactly an enclosure line */
function readEnclosure(line: string): Enclosed | null {
  if (!line.startsWith('{"enclosure":')) return null;
  const parsed = EnclosureLine.safeParse(parseJson(line));
  return parsed.success && isCanonical(parsed.data, line) ? parsed.data.enclosure : null;
}

const SALT_BYTES = 32;

/** What is wrong with an enclosure that stands after this line of an entry; null where it is the one it names. */
function judgeEnclosure(
  { salt, text }: Enclosed,
  before: string | null,
  { sha256 }: LedgerCrypto,
): Fault | null {
  const named = before === null ? undefined : parseEntry(before)?.enclosed;
  if (named === undefined) return { code: 'enclosure-unnamed' };
  const bytes = fromBase64(salt);
  const fits = bytes?.length === SALT_BYTES && toBase64(sha256(concat(bytes, utf8(text)))) === named;
  return fits ? null : { code: 'enclosure-differs' };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
