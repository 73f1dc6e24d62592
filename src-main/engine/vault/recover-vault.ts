import type { Person } from '../../../shared/contract/vault.contract.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { changeKeyring, type Keyring, undamagedKeyring, withPerson } from '../keys/keyring.ts';
import { enrol, type PersonKeys, zeroKeys } from '../keys/person-keys.ts';
import { openRecovery, recoverySigningKey } from '../keys/recovery.ts';
import { signingKeyFrom } from '../keys/signing-key.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { isNameTaken, recoverPeople } from '../people/found-people.ts';
import { Database } from '../storage/database.ts';
import { conflict } from '../storage/failure.ts';
import { idSource } from '../storage/id-source.ts';
import { type Migration, migrate } from '../storage/migration.ts';
import { openFacts } from '../storage/open-facts.ts';

/**
 * Opens the vault with the offline recovery key and makes a supervisor of whoever holds it. The entry that says so is
 * committed before the keyring gives access, and is signed by the recovery key itself: the record cannot show the new
 * supervisor without it. They are always somebody new: what the record says of people who were there before stays theirs.
 * @returns null where the identity does not open a vault of this folder, or is no longer its recovery key
 * @throws Failure CONFLICT where the keyring here is that of another vault, or the name is taken
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
    throw conflict('the keyring here is that of another vault; move it away to recover this one');
  };
  const newId = idSource(clock, entropy);
  const keys: PersonKeys = { contentKey: recovered.contentKey, signingSeed: entropy.bytes(32) };
  const signing = signingKeyFrom(keys.signingSeed);
  let opened: Database | null = null;
  try {
    refuseAnother(undamagedKeyring(files));
    const db = Database.open(files.locate(recovered.database), recovered.contentKey);
    opened = db;
    migrate(db, migrations);
    const store = openFacts(db);
    const recoveryKey = recoverySigningKey(input.identity);
    // An old recovery file put back still opens with the old key; the vault no longer takes that key.
    if (store.fact('recovery-key') !== recoveryKey.publicKeyText) {
      zeroKeys(keys);
      return null;
    }
    if (isNameTaken(db, input.name))
      throw conflict('somebody of this name is there already; recover under another name');
    const person: Person = {
      id: PersonId.parse(newId()),
      name: input.name,
      role: 'supervisor',
      publicKey: signing.publicKeyText,
    };
    const enrolled = await enrol(person, keys, input.passphrase, deviceSecret.create(), ports);
    const deviceKey = signingKeyFrom(Buffer.from(store.key('device'), 'base64'));
    const signers = {
      person: { id: person.id, key: signing },
      device: { id: recovered.device, key: deviceKey },
    };
    db.transaction(() => {
      const at = new Date(clock.nowMs()).toISOString();
      recoverPeople(db, person, at);
      const { id, name, role, publicKey } = person;
      openLedger(db, recovered.device, signers, clock, newId).byRecovery(
        'vault.recovered',
        { person: id, name, role, publicKey },
        recoveryKey.sign,
      );
    });
    const { device, database } = recovered;
    // A keyring that is lost or damaged is made anew; the others are invited again then.
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
