import { concat, equalBytes, fromBase64, toBase64, toHex, utf8 } from './bytes.ts';
import type { LedgerCrypto, SignEd25519 } from './crypto.ts';

/*
 * C2SP tlog-cosignature, the Ed25519 type: a witness states that at a given time, the largest consistent tree it had
 * seen of this log had this root. It is a line of a signed note, with a key id of its own kind.
 */

/** The key of a witness whose cosignatures count: its name and raw Ed25519 key. */
export interface WitnessKey {
  readonly name: string;
  readonly publicKey: Uint8Array;
}

const ALGORITHM_COSIGNATURE = Uint8Array.of(4);
const KEY_ID_BYTES = 4;
const TIME_BYTES = 8;
/** Key names are printable ASCII without spaces and plus signs, which readers in every language treat alike. */
const LINE = /^— ([!-*,-~]+) ([A-Za-z0-9+/=]+)$/;
/** The end of the year 9999, the last instant that the ledger, and calendars of most languages, can write. */
const LATEST_SECONDS = 253_402_300_799;
const VERIFIER_KEY = /^([!-*,-~]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/;

/** The first four bytes of `SHA-256(name || 0x0A || 0x04 || public key)`. */
const cosignerKeyId = ({ name, publicKey }: WitnessKey, { sha256 }: Pick<LedgerCrypto, 'sha256'>) =>
  sha256(concat(utf8(`${name}\n`), ALGORITHM_COSIGNATURE, publicKey)).subarray(0, KEY_ID_BYTES);

const signedText = (seconds: number, noteText: string): Uint8Array =>
  utf8(`cosignature/v1\ntime ${seconds}\n${noteText}`);

/**
 * Cosigns a checkpoint.
 * @param noteText the checkpoint's lines without its signatures
 * @param seconds since 1970
 * @returns the signature line, without a line feed
 */
export function cosign(
  noteText: string,
  seconds: number,
  witness: WitnessKey,
  sign: SignEd25519,
  crypto: Pick<LedgerCrypto, 'sha256'>,
): string {
  const time = new Uint8Array(TIME_BYTES);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  const blob = concat(cosignerKeyId(witness, crypto), time, sign(signedText(seconds, noteText)));
  return `— ${witness.name} ${toBase64(blob)}`;
}

/**
 * The time at which `witness` made this line over these checkpoint lines, in seconds since 1970; null where it did not.
 */
export function cosignedAt(
  line: string,
  noteText: string,
  witness: WitnessKey,
  crypto: LedgerCrypto,
): number | null {
  const [, name, blob = ''] = LINE.exec(line) ?? [];
  const bytes = fromBase64(blob);
  if (name !== witness.name || bytes === null || bytes.length !== KEY_ID_BYTES + TIME_BYTES + 64) return null;
  if (!equalBytes(bytes.subarray(0, KEY_ID_BYTES), cosignerKeyId(witness, crypto))) return null;
  const seconds = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(KEY_ID_BYTES));
  if (seconds > LATEST_SECONDS) return null;
  const signature = bytes.subarray(KEY_ID_BYTES + TIME_BYTES);
  return crypto.verifyEd25519(witness.publicKey, signedText(seconds, noteText), signature) ? seconds : null;
}

/** The witness's C2SP verifier key: `name+keyid+base64(0x04 || public key)`. */
export function witnessVerifierKey(witness: WitnessKey, crypto: Pick<LedgerCrypto, 'sha256'>): string {
  const material = toBase64(concat(ALGORITHM_COSIGNATURE, witness.publicKey));
  return `${witness.name}+${toHex(cosignerKeyId(witness, crypto))}+${material}`;
}

/** Reads a verifier key of a witness; null where the text is malformed, or its key id does not fit the key. */
export function readWitnessKey(text: string, crypto: Pick<LedgerCrypto, 'sha256'>): WitnessKey | null {
  const [, name = '', , material = ''] = VERIFIER_KEY.exec(text) ?? [];
  const bytes = fromBase64(material);
  if (bytes === null || bytes.length !== 33 || bytes[0] !== ALGORITHM_COSIGNATURE[0]) return null;
  const witness = { name, publicKey: bytes.slice(1) };
  return witnessVerifierKey(witness, crypto) === text ? witness : null;
}
