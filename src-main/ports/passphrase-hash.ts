import { hashRaw } from '@node-rs/argon2';

/** The cost of guessing a passphrase; stored beside the keys it protects. */
export interface HashCost {
  memoryKiB: number;
  passes: number;
  lanes: number;
  /** Base64. */
  salt: string;
}

/** Derives 32 bytes from a passphrase at the given cost per guess. The caller zeroes them. */
export type PassphraseHash = (passphrase: string, cost: HashCost) => Promise<Uint8Array>;

const ARGON2ID = 2;

/** Argon2id (RFC 9106). A cheap one exists only among the tests, so that no program can use it. */
export const argon2id: PassphraseHash = (passphrase, { memoryKiB, passes, lanes, salt }) =>
  hashRaw(passphrase, {
    algorithm: ARGON2ID,
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: lanes,
    outputLen: 32,
    salt: Buffer.from(salt, 'base64'),
  });
