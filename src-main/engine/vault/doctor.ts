import { constants } from 'node:fs';
import type { Check } from '../../../shared/contract/vault.contract.ts';
import type { Files, FolderEntry } from '../../ports/files.ts';
import { KDF_MINIMUM } from '../keys/key-wrap.ts';
import { type Keyring, loadKeyring } from '../keys/keyring.ts';
import { recoveryFileOf } from '../keys/recovery.ts';
import { Failure } from '../storage/failure.ts';
import type { OpenedVault } from './opening.ts';

const PLAIN_SQLITE = 'SQLite format 3';
/** Bits a byte; encrypted or random bytes of this length come out above it. */
const LEAST_ENTROPY = 7.9;
const SAMPLED_BYTES = 1024 * 1024;

type Examined = Pick<OpenedVault, 'examine' | 'recovery'>;

/**
 * Looks at every property that this vault promises at rest. Reads no content: what it says may stand in a report of
 * the administrator. With the vault open it also asks the database and the ledger's frontier.
 */
export function examine(files: Files, open: Examined | null): Check[] {
  const checks: Check[] = [];
  const note = (check: string, ok: boolean, detail: string) => checks.push({ check, ok, detail });
  const keyring = readKeyring(files, note);
  if (keyring === null) return checks;
  for (const person of keyring.people) {
    const { kdf } = person;
    const detail =
      kdf.algorithm === 'argon2id'
        ? `Argon2id ${kdf.memoryKiB / 1024} MiB, ${kdf.passes} passes, ${kdf.lanes} lanes`
        : 'waits for enrolment';
    const strong = kdf.algorithm !== 'argon2id' || kdf.memoryKiB >= KDF_MINIMUM.memoryKiB;
    note(`passphrase of ${person.name}`, strong, detail);
  }
  const entries = files.entries();
  const own = entries.filter(isOwn);
  const names = own.map(({ name }) => name);
  const noteThere = (check: string, ...wanted: string[]) => {
    const there = wanted.some((name) => names.includes(name));
    note(check, there, there ? 'is there' : 'is missing');
  };
  noteThere('device secret', 'device-secret', 'device-secret.sealed');
  noteThere('recovery file', recoveryFileOf(keyring.database));
  if (open !== null) noteRecovery(open, note);
  noteThere('database file', keyring.database);
  noteAccess('the folder', files.mode(null), note);
  for (const { name, kind } of own) {
    noteAccess(name, files.mode(name), note);
    if (kind === 'file' && name.startsWith(keyring.database)) examineBytes(files, name, note);
  }
  for (const entry of entries.filter((one) => !isOwn(one))) noteForeign(entry, note);
  if (open === null) note('database', true, 'locked: its settings can be asked only while it is open');
  else for (const check of open.examine()) checks.push(check);
  return checks;
}

/** Names the engine gives the files of a vault, and the folder of its index. */
const OWN_FILE =
  /^(?:keyring\.json|device-secret|device-secret\.sealed|recovery-[0-9a-f]{12}\.age|vault-[0-9a-f]{12}\.db(?:-wal|-shm|-journal)?|door\.json|seat\.json|lock-request)(?:\.new)?$/;
const OWN_FOLDER = /^index-[0-9a-f]{12}$/;
/** What a synchronised folder makes of them: "keyring (1).json", "vault-0123.sync-conflict-2026.db", "keyring.json~". */
const OWN_WORD = /keyring|device-secret|recovery-|vault-/i;

const isOwn = ({ name, kind }: FolderEntry): boolean =>
  kind === 'file' ? OWN_FILE.test(name) : kind === 'folder' && OWN_FOLDER.test(name);

const KIND_NAMES = {
  file: 'a file',
  folder: 'a folder',
  link: 'a link',
  other: 'a pipe or a device',
} as const;

/**
 * Something that does not belong to the vault. What systems leave in folders is only named; a copy of the vault's own files,
 * and a link or a pipe by one of their names, is wrong: nobody looks after it, and the vault may lie in two places.
 */
function noteForeign({ name, kind }: FolderEntry, note: Note): void {
  const isCopy = OWN_WORD.test(name);
  // A name may hold anything a file system takes, and is shown.
  const shown = JSON.stringify(name.slice(0, 200));
  const what = isCopy
    ? 'looks like a copy of the vault’s own, or stands in its place'
    : 'does not belong to the vault';
  note(`foreign: ${shown}`, !isCopy, `${KIND_NAMES[kind]} that ${what}`);
}

function noteAccess(what: string, mode: number, note: Note): void {
  const closed = (mode & (constants.S_IRWXG | constants.S_IRWXO)) === 0;
  note(`access to ${what}`, closed || process.platform === 'win32', `mode ${(mode & 0o777).toString(8)}`);
}

/** Asks the open vault, because the file itself does not show which key opens it. */
function noteRecovery(open: Examined, note: Note): void {
  try {
    const right = open.recovery.isFileRight();
    note('recovery key', right, right ? 'opens this vault' : 'the file is not the one this vault made');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    note('recovery key', false, 'cannot be read');
  }
}

type Note = (check: string, ok: boolean, detail: string) => void;

function readKeyring(files: Files, note: Note): Keyring | null {
  try {
    const keyring = loadKeyring(files);
    note(
      'keyring',
      keyring !== null,
      keyring === null ? 'there is no vault here' : `${keyring.people.length} people`,
    );
    return keyring;
  } catch (error) {
    note('keyring', false, error instanceof Failure ? error.message : 'is not readable');
    return null;
  }
}

function examineBytes(files: Files, name: string, note: Note): void {
  const bytes = files.read(name, SAMPLED_BYTES) ?? new Uint8Array(0);
  const plain = new TextDecoder('latin1').decode(bytes.subarray(0, PLAIN_SQLITE.length)) === PLAIN_SQLITE;
  // The first page of a write-ahead log begins with a header in plain numbers; its pages are encrypted.
  const bits = entropy(bytes);
  const enough = bits >= LEAST_ENTROPY || bytes.length < 64 * 1024;
  note(
    `encryption of ${name}`,
    !plain && enough,
    plain ? 'is plain SQLite' : `${bits.toFixed(2)} bits a byte`,
  );
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
