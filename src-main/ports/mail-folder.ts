import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MailFailure, type OutgoingMail } from './mail.ts';

/** The ending of a file that is not complete; whoever empties the folder leaves it alone. */
const UNFINISHED = '.part';

/**
 * Writes a message and its report into a folder, the report first, so that whoever finds a message has both. After a
 * power cut each is complete or absent.
 * @throws {MailFailure}
 */
export async function writeMail(folder: string, { name, message, report }: OutgoingMail): Promise<void> {
  try {
    if (report !== null) await writeWhole(folder, `${name}.json`, report);
    await writeWhole(folder, `${name}.eml`, message);
  } catch (error) {
    throw unusable(error);
  }
}

/** @throws {MailFailure} where the path is no folder in which a file can be made */
export async function testFolder(folder: string): Promise<void> {
  try {
    const path = join(folder, `hashline-test${UNFINISHED}`);
    await (await open(path, 'w', 0o600)).close();
    await rm(path);
  } catch (error) {
    throw unusable(error);
  }
}

async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, name);
  const file = await open(`${path}${UNFINISHED}`, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}${UNFINISHED}`, path);
}

const unusable = (error: unknown): MailFailure =>
  new MailFailure({
    code: 'folder-unusable',
    error: error instanceof Error && 'code' in error ? String(error.code) : 'unknown',
  });
