import { findRecoveryKey } from '../../../shared/domain/recovery-key.ts';

/** How many characters of the key a person types to prove that they have a copy. */
export const PROOF_LENGTH = 4;

/** The key in groups of four, the last one whole, so that a person can compare and type it. */
export function keyGroups(identity: string): readonly string[] {
  const end = identity.lastIndexOf('-') + 1;
  const secret = identity.slice(end);
  const first = secret.length % PROOF_LENGTH;
  const groups = secret.slice(first).match(/.{4}/g) ?? [];
  return [identity.slice(0, end) + secret.slice(0, first), ...groups];
}

/** The key as the engine knows it, however it was typed, pasted or scanned from the sheet. */
export const typedKey = (typed: string): string =>
  findRecoveryKey(typed) ?? typed.replace(/\s+/g, '').toUpperCase();

/** Whether the last characters of the key were typed. */
export const provesKey = (identity: string, typed: string): boolean =>
  typedKey(typed) === identity.slice(-PROOF_LENGTH);
