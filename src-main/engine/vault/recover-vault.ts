import type { Person } from '../../../shared/contract/vault.contract.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { changeKeyring, type Keyring, undamagedKeyring, withPerson } from '../keys/keyring.ts';
import { enrol, type PersonKeys, zeroKeys } from '../keys/person-keys.ts';
import { openRecovery, recoverySigningKey } from '../keys/recovery.ts';
import { signingKeyFrom } from '../keys/signing-key.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { isNameTaken } from '../people/is-name-taken.ts';
import { peopleApplies } from '../people/people-applies.ts';
import { Acts } from '../session/acts.ts';
import { forgetCopy, isCopy } from '../storage/copy-mark.ts';
import { Database } from '../storage/database.ts';
import { conflict } from '../storage/failure.ts';
import { idSource } from '../storage/id-source.ts';
import { type Migration, migrate } from '../storage/migration.ts';
import { openFacts } from '../storage/open-facts.ts';
import { atTheDoor } from '../team/open-team.ts';
import { ledgerKeys, seatOf } from './identity.ts';
import { openWithEither } from './new-epoch.ts';
import { becomeNextDevice } from './next-device.ts';

/**
 * Opens the vault with the offline recovery key and makes its holder a supervisor. The ledger entry about this is
 * committed before the keyring gives access, and is signed with the recovery key itself: the ledger cannot show the new
 * supervisor without it. The holder always becomes a new person, so that earlier entries stay those of the people who
 * made them.
 * @returns null where the identity does not open a vault of this folder, or is no longer its recovery key
 * @throws Failure CONFLICT where the keyring here belongs to another vault, or the name is taken
 */
export async function recoverVault(
  input: { identity: string; name: string; passphrase: string },
  ports: EnginePorts,
  migrations: readonly Migration[],
): Promise<{ keyring: Keyring; person: Person; keys: PersonKeys } | null> {
  const { files, entropy, clock, deviceSecret } = ports;
  const recovered = await openRecovery(files, input.identity);
  if (recovered === null) return null;
  const refuseAnother = (found: Keyring | null) => {
    if (found === null || found.database === recovered.database) return;
    throw conflict({ reason: 'keyring-of-another-vault' });
  };
  const newId = idSource(clock, entropy);
  const keys: PersonKeys = { contentKey: recovered.contentKey, signingSeed: entropy.bytes(32) };
  const signing = signingKeyFrom(keys.signingSeed);
  let opened: Database | null = null;
  try {
    refuseAnother(undamagedKeyring(files));
    const { nextContentKey: next } = recovered;
    const path = files.locate(recovered.database);
    const { db, has } =
      next === undefined
        ? { db: Database.open(path, recovered.contentKey), has: 'present' }
        : openWithEither((key) => Database.open(path, key), recovered.contentKey, next);
    opened = db;
    if (next !== undefined && has === 'next') keys.contentKey = next;
    migrate(db, migrations);
    const store = openFacts(db);
    const recoveryKey = recoverySigningKey(input.identity);
    // An old recovery file that was put back still opens with the old key, which the vault no longer accepts.
    if (store.fact('recovery-key') !== recoveryKey.publicKeyText) {
      zeroKeys(keys);
      return null;
    }
    if (isNameTaken(db, input.name)) throw conflict({ reason: 'person-name-taken' });
    const person: Person = {
      id: PersonId.parse(newId()),
      name: input.name,
      role: 'supervisor',
      publicKey: signing.publicKeyText,
    };
    const enrolled = await enrol(person, keys, input.passphrase, deviceSecret.create(), ports);
    db.transaction(() => {
      const added = isCopy(files) ? becomeNextDevice(store, newId, entropy) : null;
      const signers = { ...ledgerKeys(seatOf(store)), person: { id: person.id, key: signing } };
      const acts = new Acts();
      acts.add(peopleApplies(db));
      const { id, name, role, publicKey } = person;
      openLedger(db, { keys: signers, clock, newId, entropy, acts, order: atTheDoor(db) }).byRecovery(
        'vault.recovered',
        { person: id, name, role, publicKey, ...(added === null ? {} : { added }) },
        recoveryKey.sign,
      );
    });
    forgetCopy(files);
    const { device, database } = recovered;
    // A lost or damaged keyring is replaced by a new one; the other people have to be invited again.
    const keyring = changeKeyring(
      files,
      (now) => {
        refuseAnother(now);
        return withPerson(now ?? { format: 'hashline-keyring/1', device, database, people: [] }, enrolled);
      },
      undamagedKeyring,
    );
    return { keyring, person, keys };
  } catch (error) {
    zeroKeys(keys);
    throw error;
  } finally {
    opened?.close();
  }
}
