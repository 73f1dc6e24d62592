import { concat, equalBytes, fromBase64, toBase64, toHex, utf8 } from './bytes.ts';
import type { LedgerCrypto, SignEd25519 } from './crypto.ts';

/** The statement "this log has this many entries and this root" (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Names the log: `hashline/<device id>`. */
  origin: string;
  size: number;
  root: Uint8Array;
}

/** A log has a checkpoint at least at every multiple of this size, so that a missing one is noticed. */
export const CHECKPOINT_EVERY = 256;

const ALGORITHM_ED25519 = Uint8Array.of(1);

/** The origin line of a device's log. */
export const originOf = (device: string): string => `hashline/${device}`;

/** C2SP signed-note key id: the first four bytes of `SHA-256(name || 0x0A || 0x01 || public key)`. */
export function keyId(name: string, publicKey: Uint8Array, crypto: Pick<LedgerCrypto, 'sha256'>): Uint8Array {
  return crypto.sha256(concat(utf8(`${name}\n`), ALGORITHM_ED25519, publicKey)).subarray(0, 4);
}

/** C2SP signed-note verifier key: `name+keyid+base64(0x01 || public key)`. */
export function verifierKey(
  name: string,
  publicKey: Uint8Array,
  crypto: Pick<LedgerCrypto, 'sha256'>,
): string {
  return `${name}+${toHex(keyId(name, publicKey, crypto))}+${toBase64(concat(ALGORITHM_ED25519, publicKey))}`;
}

/**
 * Reads the verifier key of a log: its name and raw key; null where the text is malformed, or its key id does not fit
 * the key.
 */
export function readLogKey(
  text: string,
  crypto: Pick<LedgerCrypto, 'sha256'>,
): { name: string; publicKey: Uint8Array } | null {
  const [name = '', , ...material] = text.split('+');
  const publicKey = fromBase64(material.join('+'))?.slice(1);
  return publicKey?.length === 32 && verifierKey(name, publicKey, crypto) === text
    ? { name, publicKey }
    : null;
}

/** The lines of a checkpoint that are signed. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** Makes the signed note (C2SP signed-note, tlog-checkpoint) of a checkpoint; the key's name is the origin. */
export function signCheckpoint(
  checkpoint: Checkpoint,
  publicKey: Uint8Array,
  sign: SignEd25519,
  crypto: Pick<LedgerCrypto, 'sha256'>,
): string {
  const text = checkpointText(checkpoint);
  const signature = concat(keyId(checkpoint.origin, publicKey, crypto), sign(utf8(text)));
  return `${text}\n— ${checkpoint.origin} ${toBase64(signature)}\n`;
}

/** Reads a signed note without checking its signatures; null where it is no checkpoint. */
export function parseCheckpoint(note: string): (Checkpoint & { text: string; signatures: string[] }) | null {
  const match = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/=]+)\n\n((?:— [^\n ]+ [A-Za-z0-9+/=]+\n)+)$/.exec(
    note,
  );
  if (!match) return null;
  const [, origin = '', size = '', root64 = '', signatures = ''] = match;
  const root = fromBase64(root64);
  if (root === null || root.length !== 32) return null;
  return {
    origin,
    size: Number(size),
    root,
    text: `${origin}\n${size}\n${root64}\n`,
    signatures: signatures.split('\n').filter((line) => line !== ''),
  };
}

/** Whether the log's own key signed this note. Signatures by other keys (witnesses) are ignored. */
export function isCheckpointSignedBy(note: string, publicKey: Uint8Array, crypto: LedgerCrypto): boolean {
  const checkpoint = parseCheckpoint(note);
  if (checkpoint === null) return false;
  const id = keyId(checkpoint.origin, publicKey, crypto);
  return checkpoint.signatures.some((line) => {
    const [, name, blob = ''] = line.split(' ');
    const bytes = fromBase64(blob);
    return (
      name === checkpoint.origin &&
      bytes !== null &&
      bytes.length === 68 &&
      equalBytes(bytes.subarray(0, 4), id) &&
      crypto.verifyEd25519(publicKey, utf8(checkpoint.text), bytes.subarray(4))
    );
  });
}
