import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import {
  changeKeyring,
  type EnrolledPerson,
  type Keyring,
  type KeyringPerson,
  keyringThere,
  loadKeyring,
  withEnrolmentBeside,
  withPerson,
} from '../keys/keyring.ts';
import { contentKeyOf, enrol, openContentKey, type PersonKeys, zeroKeys } from '../keys/person-keys.ts';
import { sealTo } from '../keys/sealing-key.ts';
import { signingKeyFrom } from '../keys/signing-key.ts';
import type { Standing } from '../people/confirm-person.ts';
import { conflict, Failure } from '../storage/failure.ts';
import type { DoorLog } from './door-log.ts';
import type { OpenedVault } from './opening.ts';

/** A person whose secret opened their keys. */
export interface Admitted {
  keyring: Keyring;
  person: Person;
  keys: PersonKeys;
  /** The device secret. */
  secret: Uint8Array;
}

/** A person who acts in the vault, whether or not another one is at the workstation. */
export interface Acting {
  person: Person;
  keys: PersonKeys;
  standing: Standing;
}

type InVaultFor = (keyring: Keyring, acting: Acting, work: (vault: OpenedVault) => void) => void;

/**
 * What people change about their own access: they enrol and change their passphrase, each signed by themselves. Every
 * method zeroes the keys it is given.
 */
export class OwnAccess {
  readonly #ports: EnginePorts;
  readonly #door: DoorLog;
  readonly #inVaultFor: InVaultFor;

  /** @param inVaultFor works in the open vault, or in one that it opens for this alone */
  constructor(ports: EnginePorts, door: DoorLog, inVaultFor: InVaultFor) {
    this.#ports = ports;
    this.#door = door;
    this.#inVaultFor = inVaultFor;
  }

  /** Whoever invited the person knows the invitation's key, so it signs nothing but the enrolment. */
  async enrol({ keyring, person: invited, keys, secret }: Admitted, passphrase: string): Promise<Person> {
    const { contentKey } = keys;
    // An administrator signs nothing and cannot write in the vault, so their key stays.
    const own: PersonKeys =
      contentKey === null ? keys : { contentKey, signingSeed: this.#ports.entropy.bytes(32) };
    const person = { ...invited, publicKey: signingKeyFrom(own.signingSeed).publicKeyText };
    try {
      const enrolled = await enrol(person, own, passphrase, secret, this.#ports);
      if (contentKey === null) this.#enrolAdministrator(invited, enrolled);
      else this.#enrolInVault(keyring, { person: invited, keys, standing: 'invited' }, enrolled);
    } finally {
      zeroKeys(keys);
      zeroKeys(own);
    }
    return person;
  }

  async changePassphrase(
    { keyring, person, keys, secret }: Admitted,
    passphrase: string,
    next: string,
  ): Promise<Person> {
    try {
      if (passphrase.normalize('NFKC') === next.normalize('NFKC'))
        throw conflict({ reason: 'passphrase-unchanged' });
      const changed = await enrol(person, keys, next, secret, this.#ports);
      changeKeyring(this.#ports.files, (now) => {
        const there = keyringThere(now);
        if (!isThere(there, person, 'enrolled')) throw conflict({ reason: 'person-changed-meanwhile' });
        this.#recordNewPassphrase(keyring, { person, keys, standing: 'enrolled' });
        return withPerson(there, withSealsOf(there, changed));
      });
    } finally {
      zeroKeys(keys);
    }
    return person;
  }

  #enrolAdministrator(invited: Person, enrolled: EnrolledPerson): void {
    changeKeyring(this.#ports.files, (now) => {
      const there = stillInviting(now, invited);
      this.#door.administratorSeen(invited.name);
      return withPerson(there, enrolled);
    });
  }

  /**
   * The keyring has the new key before the vault does, and loses the invitation after: at each moment the person can
   * either use their code again or unlock.
   */
  #enrolInVault(keyring: Keyring, acting: Acting, enrolled: EnrolledPerson): void {
    const { files } = this.#ports;
    const { person, keys } = acting;
    if (this.#isFinished(keyring, acting)) throw conflict({ reason: 'enrolment-finished' });
    stillInviting(loadKeyring(files), person);
    const { id, publicKey } = enrolled;
    let sealed = enrolled;
    this.#inVaultFor(keyring, acting, (vault) => {
      changeKeyring(files, (now) => {
        const there = stillInviting(now, person);
        sealed = this.#sealedAnew(there, acting, enrolled);
        return withEnrolmentBeside(there, sealed);
      });
      const signer = { id, key: signingKeyFrom(keys.signingSeed) };
      vault.transaction(() => vault.ledger.byOther('person.enrolled', { person: id, publicKey }, signer));
      changeKeyring(files, (now) => withPerson(keyringThere(now), sealed));
    });
  }

  /** The content key that the invitation has now: another may have come while the passphrase was stretched. */
  #sealedAnew({ people }: Keyring, { person, keys }: Acting, enrolled: EnrolledPerson): EnrolledPerson {
    const invitation = people.find(({ id, state }) => id === person.id && state === 'invited');
    const contentKey = invitation ? openContentKey(invitation, keys.signingSeed) : null;
    if (contentKey === null) throw conflict({ reason: 'invitation-outdated' });
    const { id, role, sealingKey } = enrolled;
    const sealed = sealTo(sealingKey, contentKey, contentKeyOf({ id, role }), this.#ports.entropy);
    contentKey.fill(0);
    return { ...enrolled, contentKey: sealed };
  }

  /** Whether the vault has this enrolment already, because a crash came before the keyring lost the invitation. */
  #isFinished(keyring: Keyring, { person: { id }, keys }: Acting): boolean {
    const beside = keyring.people.find((other) => other.id === id && other.state === 'enrolled');
    if (beside === undefined) return false;
    const { name, role, publicKey } = beside;
    const person = { id, name, role, publicKey };
    try {
      this.#inVaultFor(keyring, { person, keys, standing: 'enrolled' }, (vault) =>
        vault.people.finishEnrolments(),
      );
      return true;
    } catch (error) {
      if (error instanceof Failure && error.failure.code === 'INTEGRITY') return false;
      throw error;
    }
  }

  /** An administrator has no key to the vault, so their change waits in the door log. */
  #recordNewPassphrase(keyring: Keyring, acting: Acting): void {
    const { person, keys } = acting;
    if (keys.contentKey === null) {
      this.#door.administratorSeen(person.name);
      return;
    }
    const signer = { id: person.id, key: signingKeyFrom(keys.signingSeed) };
    this.#inVaultFor(keyring, acting, (vault) =>
      vault.transaction(() =>
        vault.ledger.byOther('person.passphrase-changed', { person: person.id }, signer),
      ),
    );
  }
}

/** A new passphrase changes what it wraps, and not what is sealed to the person. */
function withSealsOf({ people }: Keyring, changed: EnrolledPerson): EnrolledPerson {
  const there = people.find(({ id, state }) => id === changed.id && state === 'enrolled');
  if (there === undefined) return changed;
  const { contentKey, nextContentKey } = there;
  return { ...changed, contentKey, ...(nextContentKey && { nextContentKey }) };
}

/**
 * The present keyring, where the invitation still stands in it.
 * @throws Failure CONFLICT
 */
function stillInviting(now: Keyring | null, invited: Person): Keyring {
  const there = keyringThere(now);
  if (!isThere(there, invited, 'invited')) throw conflict({ reason: 'invitation-outdated' });
  return there;
}

/**
 * Whether the keyring still has this person with this same key: each invitation and each role comes with a key of its
 * own.
 */
const isThere = ({ people }: Keyring, { id, publicKey }: Person, state: KeyringPerson['state']): boolean =>
  people.some((other) => other.id === id && other.publicKey === publicKey && other.state === state);
