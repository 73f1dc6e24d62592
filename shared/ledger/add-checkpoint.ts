import { fromBase64, toBase64 } from './bytes.ts';

/** The body of a C2SP tlog-witness `add-checkpoint` request. */
export interface AddCheckpoint {
  /** Size of the last checkpoint the witness cosigned, according to the log. */
  oldSize: number;
  /** RFC 6962 consistency proof from that size to the checkpoint. */
  proof: readonly Uint8Array[];
  /** The signed note. */
  note: string;
}

/** Media type of a witness's 409 answer, which states the size it has. */
export const SIZE_MEDIA_TYPE = 'text/x.tlog.size';
const MAXIMUM_PROOF_LINES = 63;

export const addCheckpointText = ({ oldSize, proof, note }: AddCheckpoint): string =>
  `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`;

/** @returns null where the text is not exactly such a body; the note in it is not checked */
export function readAddCheckpoint(text: string): AddCheckpoint | null {
  const match = /^old (0|[1-9]\d{0,15})\n((?:[A-Za-z0-9+/=]+\n)*)\n([\s\S]+)$/.exec(text);
  if (!match) return null;
  const [, oldSize = '', lines = '', note = ''] = match;
  const proof = lines
    .split('\n')
    .filter((line) => line !== '')
    .map(fromBase64);
  const whole = proof.filter((hash) => hash !== null && hash.length === 32);
  if (whole.length !== proof.length || proof.length > MAXIMUM_PROOF_LINES) return null;
  return { oldSize: Number(oldSize), proof: whole as Uint8Array[], note };
}
