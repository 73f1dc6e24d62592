import type { Person } from '../../../shared/contract/vault.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { DeviceId } from '../../../shared/domain/ids.ts';
import type { DataOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { deviceSealingKey } from '../keys/sealing-key.ts';
import { type SigningKey, signingKeyFrom } from '../keys/signing-key.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { peopleApplies } from '../people/people-applies.ts';
import { Acts } from '../session/acts.ts';
import { forgetCopy, isCopy } from '../storage/copy-mark.ts';
import type { Database } from '../storage/database.ts';
import { conflict } from '../storage/failure.ts';
import { idSource } from '../storage/id-source.ts';
import { openFacts } from '../storage/open-facts.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import { atTheDoor } from '../team/open-team.ts';
import { ledgerKeys, seatOf } from './identity.ts';

/**
 * Lets a vault that is a copy go on as another workstation, before anything else is signed in it.
 * @throws Failure CONFLICT for anyone but a supervisor, who alone can add a workstation
 */
export function goOnWhereCopy(
  db: Database,
  { person, personKey }: { person: Person; personKey: SigningKey },
  { files, clock, entropy }: Pick<EnginePorts, 'files' | 'clock' | 'entropy'>,
): void {
  if (!isCopy(files)) return;
  if (!mayDo(person.role, 'manage-people')) throw conflict({ reason: 'copy-waits-for-supervisor' });
  const vault = openFacts(db);
  const newId = idSource(clock, entropy);
  vault.transaction(() => {
    const added = becomeNextDevice(vault, newId, entropy);
    const keys = { ...ledgerKeys(seatOf(vault)), person: { id: person.id, key: personKey } };
    const acts = new Acts();
    acts.add(peopleApplies(db));
    openLedger(db, { keys, clock, newId, entropy, acts, order: atTheDoor(db) }).byPerson(
      'device.added',
      added,
    );
  });
  forgetCopy(files);
}

/**
 * Gives the vault a new workstation's id and key in the place of the former's, whose private key is gone with that.
 * Called inside the transaction whose first entry introduces it.
 * @returns what that entry says
 */
export function becomeNextDevice(
  vault: VaultFacts,
  newId: () => string,
  entropy: Entropy,
): DataOf<'device.added'> {
  const id = DeviceId.parse(newId());
  const replaces = DeviceId.parse(vault.fact('device'));
  const seed = entropy.bytes(32);
  vault.setFact('device', id);
  vault.replaceKey('device', Buffer.from(seed).toString('base64'));
  const { publicKeyText: publicKey } = signingKeyFrom(seed);
  const sealingKey = deviceSealingKey(seed);
  seed.fill(0);
  return { device: id, publicKey, sealingKey, replaces };
}
