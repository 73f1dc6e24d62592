import type { Files } from '../../ports/files.ts';

/*
 * A vault that was restored or rebuilt is a copy: the one it was made of may still be at work. Were both to go on as the
 * same workstation, two entries would have one number, and nobody could ever join their records. So a copy goes on as
 * another workstation, which replaces the former one.
 */

/** Lies beside a vault that is a copy and has not gone on yet. */
export const COPY_FILE = 'copy.json';

/** Marks the files of a copy, before there is a vault in them. */
export function markCopy(files: Files): void {
  files.write(COPY_FILE, new TextEncoder().encode('{"format":"hashline-copy/1"}\n'));
}

/** Any content counts: whoever damages the file does not make a copy the original. */
export const isCopy = (files: Files): boolean => files.read(COPY_FILE) !== null;

/** Called once the vault goes on as another workstation. */
export function forgetCopy(files: Files): void {
  files.remove(COPY_FILE);
}
