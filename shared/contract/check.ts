import { z } from 'zod';

/** A property that `doctor` checks, with a name where there are several of its kind. */
export const Examined = z.discriminatedUnion('name', [
  z.object({
    name: z.enum([
      'keyring',
      'device-secret',
      'recovery-file',
      'recovery-key',
      'folder-access',
      'database-file',
      'database',
      'database-encryption',
      'database-pages',
      'database-self-check',
      'case-counts',
      'last-backup',
    ]),
  }),
  z.object({
    name: z.enum(['passphrase', 'access', 'encryption', 'foreign', 'database-setting']),
    of: z.string(),
  }),
]);
export type Examined = z.infer<typeof Examined>;

/** The result of a check. */
export const Finding = z.discriminatedUnion('found', [
  z.object({
    found: z.enum([
      'present',
      'missing',
      'unreadable',
      'no-vault',
      'waits-for-enrolment',
      /** The property can be checked only while the vault is open. */
      'vault-locked',
      'opens-vault',
      'not-of-this-vault',
      'plain-sqlite',
      // A foreign file in the folder, or one that looks like a copy of the vault's own.
      'stray-file',
      'stray-folder',
      'stray-link',
      'stray-other',
      'copy-file',
      'copy-folder',
      'copy-link',
      'copy-other',
    ]),
  }),
  z.object({ found: z.literal('damaged-at'), at: z.string() }),
  z.object({ found: z.literal('made-at'), at: z.string() }),
  z.object({ found: z.literal('people'), people: z.number().int() }),
  z.object({ found: z.literal('argon2id'), mebibytes: z.number(), passes: z.number(), lanes: z.number() }),
  /** Octal, as `chmod` takes it. */
  z.object({ found: z.literal('mode'), mode: z.string() }),
  /** Shannon entropy of the bytes, in bits per byte. */
  z.object({ found: z.literal('entropy'), bits: z.string() }),
  z.object({ found: z.literal('sqlcipher'), version: z.string() }),
  z.object({ found: z.literal('value'), value: z.string() }),
  z.object({ found: z.literal('damaged-pages'), pages: z.number().int() }),
  z.object({ found: z.literal('wrong-counts'), counts: z.number().int() }),
]);
export type Finding = z.infer<typeof Finding>;

/** One property of this vault, with the result of its check. */
export const Check = z.object({ check: Examined, ok: z.boolean(), finding: Finding });
export type Check = z.infer<typeof Check>;
