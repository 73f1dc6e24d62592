import { sha256Hex } from '../../exchange/sha256-hex.ts';

/**
 * How the ledger, which leaves the house, names a text that stays in it: SHA-256 of `<id>` LF `<text>`, hexadecimal. Bound to
 * the id of what it is about, so that equal texts are not seen to be equal, and whoever has the text can prove it is the one.
 */
export const boundDigest = (id: string, text: string): string => sha256Hex(`${id}\n${text}`);
