import { concat, toBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';

/** What an entry encloses, as it is stored beside it. */
export interface Enclosure {
  /** 32 random bytes: without them, equal enclosures would show as equal, and short ones could be guessed. */
  readonly salt: Uint8Array;
  /** Canonical JSON. */
  readonly text: string;
}

export const enclose = (value: unknown, salt: Uint8Array): Enclosure => ({
  salt,
  text: canonicalText(value),
});

/** The digest by which an entry names its enclosure: SHA-256 of salt and text, base64. */
export const digestOf = ({ salt, text }: Enclosure): string =>
  toBase64(nodeLedgerCrypto.sha256(concat(salt, utf8(text))));
