/**
 * `log` signs the checkpoints of the record and `device` what the workstation itself records, `hotline` signs referrals,
 * and from `identity` the ids of cases follow.
 */
export type KeyPurpose = 'log' | 'device' | 'hotline' | 'identity';

/** The fact that somebody lost access and still knows the database's key; gone once it was changed. */
export const NEW_KEY_DUE = 'new-key-due';

/** The fact with the hub's address, and what proves this seat to it; none where the vault works alone. */
export const HUB = 'hub';

/** Named facts about the vault, and the keys of the workstation. */
export interface VaultFacts {
  transaction<Result>(work: () => Result): Result;
  /** @throws Failure INTEGRITY where the fact is missing */
  fact(name: string): string;
  findFact(name: string): string | null;
  setFact(name: string, value: string): void;
  removeFact(name: string): void;
  /**
   * A private key, base64.
   * @throws Failure INTEGRITY where it is missing
   */
  key(purpose: KeyPurpose): string;
  insertKey(purpose: KeyPurpose, privateKey: string): void;
  /** Puts another key in the place of one, which is overwritten. */
  replaceKey(purpose: KeyPurpose, privateKey: string): void;
}
