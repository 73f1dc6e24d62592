import { z } from 'zod';
import { type Invitation, PersonRecord } from '../../../shared/contract/people.contract.ts';
import type { Person } from '../../../shared/contract/vault.contract.ts';
import { CONTENT_ROLES, type Role } from '../../../shared/domain/duty.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import type { DeviceSecret } from '../../ports/device-secret.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { Files } from '../../ports/files.ts';
import { codeOf, writeCode } from '../keys/enrolment-code.ts';
import {
  changeKeyring,
  hasEnrolmentBeside,
  type Keyring,
  keyringThere,
  loadKeyring,
  withoutPerson,
  withPerson,
} from '../keys/keyring.ts';
import { invite } from '../keys/person-keys.ts';
import { type SigningKey, signingKeyFrom } from '../keys/signing-key.ts';
import type { Session } from '../session/session.ts';
import { conflict, Failure, notFound } from '../storage/failure.ts';
import { NEW_KEY_DUE, type VaultFacts } from '../storage/vault-facts.ts';
import { confirmAmong, type Standing } from './confirm-person.ts';
import type { StoredKey, StoredPerson } from './directory.ts';
import type { PeopleStore } from './people.store.ts';

export interface PeopleParts {
  session: Session;
  store: PeopleStore;
  facts: Pick<VaultFacts, 'setFact'>;
  files: Files;
  deviceSecret: DeviceSecret;
  entropy: Entropy;
  /** Key of the person at the workstation. */
  personKey: Pick<SigningKey, 'sign'>;
  /** The content key, present only while a supervisor is at the workstation. */
  contentKey: Uint8Array | null;
  /** This workstation. */
  device: string;
}

/** The stored part of an invitation: everything but its code. */
const Invited = z.object({ person: PersonRecord, by: PersonId });

/**
 * The people of the hotline. Each change is an entry signed by a supervisor, and is written before the keyring: after a
 * crash between the two, no one has gained anything, because vault and keyring must agree on a person.
 */
export class People {
  readonly #parts: PeopleParts;

  constructor(parts: PeopleParts) {
    this.#parts = parts;
  }

  list(): PersonRecord[] {
    const keyring = this.#known(loadKeyring(this.#parts.files));
    return this.#parts.store.list().map((person) => this.#toRecord(person, keyring));
  }

  /** @throws Failure INTEGRITY where vault and keyring disagree on this person */
  confirm(person: Person, standing: Standing): void {
    confirmAmong(this.#parts.store, person, standing, this.#parts.device);
  }

  /** Tidies the keyring where a crash left an enrolment beside its invitation. */
  finishEnrolments(): void {
    const { files } = this.#parts;
    if (hasEnrolmentBeside(keyringThere(loadKeyring(files)))) changeKeyring(files, (now) => this.#known(now));
  }

  /** @throws Failure CONFLICT where the name is taken */
  add(command: string, name: string, role: Role): Invitation {
    const { session, store } = this.#parts;
    return this.#change(command, () => {
      if (store.findByName(name)) throw conflict({ reason: 'person-name-taken' });
      const identity = { id: PersonId.parse(session.newId()), name, role };
      return this.#invite(command, identity, 'person.added');
    });
  }

  /**
   * The same role again invites to this workstation alone: after a lost passphrase, or to work here too.
   * @throws Failure CONFLICT for one's own role and for the last supervisor
   */
  setRole(command: string, id: PersonId, role: Role): Invitation {
    return this.#change(command, () => {
      const known = this.#other(id);
      if (known.role === role && known.disabledAt === null) {
        if (this.#keyHere(id) !== null) this.#askForNewKey(known);
        return this.#invite(command, known, 'person.invited');
      }
      if (role !== 'supervisor') this.#keepASupervisor(known);
      this.#askForNewKey(known);
      const identity = { id, name: known.name, role };
      return this.#invite(command, identity, 'person.role-changed');
    });
  }

  /** @throws Failure CONFLICT for oneself and for the last supervisor */
  disable(command: string, id: PersonId): PersonRecord {
    const { session, files } = this.#parts;
    return session.perform(command, PersonRecord, ['people', 'ledger'], () => {
      const known = this.#other(id);
      this.#keepASupervisor(known);
      session.byPerson('person.disabled', { person: id, name: known.name });
      this.#askForNewKey(known);
      const keyring = changeKeyring(files, (now) => withoutPerson(this.#known(now), id));
      return this.#toRecord(this.#find(id), keyring);
    });
  }

  #change(command: string, work: () => PersonRecord): Invitation {
    const { session, personKey } = this.#parts;
    const { person, by } = session.perform(command, Invited, ['people', 'ledger'], () => ({
      person: work(),
      by: PersonId.parse(session.person.id),
    }));
    if (by !== session.person.id) throw conflict({ reason: 'command-of-another-person' });
    return { person, code: writeCode(codeOf(command, personKey.sign)) };
  }

  #invite(
    command: string,
    { id, name, role }: Omit<Person, 'publicKey'>,
    kind: 'person.added' | 'person.invited' | 'person.role-changed',
  ): PersonRecord {
    const { session, files, deviceSecret, entropy, contentKey, personKey } = this.#parts;
    const secret = deviceSecret.read();
    if (contentKey === null || secret === null) {
      throw new Failure({ code: 'NOT_PERMITTED', data: { duty: 'manage-people' } });
    }
    const signingSeed = entropy.bytes(32);
    const code = codeOf(command, personKey.sign);
    const { publicKeyText: publicKey } = signingKeyFrom(signingSeed);
    const person: Person = { id, name, role, publicKey };
    const invited = invite(person, { contentKey, signingSeed }, code, secret, entropy);
    signingSeed.fill(0);
    code.fill(0);
    if (kind === 'person.invited') session.byPerson(kind, { person: id, name, publicKey });
    else session.byPerson(kind, { person: id, name, role, publicKey });
    const keyring = changeKeyring(files, (now) => withPerson(this.#known(now), invited));
    return this.#toRecord(this.#find(id), keyring);
  }

  /** What they know of the database's key must open nothing any more. */
  #askForNewKey({ role }: StoredPerson): void {
    if (CONTENT_ROLES.includes(role)) this.#parts.facts.setFact(NEW_KEY_DUE, 'yes');
  }

  #keepASupervisor(leaving: StoredPerson): void {
    const others = this.#parts.store
      .list()
      .filter(
        ({ id, role, disabledAt }) => id !== leaving.id && role === 'supervisor' && disabledAt === null,
      );
    if (others.length === 0) throw conflict({ reason: 'last-supervisor' });
  }

  #other(id: PersonId): StoredPerson {
    if (id === this.#parts.session.person.id) throw conflict({ reason: 'not-yourself' });
    return this.#find(id);
  }

  #find(id: PersonId): StoredPerson {
    const person = this.#parts.store.find(id);
    if (!person) throw notFound({ what: 'person', id });
    return person;
  }

  /**
   * The keyring without what the vault does not know: a crash may have left a person whose addition was never
   * committed, or an enrolment beside its invitation.
   */
  #known(read: Keyring | null): Keyring {
    const keyring = keyringThere(read);
    const people = keyring.people.filter(({ id, publicKey }) => {
      const known = this.#keyHere(id);
      const isOne = keyring.people.filter((other) => other.id === id).length === 1;
      return known !== null && (isOne || known.publicKey === publicKey);
    });
    return { ...keyring, people };
  }

  #keyHere(id: PersonId): StoredKey | null {
    return this.#parts.store.keyAt(id, this.#parts.device);
  }

  #toRecord(person: StoredPerson, keyring: Keyring): PersonRecord {
    const { id, name, role, addedAt, lastUnlockAt, disabledAt } = person;
    const publicKey = this.#keyHere(id)?.publicKey ?? null;
    const there = keyring.people.find((other) => other.id === id && other.publicKey === publicKey);
    const here = publicKey === null ? 'elsewhere' : (there?.state ?? 'invited');
    return {
      id,
      name,
      role,
      publicKey,
      state: disabledAt === null ? here : 'disabled',
      addedAt,
      lastUnlockAt,
    };
  }
}
