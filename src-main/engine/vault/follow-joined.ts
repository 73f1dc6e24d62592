import type { EnginePorts } from '../../ports/engine-ports.ts';
import { MemoryFiles } from '../../ports/files.ts';
import { errorKind } from '../../ports/log.ts';
import { signingKeyFrom } from '../keys/signing-key.ts';
import { Database } from '../storage/database.ts';
import { migrate } from '../storage/migration.ts';
import { openFacts } from '../storage/open-facts.ts';
import { type GoingOn, goingOn } from '../team/going-on.ts';
import type { Unapplied } from '../team/unapplied.ts';
import { ledgerKeys, seatOf } from './identity.ts';
import type { House, OpenedVault } from './opening.ts';
import type { Admitted } from './own-access.ts';
import { Rebuilding, type RecordParts } from './rebuilding.ts';
import type { Unrestored } from './replay.ts';

const NAME_BYTES = 6;
/** What a crash left. */
const LEFT_OVER = /^(?:joined|left)-[0-9a-f]{12}\.db(?:-wal|-shm|-journal)?$/;

/**
 * Lets a seat that was on a branch of the log go on in the log, where that was joined: before it is opened, its rows are
 * made anew. Where that cannot be now, the vault opens as it was, and the next unlock tries again.
 */
export async function followJoined(
  { keyring, person, keys }: Omit<Admitted, 'secret'>,
  ports: EnginePorts,
  house: House<OpenedVault>,
): Promise<void> {
  for (const name of ports.files.list()) if (LEFT_OVER.test(name)) ports.files.remove(name);
  const { contentKey, nextContentKey, signingSeed } = keys;
  if (contentKey === null || nextContentKey !== undefined) return;
  const personKey = signingKeyFrom(signingSeed);
  try {
    await follow({ keyring, person, personKey, contentKey, ports, house });
  } catch (error) {
    ports.log.note({ event: 'background-failed', room: 'team', error: errorKind(error) });
  }
}

/** Whenever the program ends, the vault is the one before or the one after. */
async function follow(parts: RecordParts): Promise<void> {
  const { files, entropy } = parts.ports;
  const { database } = parts.keyring;
  const db = Database.open(files.locate(database), parts.contentKey);
  try {
    migrate(db, parts.house.migrations);
    if (goingOnIn(db) === null) return;
  } finally {
    db.close();
  }
  const suffix = Buffer.from(entropy.bytes(NAME_BYTES)).toString('hex');
  const [fresh, before] = [`joined-${suffix}.db`, `left-${suffix}.db`];
  let rebuilding: Rebuilding | null = null;
  let isDone = false;
  try {
    const on = new Map<Database, GoingOn>();
    const from = (source: Database): GoingOn => {
      const known = on.get(source) ?? goingOnIn(source);
      if (known === null) throw new Error('this seat is on no branch');
      on.set(source, known);
      return known;
    };
    let last: GoingOn | null = null;
    rebuilding = new Rebuilding(parts, files.locate(fresh), new MemoryFiles(), {
      record: (source) => {
        last = from(source);
        return last.record;
      },
      kept: (table, rows) => now(last).kept(table, rows),
    });
    for await (const _ of rebuilding.run());
    const { unrestored } = rebuilding;
    // What is there could be lost otherwise.
    isDone = unrestored.every(({ seq }) => now(last).isExpected(seq));
    if (isDone) rebuilding.finish(() => {}, now(last).added(unrestored.map(toUnapplied)));
  } finally {
    rebuilding?.close();
    if (isDone) files.replace(database, fresh, before);
    for (const name of [fresh, before])
      for (const left of [name, `${name}-wal`, `${name}-shm`]) files.remove(left);
  }
}

function goingOnIn(db: Database): GoingOn | null {
  const { log } = ledgerKeys(seatOf(openFacts(db)));
  return goingOn(db, log);
}

function now(on: GoingOn | null): GoingOn {
  if (on === null) throw new Error('this seat is on no branch');
  return on;
}

const toUnapplied = ({ seq, kind, why }: Unrestored): Unapplied => ({
  position: seq,
  kind,
  why: why === 'lost' ? 'erased' : why,
});
