import { fromBase64, toBase64, utf8 } from './bytes.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import type { LedgerCrypto } from './crypto.ts';
import { textLeafHash } from './merkle.ts';
import { verifyInclusion } from './proof.ts';

/**
 * Proof that one entry is in the log that a checkpoint covers: C2SP tlog-proof, with the entry's line as its extra
 * data.
 */
export interface EntryProof {
  /** Sequence number of the entry. */
  seq: number;
  /** The entry exactly as signed. */
  line: string;
  /** RFC 6962 audit path. */
  path: readonly Uint8Array[];
  /** The signed note, with the lines that witnesses added. */
  note: string;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const PROOF =
  /^c2sp\.org\/tlog-proof@v1\nextra ([A-Za-z0-9+/=]+)\nindex (0|[1-9]\d{0,15})\n((?:[A-Za-z0-9+/=]+\n)*)\n([\s\S]+)$/;

export const entryProofText = ({ seq, line, path, note }: EntryProof): string =>
  [FIRST_LINE, `extra ${toBase64(utf8(line))}`, `index ${seq}`, ...path.map(toBase64), '', note].join('\n');

/** @returns null where the text is not exactly such a proof; whether the proof is valid is not checked here */
export function readEntryProof(text: string): EntryProof | null {
  const [, extra = '', index = '', lines = '', note = ''] = PROOF.exec(text) ?? [];
  const line = fromBase64(extra);
  if (line === null || line.length === 0) return null;
  const path = lines
    .split('\n')
    .filter((hash) => hash !== '')
    .map(fromBase64);
  const whole = path.filter((hash) => hash !== null);
  if (whole.length !== path.length) return null;
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
    return { seq: Number(index), line: decoded, path: whole, note };
  } catch {
    return null;
  }
}

/** The checkpoint that covers the proven entry; null where the path does not lead to its root. */
export function provenUnder(
  { seq, line, path, note }: EntryProof,
  { sha256 }: Pick<LedgerCrypto, 'sha256'>,
): Checkpoint | null {
  const checkpoint = parseCheckpoint(note);
  if (checkpoint === null) return null;
  const { size, root } = checkpoint;
  const leaf = textLeafHash(line, sha256);
  return verifyInclusion({ index: seq, size, leaf, root, path }, sha256) ? checkpoint : null;
}
