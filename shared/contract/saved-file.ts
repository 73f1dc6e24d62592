import { z } from 'zod';

/**
 * What the page may offer a person to save, and the ending of each. The page names its files by this table and the Electron host lets
 * no other download through, so a new kind of file is added here or it does not compile.
 */
const ENDINGS = {
  /** The whole ledger. */
  ledger: 'jsonl',
  /** Entries handed out with their proofs: those of one case, or those a filter chose. */
  case: 'jsonl',
  selection: 'jsonl',
  /** One entry's proof (C2SP tlog-proof). */
  entry: 'tlog-proof',
  policy: 'json',
  /** What the owner of a hash list is told about its records. */
  feedback: 'xml',
} as const;

export type SavedFileKind = keyof typeof ENDINGS;

export const SAVED_FILE_KINDS = Object.keys(ENDINGS) as SavedFileKind[];

/**
 * `hashline-<kind>-<which>.<ending>`, in letters that every file system takes and Chromium leaves as they are: it replaces what it finds
 * unsafe, and the name that arrives would be another.
 */
export const SavedFileName = z
  .string()
  .refine((name) => SAVED_FILE_KINDS.some((kind) => pattern(kind).test(name)))
  .brand<'SavedFileName'>();
export type SavedFileName = z.infer<typeof SavedFileName>;

/**
 * Names a file.
 * @param which tells it from others of its kind: lower-case letters, digits and hyphens, up to 80
 * @throws {z.ZodError} where `which` has anything else
 */
export const savedFileName = (kind: SavedFileKind, which: string): SavedFileName =>
  SavedFileName.parse(`hashline-${kind}-${which}.${ENDINGS[kind]}`);

const pattern = (kind: SavedFileKind) =>
  new RegExp(`^hashline-${kind}-[a-z0-9][a-z0-9-]{0,79}\\.${ENDINGS[kind]}$`);
