import { sha256Hex } from '../../exchange/sha256-hex.ts';

/**
 * The digest by which the ledger, which is handed to outsiders, names a text that is not: SHA-256 of `<id>` LF
 * `<text>`, hexadecimal. The id of the text's subject is part of it, so that equal texts do not show as equal, and
 * anyone who has the text can prove that it is the one meant.
 */
export const boundDigest = (id: string, text: string): string => sha256Hex(`${id}\n${text}`);
