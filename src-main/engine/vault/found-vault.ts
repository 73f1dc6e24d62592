import type { NewVault, Person, RecoveryKey } from '../../../shared/contract/vault.contract.ts';
import { DeviceId, PersonId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { generateHotlineKey } from '../../exchange/hotline-signature.ts';
import type { Assets } from '../../ports/assets.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { changeKeyring, databaseOf, type Keyring } from '../keys/keyring.ts';
import { enrol, type PersonKeys } from '../keys/person-keys.ts';
import {
  newRecoveryKey,
  recoveryFileOf,
  recoverySigningKey,
  sealRecovery,
  stateRecipient,
} from '../keys/recovery.ts';
import { deviceSealingKey } from '../keys/sealing-key.ts';
import { signingKeyFrom } from '../keys/signing-key.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { peopleApplies } from '../people/people-applies.ts';
import { policyApplies } from '../policy/policy-applies.ts';
import { rulesOf, statedRules } from '../policy/rules.ts';
import { Acts } from '../session/acts.ts';
import { bundledProtocol } from '../session/protocol.ts';
import { Database } from '../storage/database.ts';
import { conflict } from '../storage/failure.ts';
import { idSource } from '../storage/id-source.ts';
import { type Migration, migrate } from '../storage/migration.ts';
import { openFacts } from '../storage/open-facts.ts';
import { keepRecovery, type SealedRecovery } from './recovery-keeper.ts';

export interface FoundedVault {
  keyring: Keyring;
  person: Person;
  keys: PersonKeys;
  recovery: RecoveryKey;
}

function protocolFor({ policy: id, country }: NewVault, assets: Assets): Protocol {
  const { policy, members } = bundledProtocol(assets, id);
  return { policy: { ...policy, jurisdiction: country ?? policy.jurisdiction }, members };
}

/**
 * Makes the files of a new vault: database, recovery file and, last, the keyring. There is no vault until the keyring
 * exists; files that a crash leaves before that have names of their own and are never used again.
 */
export async function foundVault(
  input: NewVault,
  ports: EnginePorts,
  migrations: readonly Migration[],
): Promise<FoundedVault> {
  const { files, entropy, clock, assets, deviceSecret } = ports;
  const protocol = protocolFor(input, assets);
  const newId = idSource(clock, entropy);
  const device = DeviceId.parse(newId());
  const contentKey = entropy.bytes(32);
  const keys: PersonKeys = { contentKey, signingSeed: entropy.bytes(32) };
  const signing = signingKeyFrom(keys.signingSeed);
  const person: Person = {
    id: PersonId.parse(newId()),
    name: input.name,
    role: 'supervisor',
    publicKey: signing.publicKeyText,
  };
  files.prepare();
  const enrolled = await enrol(person, keys, input.passphrase, deviceSecret.create(), ports);
  const recovery = await newRecoveryKey();
  const hotlineKey = await generateHotlineKey();
  const database = databaseOf(device);
  const sealedRecovery: SealedRecovery = {
    sealed: await sealRecovery(recovery.recipient, { device, database, contentKey }),
    publicKey: recoverySigningKey(recovery.identity).publicKeyText,
    recipient: stateRecipient(recovery),
  };
  const db = Database.create(files.locate(database), contentKey);
  const [deviceSeed, logSeed] = [entropy.bytes(32), entropy.bytes(32)];
  try {
    migrate(db, migrations);
    const [deviceKey, logKey] = [signingKeyFrom(deviceSeed), signingKeyFrom(logSeed)];
    const signers = {
      person: { id: person.id, key: signing },
      device: { id: device, key: deviceKey },
      log: { id: device, key: logKey },
    };
    const rules = rulesOf(protocol);
    db.transaction(() => {
      const store = openFacts(db);
      store.setFact('log', device);
      store.setFact('device', device);
      store.setFact('database', database);
      keepRecovery(store, sealedRecovery);
      store.setFact('hotline', input.hotline);
      store.setFact('sample', input.sample ? 'yes' : 'no');
      store.insertKey('log', Buffer.from(logSeed).toString('base64'));
      store.insertKey('device', Buffer.from(deviceSeed).toString('base64'));
      store.insertKey('hotline', JSON.stringify(hotlineKey));
      store.insertKey('identity', Buffer.from(entropy.bytes(32)).toString('base64'));
      const acts = new Acts();
      acts.add(peopleApplies(db));
      acts.add(policyApplies(db));
      openLedger(db, { keys: signers, clock, newId, entropy, acts }).byPerson('vault.created', {
        hotline: input.hotline,
        person: person.id,
        name: person.name,
        role: person.role,
        publicKey: person.publicKey,
        devicePublicKey: deviceKey.publicKeyText,
        deviceSealingKey: deviceSealingKey(deviceSeed),
        logPublicKey: logKey.publicKeyText,
        recoveryPublicKey: sealedRecovery.publicKey,
        ...statedRules(rules),
      });
    });
  } finally {
    db.close();
    deviceSeed.fill(0);
    logSeed.fill(0);
  }
  files.write(recoveryFileOf(database), sealedRecovery.sealed);
  const keyring: Keyring = { format: 'hashline-keyring/1', device, database, people: [enrolled] };
  changeKeyring(files, (now) => {
    if (now !== null) throw conflict({ reason: 'vault-exists' });
    return keyring;
  });
  return { keyring, person, keys, recovery };
}
