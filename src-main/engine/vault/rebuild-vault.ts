import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { Files } from '../../ports/files.ts';
import { FILE_SECRET, SEALED_SECRET } from '../../ports/secret-files.ts';
import { KEYRING_FILE, type Keyring } from '../keys/keyring.ts';
import { recoveryFileOf } from '../keys/recovery.ts';
import { type SigningKey, signingKeyFrom } from '../keys/signing-key.ts';
import { openLedger, openRecord } from '../ledger/open-ledger.ts';
import { deriveIndexKey } from '../lists/start-matching-index.ts';
import { peopleApplies } from '../people/people-applies.ts';
import { policyApplies } from '../policy/policy-applies.ts';
import { Acts } from '../session/acts.ts';
import { Announcer } from '../session/announcer.ts';
import { Database } from '../storage/database.ts';
import { conflict } from '../storage/failure.ts';
import { idSource } from '../storage/id-source.ts';
import { migrate } from '../storage/migration.ts';
import { openFacts } from '../storage/open-facts.ts';
import { headerOf } from './identity.ts';
import type { House, OpenedVault } from './opening.ts';
import { type Rebuilt, replay } from './replay.ts';

export interface RebuildParts {
  keyring: Keyring;
  /** The person who rebuilds it. Nothing is signed: what there is was signed before. */
  person: Person;
  personKey: SigningKey;
  contentKey: Uint8Array;
  /** The folder of the new vault, which must be empty. */
  into: Files;
  ports: EnginePorts;
  house: House<OpenedVault>;
}

/**
 * Makes a vault in another folder whose rows follow from the record of this one. It has the same people, passphrases and
 * keys. There is no vault in the folder until its keyring is written, at the very end.
 * @throws Failure IN_USE, CONFLICT where the folder is not empty, INTEGRITY where even its record cannot be read
 */
export async function* rebuildVault(
  parts: RebuildParts,
): AsyncGenerator<{ entries: number; of: number }, Rebuilt> {
  const { keyring, person, personKey, contentKey, into, ports, house } = parts;
  const { clock, entropy, files } = ports;
  const { device, database } = keyring;
  into.prepare();
  if (into.entries().length > 0) throw conflict({ reason: 'folder-not-empty' });
  const source = Database.open(files.locate(database), contentKey);
  let target: Database | null = null;
  let opened: OpenedVault | null = null;
  try {
    const facts = openFacts(source);
    const deviceKey = signingKeyFrom(Buffer.from(facts.key('device'), 'base64'));
    const db = Database.create(into.locate(database), contentKey);
    target = db;
    migrate(db, house.migrations);
    const steps = replay({
      source,
      target: db,
      record: openRecord(source, device),
      header: headerOf({ device, deviceKey, hotline: { name: facts.fact('hotline') } }),
      migrations: house.migrations,
      found: () => {
        const acts = new Acts();
        acts.add(peopleApplies(db));
        acts.add(policyApplies(db));
        const keys = { person: { id: person.id, key: personKey }, device: { id: device, key: deviceKey } };
        return openLedger(db, { keys, clock, newId: idSource(clock, entropy), entropy, acts });
      },
      open: () => {
        opened = house.open({
          db,
          person,
          personKey,
          contentKey: null,
          indexKey: deriveIndexKey(contentKey),
          ports: { ...ports, files: into },
          announcer: new Announcer(),
        });
        return opened;
      },
    });
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      yield step.value;
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const name of [FILE_SECRET, SEALED_SECRET, recoveryFileOf(database)]) keep(files, into, name);
    keep(files, into, KEYRING_FILE);
    return step.value;
  } finally {
    if (opened === null) target?.close();
    else (opened as OpenedVault).close();
    source.close();
  }
}

function keep(from: Files, into: Files, name: string): void {
  const bytes = from.read(name);
  if (bytes !== null) into.write(name, bytes);
}
