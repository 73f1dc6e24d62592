import { constants } from 'node:fs';
import type { Check, Examined, Finding } from '../../../shared/contract/check.ts';
import type { Files, FolderEntry } from '../../ports/files.ts';
import { KDF_MINIMUM } from '../keys/key-wrap.ts';
import { type Keyring, loadKeyring } from '../keys/keyring.ts';
import { recoveryFileOf } from '../keys/recovery.ts';
import { Failure } from '../storage/failure.ts';
import type { OpenedVault } from './opening.ts';

const PLAIN_SQLITE = 'SQLite format 3';
/** Least entropy, in bits per byte, that encrypted or random data of this length has. */
const LEAST_ENTROPY = 7.9;
const SAMPLED_BYTES = 1024 * 1024;

type Opened = Pick<OpenedVault, 'examine' | 'recovery'>;

/**
 * Checks every property this vault promises at rest. It reads no content, so an administrator may paste its output into
 * a support report. With the vault open it also checks the database and the ledger's frontier.
 */
export function examine(files: Files, open: Opened | null): Check[] {
  const checks: Check[] = [];
  const note: Note = (check, ok, finding) => checks.push({ check, ok, finding });
  const keyring = readKeyring(files, note);
  if (keyring === null) return checks;
  for (const person of keyring.people) {
    const { kdf } = person;
    const strong = kdf.algorithm !== 'argon2id' || kdf.memoryKiB >= KDF_MINIMUM.memoryKiB;
    note({ name: 'passphrase', of: person.name }, strong, findingOf(kdf));
  }
  const entries = files.entries();
  const own = entries.filter(isOwn);
  const names = own.map(({ name }) => name);
  const noteThere = (name: 'device-secret' | 'recovery-file' | 'database-file', ...wanted: string[]) => {
    const there = wanted.some((file) => names.includes(file));
    note({ name }, there, { found: there ? 'present' : 'missing' });
  };
  noteThere('device-secret', 'device-secret', 'device-secret.sealed');
  noteThere('recovery-file', recoveryFileOf(keyring.database));
  if (open !== null) noteRecovery(open, note);
  noteThere('database-file', keyring.database);
  noteAccess({ name: 'folder-access' }, files.mode(null), note);
  for (const { name, kind } of own) {
    noteAccess({ name: 'access', of: name }, files.mode(name), note);
    if (kind === 'file' && name.startsWith(keyring.database)) examineBytes(files, name, note);
  }
  for (const entry of entries.filter((one) => !isOwn(one))) noteForeign(entry, note);
  if (open === null) note({ name: 'database' }, true, { found: 'vault-locked' });
  else for (const check of open.examine()) checks.push(check);
  return checks;
}

/** Names that the engine gives to the files of a vault and to the folder of its index. */
const OWN_FILE =
  /^(?:keyring\.json|device-secret|device-secret\.sealed|recovery-[0-9a-f]{12}\.age|vault-[0-9a-f]{12}\.db(?:-wal|-shm|-journal)?|(?:damaged|repaired|comparison|joined|left)-[0-9a-f]{12}\.db(?:-wal|-shm|-journal)?|door\.json|seat\.json|lock-request)(?:\.new)?$/;
export const isOwnFile = (name: string): boolean => OWN_FILE.test(name);
const OWN_FOLDER = /^index-[0-9a-f]{12}$/;
/**
 * Words by which a synchronised folder's copies are known: "keyring (1).json", "vault-0123.sync-conflict-2026.db",
 * "keyring.json~".
 */
const OWN_WORD = /keyring|device-secret|recovery-|vault-/i;

const isOwn = ({ name, kind }: FolderEntry): boolean =>
  kind === 'file' ? OWN_FILE.test(name) : kind === 'folder' && OWN_FOLDER.test(name);

/**
 * Notes a file that does not belong to the vault. Files that operating systems leave in folders are only mentioned. A
 * copy of one of the vault's own files, or a link or pipe under one of their names, is a fault: the engine does not
 * look after it, and the vault may lie in two places.
 */
function noteForeign({ name, kind }: FolderEntry, note: Note): void {
  const isCopy = OWN_WORD.test(name);
  // The name is shown, and may hold any character that a file system accepts.
  const shown = JSON.stringify(name.slice(0, 200));
  note({ name: 'foreign', of: shown }, !isCopy, { found: `${isCopy ? 'copy' : 'stray'}-${kind}` });
}

function noteAccess(check: Examined, mode: number, note: Note): void {
  const closed = (mode & (constants.S_IRWXG | constants.S_IRWXO)) === 0;
  const finding: Finding = { found: 'mode', mode: (mode & 0o777).toString(8) };
  note(check, closed || process.platform === 'win32', finding);
}

/** Asks the open vault, because the file itself does not show which key opens it. */
function noteRecovery(open: Opened, note: Note): void {
  try {
    const right = open.recovery.isFileRight();
    note({ name: 'recovery-key' }, right, { found: right ? 'opens-vault' : 'not-of-this-vault' });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    note({ name: 'recovery-key' }, false, { found: 'unreadable' });
  }
}

type Note = (check: Examined, ok: boolean, finding: Finding) => void;

function readKeyring(files: Files, note: Note): Keyring | null {
  try {
    const keyring = loadKeyring(files);
    if (keyring === null) note({ name: 'keyring' }, false, { found: 'no-vault' });
    else note({ name: 'keyring' }, true, { found: 'people', people: keyring.people.length });
    return keyring;
  } catch (error) {
    note({ name: 'keyring' }, false, damageOf(error));
    return null;
  }
}

function damageOf(error: unknown): Finding {
  const cause = error instanceof Failure ? error.failure : null;
  return cause?.code === 'INTEGRITY' && cause.data.problem === 'keyring-damaged'
    ? { found: 'damaged-at', at: cause.data.at }
    : { found: 'unreadable' };
}

const findingOf = (kdf: Keyring['people'][number]['kdf']): Finding =>
  kdf.algorithm === 'argon2id'
    ? { found: 'argon2id', mebibytes: kdf.memoryKiB / 1024, passes: kdf.passes, lanes: kdf.lanes }
    : { found: 'waits-for-enrolment' };

function examineBytes(files: Files, name: string, note: Note): void {
  const bytes = files.read(name, SAMPLED_BYTES) ?? new Uint8Array(0);
  const plain = new TextDecoder('latin1').decode(bytes.subarray(0, PLAIN_SQLITE.length)) === PLAIN_SQLITE;
  // The first page of a write-ahead log begins with a header in plain numbers, so only its pages are measured.
  const bits = entropy(bytes);
  const enough = bits >= LEAST_ENTROPY || bytes.length < 64 * 1024;
  const finding: Finding = plain ? { found: 'plain-sqlite' } : { found: 'entropy', bits: bits.toFixed(2) };
  note({ name: 'encryption', of: name }, !plain && enough, finding);
}

/** Shannon entropy of the byte values, in bits. */
function entropy(bytes: Uint8Array): number {
  const counts = new Array<number>(256).fill(0);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts.reduce((sum, count) => {
    const share = count / Math.max(1, bytes.length);
    return share === 0 ? sum : sum - share * Math.log2(share);
  }, 0);
}
