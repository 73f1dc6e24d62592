import type { Files } from '../../ports/files.ts';
import { KEYRING_FILE } from '../keys/keyring.ts';
import { isOwnFile } from './doctor.ts';

/**
 * Removes a locked vault. Its keyring goes first, with every wrap of its key: whenever the program ends after that, what is
 * left is ciphertext that nobody here has a key to. Backups are not touched.
 */
export function destroyVault(files: Files): void {
  files.remove(KEYRING_FILE);
  for (const name of files.list()) if (isOwnFile(name)) files.remove(name);
}
