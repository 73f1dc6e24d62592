/** Letters of Bech32 (BIP 173), which an age identity is written in. */
const SYMBOLS = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L';
/** Without hyphens: 32 bytes are 52 symbols, and 6 are the checksum. */
const KEY = new RegExp(`AGESECRETKEY1([${SYMBOLS}]{58})`);

/**
 * The recovery key (an age identity, age-encryption.org/v1) in what somebody typed, pasted, scanned or saved: in groups as the
 * printed sheet has it, broken over lines, in small letters, between the comments of `age-keygen` or other words.
 * @returns the key as age writes it, or null where there is none
 */
export function findRecoveryKey(text: string): string | null {
  const symbols = text
    .split(/\r\n|\r|\n/)
    .filter((line) => !/^\s*#/.test(line))
    .join('')
    // Hyphens of any kind, invisible characters, and the sign with which mail breaks lines.
    .replace(/[\s=\p{Dash_Punctuation}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toUpperCase();
  const found = KEY.exec(symbols)?.[1];
  return found === undefined ? null : `AGE-SECRET-KEY-1${found}`;
}
