import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EntryKind } from '../../shared/ledger/kinds/all-kinds.ts';

const ENGINE = join(import.meta.dirname, '..', '..', 'src-main', 'engine');

/** Kinds of entries from which no row follows, and why. A kind whose rows cannot be rebuilt does not belong here. */
const WITHOUT_ROWS: Partial<Record<EntryKind, string>> = {
  'vault.repaired': 'the rows were put right before',
  'vault.recovery-key-changed': 'the sealed recovery file lies beside the vault',
  'person.passphrase-changed': 'the keyring has the passphrase',
  'device.removed': 'no rows: who may sign is read from the record',
  'epoch.opened': 'the key that it gives each workstation is kept with its other keys',
  'session.unlock-failed': 'it is told, and nothing follows',
  'session.locked': 'it is told, and nothing follows',
  'session.administrator-seen': 'it is told, and nothing follows',
  'session.unrecorded': 'it is told, and nothing follows',
  'duty.extended': 'minutes on duty are counted where they were worked',
  'clock.jumped': 'it is told, and nothing follows',
  'narrative.revealed': 'it is told, and nothing follows',
  'case.merged': 'the entry of the report that joined the cases comes before',
  'matching.searched': 'it is told, and nothing follows',
  'matching.completed': 'matches are derived',
  'destination.added': 'a destination has keys of this workstation, and is only used as its entry says',
  'destination.removed': 'a destination has keys of this workstation',
  'destination.paused': 'whether a destination is paused is read from the record itself',
  'destination.resumed': 'whether a destination is paused is read from the record itself',
  'audit.disclosed': 'it is told, and nothing follows',
  'backup.made': 'it is told, and nothing follows',
  'backup.planned': 'the plan is read from the record itself',
  'backup.scheduled': 'it is told, and nothing follows',
  'log.joined': 'what its entries change follows from them, where they come again',
  'checkpoint.made': 'the checkpoint is signed beside the record',
  'checkpoint.anchored': 'the signature of a witness is kept beside the record',
};

/** The kinds that a room's `*-applies.ts`, or the room itself, makes rows from. */
const applied = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' })
  .filter((path) => /(-applies|\.room)\.ts$/.test(path))
  .flatMap((path) => [...readFileSync(join(ENGINE, path), 'utf8').matchAll(/^ +'([a-z]+\.[a-z-]+)': \(/gm)])
  .map(([, kind]) => kind as EntryKind);

test('every kind of entry has its rows made by a room, or says why none follow', () => {
  const both = EntryKind.options.filter((kind) => applied.includes(kind) && kind in WITHOUT_ROWS);
  const neither = EntryKind.options.filter((kind) => !applied.includes(kind) && !(kind in WITHOUT_ROWS));
  expect({ both, neither }).toEqual({ both: [], neither: [] });
});
