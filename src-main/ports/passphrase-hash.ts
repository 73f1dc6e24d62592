import { hashRaw } from '@node-rs/argon2';

/** What a guess at a passphrase costs; kept beside the keys it protects. */
export interface HashCost {
  memoryKiB: number;
  passes: number;
  lanes: number;
  /** Base64. */
  salt: string;
}

/** Makes 32 bytes of a passphrase, so that each guess at it costs what is asked for. The caller zeroes them. */
export type PassphraseHash = (passphrase: string, cost: HashCost) => Promise<Uint8Array>;

const ARGON2ID = 2;

/** Argon2id (RFC 9106). A cheap one for tests lies with the tests, so that no program can hold it. */
export const argon2id: PassphraseHash = (passphrase, { memoryKiB, passes, lanes, salt }) =>
  hashRaw(passphrase, {
    algorithm: ARGON2ID,
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: lanes,
    outputLen: 32,
    salt: Buffer.from(salt, 'base64'),
  });
