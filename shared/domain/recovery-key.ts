/** The characters of Bech32 (BIP 173), in which an age identity is written. */
const SYMBOLS = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L';
/** The key without hyphens: 52 symbols for 32 bytes, and 6 for the checksum. */
const KEY = new RegExp(`AGESECRETKEY1([${SYMBOLS}]{58})`);

/**
 * Finds the recovery key (an age identity, age-encryption.org/v1) in a text that was typed, pasted, scanned or saved:
 * in groups as on the printed sheet, broken over lines, in small letters, between the comments of `age-keygen` or other
 * words.
 * @returns the key as age writes it, or null where there is none
 */
export function findRecoveryKey(text: string): string | null {
  const symbols = text
    .split(/\r\n|\r|\n/)
    .filter((line) => !/^\s*#/.test(line))
    .join('')
    // Removes hyphens of any kind, invisible characters, and the sign with which mail breaks lines.
    .replace(/[\s=\p{Dash_Punctuation}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toUpperCase();
  const found = KEY.exec(symbols)?.[1];
  return found === undefined ? null : `AGE-SECRET-KEY-1${found}`;
}
