import { findRecoveryKey } from '../../../shared/domain/recovery-key.ts';
import { recoveryKeyFrom } from '../../engine/keys/recovery.ts';
import { UsageError } from './exit-code.ts';
import { readKeptFile } from './kept-file.ts';

/** The recovery key in a file, however it was saved. @throws UsageError where there is none */
export async function readRecoveryKey(file: string): Promise<string> {
  const found = findRecoveryKey(readKeptFile(file));
  if (found === null) {
    throw new UsageError(
      `${file} holds no recovery key, which is AGE-SECRET-KEY-1 and 58 letters and digits`,
    );
  }
  if ((await recoveryKeyFrom(found)) === null) {
    throw new UsageError(`the recovery key in ${file} has a wrong character; compare it with the sheet`);
  }
  return found;
}

/** The recovery key in a file, or another age identity. @throws UsageError where there is none */
export async function readAgeIdentity(file: string): Promise<string> {
  const text = readKeptFile(file);
  const other = /^AGE-SECRET-KEY-[A-Z]+-1[A-Z0-9]+$/m.exec(text)?.[0];
  return findRecoveryKey(text) === null && other !== undefined ? other : readRecoveryKey(file);
}
