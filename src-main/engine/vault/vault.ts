import type {
  NewVault,
  Person,
  RecoveryKey,
  Session,
  VaultState,
} from '../../../shared/contract/vault.contract.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { findRecoveryKey } from '../../../shared/domain/recovery-key.ts';
import { DeviceSecretDamaged, DeviceSecretExposed } from '../../ports/device-secret.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { type BackgroundRoom, errorKind } from '../../ports/log.ts';
import {
  changeKeyring,
  KEYRING_FILE,
  type Keyring,
  type KeyringPerson,
  keyringThere,
  loadKeyring,
  withPerson,
} from '../keys/keyring.ts';
import { enrol, openKeys, type PersonKeys, zeroKeys } from '../keys/person-keys.ts';
import { recoveryKeyFrom, recoverySigningKey, sealRecovery } from '../keys/recovery.ts';
import { signingKeyFrom } from '../keys/signing-key.ts';
import { deriveIndexKey } from '../lists/start-matching-index.ts';
import { confirmPerson } from '../people/confirm-person.ts';
import type { Announcer } from '../session/announcer.ts';
import { Database } from '../storage/database.ts';
import { conflict, Failure, notFound } from '../storage/failure.ts';
import { migrate } from '../storage/migration.ts';
import { DoorLog } from './door-log.ts';
import { foundVault } from './found-vault.ts';
import { IdleLock } from './idle-lock.ts';
import type { House, OpenedVault } from './opening.ts';
import { recoverVault } from './recover-vault.ts';
import { SeatFile } from './seat-file.ts';

/** The vault as a whole: absent, locked or open, and how it passes from one to the other. */
export class Vault<Opened extends OpenedVault> {
  readonly #ports: EnginePorts;
  readonly #announcer: Announcer;
  readonly #house: House<Opened>;
  readonly #door: DoorLog;
  readonly seat: SeatFile;
  #open: { vault: Opened; idleLock: IdleLock } | null = null;
  /** Creating and unlocking take a while; only one at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: EnginePorts, announcer: Announcer, house: House<Opened>) {
    this.#ports = ports;
    this.#announcer = announcer;
    this.#house = house;
    this.#door = new DoorLog(ports.files, ports.clock);
    this.seat = new SeatFile(ports.files);
  }

  state(): VaultState {
    if (this.#open) return 'open';
    return this.#ports.files.read(KEYRING_FILE) === null ? 'absent' : 'locked';
  }

  /** @throws Failure LOCKED */
  require(): Opened {
    if (!this.#open) throw new Failure({ code: 'LOCKED' });
    return this.#open.vault;
  }

  /** The open vault, or null; for what works either way. */
  peek(): Opened | null {
    return this.#open?.vault ?? null;
  }

  /** Whoever is at work is there: puts the idle lock off. */
  active(): void {
    this.#open?.idleLock.active();
  }

  people(): { id: PersonId; name: string; role: Person['role']; state: KeyringPerson['state'] }[] {
    const people = loadKeyring(this.#ports.files)?.people ?? [];
    return people.map(({ id, name, role, state }) => ({ id, name, role, state }));
  }

  /** @throws Failure CONFLICT where there is a vault already */
  create(input: NewVault): Promise<Session & { recovery: RecoveryKey }> {
    return this.#inTurn(async () => {
      if (this.state() !== 'absent') throw conflict('there is a vault here already');
      const { keyring, person, keys, recovery } = await foundVault(
        input,
        this.#ports,
        this.#house.migrations,
      );
      const open = this.#begin(keyring, person, keys);
      if (input.sample) await this.#house.fillWithSamples(open, this.#ports);
      return { ...open.session, recovery };
    });
  }

  /** @throws Failure NOT_FOUND, WRONG_PASSPHRASE, SLOW_DOWN, NOT_PERMITTED, IN_USE, INTEGRITY */
  unlock(name: string, passphrase: string): Promise<Session> {
    return this.#inTurn(async () => {
      const { keyring, person, keys } = await this.#knock(name, 'enrolled', passphrase);
      if (keys.contentKey === null) {
        zeroKeys(keys);
        this.#door.administratorSeen(name);
        throw new Failure({ code: 'NOT_PERMITTED', data: { duty: 'work' } });
      }
      if (this.#open) {
        zeroKeys(keys);
        if (this.#open.vault.session.person.id !== person.id) throw conflict('somebody else is at work');
        return this.#open.vault.session;
      }
      return this.#begin(keyring, person, keys).session;
    });
  }

  /**
   * Gives somebody who was invited a passphrase.
   * @throws Failure WRONG_PASSPHRASE, SLOW_DOWN, NOT_FOUND, CONFLICT where the invitation was taken back or renewed meanwhile
   */
  enrol(name: string, code: string, passphrase: string): Promise<Person> {
    return this.#inTurn(async () => {
      const { files } = this.#ports;
      const { keyring, person, keys, secret } = await this.#knock(name, 'invited', code);
      try {
        const enrolled = await enrol(person, keys, passphrase, secret, this.#ports);
        changeKeyring(files, (now) => {
          const there = keyringThere(now);
          if (!isThere(there, person, 'invited')) {
            throw conflict(
              'this invitation was taken back or renewed meanwhile; ask for the code that holds now',
            );
          }
          this.#recordOf('person.enrolled', keyring, person, keys);
          return withPerson(there, enrolled);
        });
      } finally {
        zeroKeys(keys);
      }
      this.#announcer.announce('people', 'ledger');
      return person;
    });
  }

  /**
   * Gives somebody another passphrase, whoever is at work. Their keys stay as they are; only the wraps are new.
   * @throws Failure WRONG_PASSPHRASE, SLOW_DOWN, NOT_FOUND, CONFLICT where nothing changes or they were changed meanwhile
   */
  changePassphrase(name: string, passphrase: string, next: string): Promise<Person> {
    return this.#inTurn(async () => {
      const { files } = this.#ports;
      const { keyring, person, keys, secret } = await this.#knock(name, 'enrolled', passphrase);
      try {
        if (passphrase.normalize('NFKC') === next.normalize('NFKC'))
          throw conflict('this is the passphrase that holds already');
        const changed = await enrol(person, keys, next, secret, this.#ports);
        changeKeyring(files, (now) => {
          const there = keyringThere(now);
          if (!isThere(there, person, 'enrolled')) throw conflict('this person was changed meanwhile');
          this.#recordOf('person.passphrase-changed', keyring, person, keys);
          return withPerson(there, changed);
        });
      } finally {
        zeroKeys(keys);
      }
      this.#announcer.announce('ledger');
      return person;
    });
  }

  /**
   * Makes another recovery key the one that holds. Asks for the passphrase of whoever is at work: at an unlocked desk nobody
   * else may take a key away that opens the vault for good.
   * @param identity an age identity that somebody has kept
   * @throws Failure LOCKED, WRONG_PASSPHRASE, SLOW_DOWN, CONFLICT where it is no recovery key
   */
  changeRecoveryKey(identity: string, passphrase: string): Promise<RecoveryKey> {
    return this.#inTurn(async () => {
      const vault = this.require();
      const recovery = await recoveryKeyFrom(identity);
      if (recovery === null) throw conflict('this is no recovery key');
      const { keyring, keys } = await this.#knock(vault.session.person.name, 'enrolled', passphrase);
      try {
        if (keys.contentKey === null)
          throw new Failure({ code: 'NOT_PERMITTED', data: { duty: 'manage-people' } });
        const { device, database } = keyring;
        const sealed = await sealRecovery(recovery.recipient, {
          device,
          database,
          contentKey: keys.contentKey,
        });
        if (this.#open?.vault !== vault) throw new Failure({ code: 'LOCKED' });
        vault.recovery.change({ sealed, publicKey: recoverySigningKey(identity).publicKeyText });
      } finally {
        zeroKeys(keys);
      }
      this.#announcer.announce('ledger');
      return recovery;
    });
  }

  /** @throws Failure WRONG_PASSPHRASE, SLOW_DOWN, NOT_FOUND, CONFLICT while somebody is at work */
  recover(input: { identity: string; name: string; passphrase: string }): Promise<Session> {
    return this.#inTurn(async () => {
      if (this.#open) throw conflict('somebody is at work; lock first');
      this.#door.admit();
      const identity = findRecoveryKey(input.identity) ?? input.identity;
      const recovered = await recoverVault({ ...input, identity }, this.#ports, this.#house.migrations);
      if (recovered === null) throw this.#refuse(input.name);
      return this.#begin(recovered.keyring, recovered.person, recovered.keys).session;
    });
  }

  lock(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    open.idleLock.stop();
    try {
      open.vault.transaction(() => {
        open.vault.ledger.byPerson('session.locked', {});
        open.vault.ledger.checkpoint();
      });
    } finally {
      open.vault.close();
      this.#announcer.announce('vault');
    }
  }

  /** Opens somebody's keys at the door. Every wrong try is noted and makes the next one wait longer. */
  async #knock(
    name: string,
    state: KeyringPerson['state'],
    secretText: string,
  ): Promise<{ keyring: Keyring; person: Person; keys: PersonKeys; secret: Uint8Array }> {
    this.#door.admit();
    const keyring = loadKeyring(this.#ports.files);
    if (!keyring) throw notFound('there is no vault here yet');
    const secret = this.#deviceSecret();
    const found = keyring.people.find((other) => other.name === name && other.state === state);
    const keys = found ? await openKeys(found, secretText, secret, this.#ports.passphraseHash) : null;
    if (!found || !keys) throw this.#refuse(name);
    const { id, role, publicKey } = found;
    return { keyring, person: { id, name, role, publicKey }, keys, secret };
  }

  #deviceSecret(): Uint8Array {
    const unusable = (how: 'missing' | 'damaged') => {
      const problem = `this workstation's device secret is ${how}; the recovery key still opens the vault`;
      return new Failure({ code: 'INTEGRITY', data: { problem } });
    };
    try {
      const secret = this.#ports.deviceSecret.read();
      if (secret !== null) return secret;
    } catch (error) {
      if (error instanceof DeviceSecretExposed) {
        const problem =
          'other accounts of this computer can read device-secret; close it to them (chmod 600) and try again';
        throw new Failure({ code: 'INTEGRITY', data: { problem } });
      }
      throw error instanceof DeviceSecretDamaged ? unusable('damaged') : error;
    }
    throw unusable('missing');
  }

  #refuse(name: string): Failure {
    return new Failure({ code: 'WRONG_PASSPHRASE', data: { retryInMs: this.#door.failed(name) } });
  }

  #begin(keyring: Keyring, person: Person, keys: PersonKeys): Opened {
    const { files, clock, host } = this.#ports;
    let vault: Opened;
    try {
      vault = this.#openFor(keyring, person, keys);
    } finally {
      zeroKeys(keys);
    }
    try {
      vault.transaction(() => {
        for (const { kind, ...event } of this.#door.events()) vault.ledger.byDevice(kind, event);
        vault.ledger.byPerson('session.unlocked', { host: host.kind });
        vault.people.markUnlock();
      });
      this.#door.forget();
    } catch (error) {
      vault.close();
      throw error;
    }
    const idleMs = () => vault.session.policy.session.idleLockMinutes * 60_000;
    const idleLock = new IdleLock(
      clock,
      files,
      idleMs,
      () => this.lock(),
      (byMs) => vault.transaction(() => vault.ledger.byDevice('clock.jumped', { byMs })),
    );
    this.#open = { vault, idleLock };
    this.#rememberAtTheDoor(person.id);
    this.#putRecoveryRight(vault);
    this.#announcer.announce('vault', 'people', 'queue', 'outbox', 'ledger');
    this.#goOn(vault, idleLock);
    return vault;
  }

  /** A disk that is too full for this must not keep a vault closed that opened. */
  #rememberAtTheDoor(person: PersonId): void {
    try {
      this.seat.keep({ lastPerson: person });
    } catch (error) {
      this.#ports.log.note({ event: 'background-failed', room: 'seat', error: errorKind(error) });
    }
  }

  #putRecoveryRight(vault: Opened): void {
    try {
      vault.recovery.putFileRight();
    } catch (error) {
      this.#ports.log.note({ event: 'background-failed', room: 'recovery', error: errorKind(error) });
    }
  }

  #openFor(keyring: Keyring, person: Person, keys: PersonKeys): Opened {
    if (keys.contentKey === null) throw new TypeError('a role without the content key opens no vault');
    const db = Database.open(this.#ports.files.locate(keyring.database), keys.contentKey);
    try {
      migrate(db, this.#house.migrations);
      confirmPerson(db, person);
      const kept = person.role === 'supervisor' ? keys.contentKey.slice() : null;
      const indexKey = deriveIndexKey(keys.contentKey);
      return this.#house.open({
        db,
        person,
        personKey: signingKeyFrom(keys.signingSeed),
        contentKey: kept,
        indexKey,
        ports: this.#ports,
        announcer: this.#announcer,
      });
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /**
   * Records what somebody did to their own access, signed by them, whoever is at work. A vault that is open is written to as it
   * stands. An administrator has no key to the vault: what they did waits at the door.
   */
  #recordOf(
    kind: 'person.enrolled' | 'person.passphrase-changed',
    keyring: Keyring,
    person: Person,
    { contentKey, signingSeed }: PersonKeys,
  ): void {
    if (contentKey === null) {
      this.#door.administratorSeen(person.name);
      return;
    }
    const signer = { id: person.id, key: signingKeyFrom(signingSeed) };
    const record = (vault: Opened) =>
      vault.transaction(() => vault.ledger.byOther(kind, { person: person.id }, signer));
    if (this.#open) {
      this.#open.vault.people.confirm(person);
      record(this.#open.vault);
      return;
    }
    const vault = this.#openFor(keyring, person, { contentKey: contentKey.slice(), signingSeed });
    try {
      record(vault);
    } finally {
      vault.close();
    }
  }

  /** Takes up again what a crash or a lock interrupted. */
  #goOn(vault: Opened, idleLock: IdleLock): void {
    // What ends because the vault was locked under it is no failure.
    const noted = (room: BackgroundRoom, error: unknown) => {
      if (this.#open?.vault !== vault) return;
      this.#ports.log.note({ event: 'background-failed', room, error: errorKind(error) });
    };
    void vault.begin(this.#ports.background, noted);
    if (!this.#ports.background) return;
    void idleLock.watch().catch((error: unknown) => noted('idle-lock', error));
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => {});
    return mine;
  }
}

/** Whether the keyring has this person with this very key still: each invitation and each role comes with a key of its own. */
const isThere = ({ people }: Keyring, { id, publicKey }: Person, state: KeyringPerson['state']): boolean =>
  people.some((other) => other.id === id && other.publicKey === publicKey && other.state === state);
