import { z } from 'zod';

/**
 * The files that the page may offer to save, with their endings. The page names its files by this table and the
 * Electron host allows no other download, so code for a new kind of file does not compile until it is added here.
 */
const ENDINGS = {
  /** The whole ledger. */
  ledger: 'jsonl',
  /** Entries exported with their proofs: those of one case, or of a filter. */
  case: 'jsonl',
  selection: 'jsonl',
  /** One case on paper, with its proofs. */
  dossier: 'html',
  /** A report on the figures of a period, its numbers alone, and the texts it is made with. */
  report: 'html',
  figures: 'csv',
  texts: 'json',
  /** One entry's proof (C2SP tlog-proof). */
  entry: 'tlog-proof',
  policy: 'json',
  /** The rows of a file that were refused; their format is told by their content. */
  refused: 'txt',
  /** Feedback for the owner of a hash list on its records. */
  feedback: 'xml',
  /** The whole vault, encrypted. */
  backup: 'age',
  /** Referrals for one desk, encrypted to it. */
  sealed: 'age',
  /** A blocking list in all its forms, with its signature. */
  blocklist: 'tar',
  /** What a team's hub is set up with. */
  hub: 'tar',
  /** An invitation to a seat, sealed with a code. */
  seat: 'json',
} as const;

export type SavedFileKind = keyof typeof ENDINGS;

export const SAVED_FILE_KINDS = Object.keys(ENDINGS) as SavedFileKind[];

/**
 * `hashline-<kind>-<which>.<ending>`, in letters that every file system accepts and Chromium leaves unchanged: it
 * replaces what it considers unsafe, so another name would arrive.
 */
export const SavedFileName = z
  .string()
  .refine((name) => SAVED_FILE_KINDS.some((kind) => pattern(kind).test(name)))
  .brand<'SavedFileName'>();
export type SavedFileName = z.infer<typeof SavedFileName>;

/**
 * Names a file.
 * @param which distinguishes it from others of its kind: lower-case letters, digits and hyphens, up to 80
 * @throws {z.ZodError} where `which` has any other character
 */
export const savedFileName = (kind: SavedFileKind, which: string): SavedFileName =>
  SavedFileName.parse(`hashline-${kind}-${which}.${ENDINGS[kind]}`);

const pattern = (kind: SavedFileKind) =>
  new RegExp(`^hashline-${kind}-[a-z0-9][a-z0-9-]{0,79}\\.${ENDINGS[kind]}$`);
