import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { rootOf } from '../../../shared/ledger/merkle.ts';
import type { Files } from '../../ports/files.ts';
import { KEYRING_FILE } from '../keys/keyring.ts';
import { openRecovery } from '../keys/recovery.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import { openRecord } from '../ledger/open-ledger.ts';
import { COPY_FILE, markCopy } from '../storage/copy-mark.ts';
import { Database } from '../storage/database.ts';
import { conflict, Failure } from '../storage/failure.ts';
import type { Contents, OpenedBackup } from './backup-file.ts';

/**
 * Writes the files of a backup into an empty folder. There is no vault in it until its keyring is written, at the very
 * end.
 * @throws Failure CONFLICT where the folder is not empty; NoBackup where the backup is damaged, which leaves no vault
 */
export async function restoreBackup({ contents, file }: OpenedBackup, into: Files): Promise<void> {
  into.prepare();
  if (into.entries().length > 0) throw conflict({ reason: 'folder-not-empty' });
  let keyring: Uint8Array | null = null;
  const written: string[] = [];
  try {
    for (const [place, { name, bytes }] of contents.files.entries()) {
      if (name === KEYRING_FILE) keyring = await whole(file(place), bytes);
      else {
        written.push(name);
        await writeTo(into.locate(name), file(place));
      }
    }
    written.push(COPY_FILE);
    markCopy(into);
    if (keyring !== null) into.write(KEYRING_FILE, keyring);
  } catch (error) {
    for (const name of written) into.remove(name);
    throw error;
  }
}

/**
 * What the database of a restored vault says of itself, where the identity is its recovery key: whether its record is the
 * one that was backed up.
 * @returns null where the identity opens no recovery file: then only a passphrase opens the database
 * @throws Failure INTEGRITY where the database cannot be read
 */
export async function isRecordRestored(
  into: Files,
  identity: string,
  { entries, root }: Contents,
): Promise<boolean | null> {
  const recovered = await openRecovery(into, identity).catch((error: unknown) => {
    if (error instanceof Failure && error.failure.code === 'NOT_FOUND') return null;
    throw error;
  });
  if (recovered === null) return null;
  const db = Database.open(into.locate(recovered.database), recovered.contentKey);
  try {
    const frontier = openRecord(db).frontier();
    const sound = db.examine().every(({ ok }) => ok);
    return sound && frontier.size === entries && toBase64(rootOf(frontier, nodeLedgerCrypto.sha256)) === root;
  } finally {
    db.close();
  }
}

/** Durably, in a file that only its owner can read. */
async function writeTo(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const file = openSync(path, 'wx', 0o600);
  try {
    for await (const piece of pieces) {
      for (let from = 0; from < piece.length; ) from += writeSync(file, piece, from);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

async function whole(pieces: AsyncIterable<Uint8Array>, bytes: number): Promise<Uint8Array> {
  const content = new Uint8Array(bytes);
  let from = 0;
  for await (const piece of pieces) {
    content.set(piece, from);
    from += piece.length;
  }
  return content;
}
