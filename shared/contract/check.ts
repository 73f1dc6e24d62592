import { z } from 'zod';

/** What `doctor` looks at, with the name of the thing where there are several. */
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
    ]),
  }),
  z.object({
    name: z.enum(['passphrase', 'access', 'encryption', 'foreign', 'database-setting']),
    of: z.string(),
  }),
]);
export type Examined = z.infer<typeof Examined>;

/** What it found there. */
export const Finding = z.discriminatedUnion('found', [
  z.object({
    found: z.enum([
      'present',
      'missing',
      'unreadable',
      'no-vault',
      'waits-for-enrolment',
      /** It can be asked only while the vault is open. */
      'vault-locked',
      'opens-vault',
      'not-of-this-vault',
      'plain-sqlite',
      // Something in the folder that does not belong there, and what looks like a copy of the vault's own.
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
  z.object({ found: z.literal('people'), people: z.number().int() }),
  z.object({ found: z.literal('argon2id'), mebibytes: z.number(), passes: z.number(), lanes: z.number() }),
  /** Octal, as `chmod` takes it. */
  z.object({ found: z.literal('mode'), mode: z.string() }),
  /** Shannon entropy of the bytes. */
  z.object({ found: z.literal('entropy'), bits: z.string() }),
  z.object({ found: z.literal('sqlcipher'), version: z.string() }),
  z.object({ found: z.literal('value'), value: z.string() }),
  z.object({ found: z.literal('damaged-pages'), pages: z.number().int() }),
  z.object({ found: z.literal('wrong-counts'), counts: z.number().int() }),
]);
export type Finding = z.infer<typeof Finding>;

/** One property of this vault that `doctor` looked at. */
export const Check = z.object({ check: Examined, ok: z.boolean(), finding: Finding });
export type Check = z.infer<typeof Check>;
