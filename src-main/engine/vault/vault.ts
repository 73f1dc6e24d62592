import type {
  NewVault,
  Person,
  RecoveryKey,
  Session,
  VaultState,
} from '../../../shared/contract/vault.contract.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { findRecoveryKey } from '../../../shared/domain/recovery-key.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { Files } from '../../ports/files.ts';
import { type BackgroundRoom, errorKind } from '../../ports/log.ts';
import { KEYRING_FILE, type Keyring, type KeyringPerson, loadKeyring } from '../keys/keyring.ts';
import { openKeys, type PersonKey, type PersonKeys, personKeyFrom, zeroKeys } from '../keys/person-keys.ts';
import { recoveryKeyFrom, recoverySigningKey, sealRecovery, stateRecipient } from '../keys/recovery.ts';
import { deriveIndexKey } from '../lists/start-matching-index.ts';
import { confirmPerson, type Standing } from '../people/confirm-person.ts';
import type { Announcer } from '../session/announcer.ts';
import { conflict, Failure, notFound } from '../storage/failure.ts';
import { migrate } from '../storage/migration.ts';
import { removeComparisons } from './compare-rows.ts';
import { DoorLog } from './door-log.ts';
import { foundVault } from './found-vault.ts';
import { fromRecord } from './from-record.ts';
import { IdleLock } from './idle-lock.ts';
import { KeyMemory } from './key-memory.ts';
import {
  changeDatabaseKey,
  offerNextKey,
  openInEpoch,
  type RecoveryOfEpoch,
  sealForRecovery,
} from './new-epoch.ts';
import { goOnWhereCopy } from './next-device.ts';
import type { House, Open, OpenedVault } from './opening.ts';
import { type Acting, type Admitted, OwnAccess } from './own-access.ts';
import { readDeviceSecret } from './read-device-secret.ts';
import { type Rebuilt, rebuildVault } from './rebuild-vault.ts';
import type { RecordParts } from './rebuilding.ts';
import { recoverVault } from './recover-vault.ts';
import { type Repaired, repairVault } from './repair-vault.ts';
import type { ReplayStep } from './replay.ts';
import { SeatFile } from './seat-file.ts';

/** The vault as a whole: absent, locked or open, and the transitions between these. */
export class Vault<Opened extends OpenedVault> {
  readonly #ports: EnginePorts;
  readonly #announcer: Announcer;
  readonly #house: House<Opened>;
  readonly #door: DoorLog;
  readonly #access: OwnAccess;
  readonly seat: SeatFile;
  readonly memory = new KeyMemory();
  #open: Open<Opened> | null = null;
  /** Creating and unlocking take a while; this lets only one of them run at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: EnginePorts, announcer: Announcer, house: House<Opened>) {
    this.#ports = ports;
    this.#announcer = announcer;
    this.#house = house;
    this.#door = new DoorLog(ports.files, ports.clock);
    this.seat = new SeatFile(ports.files);
    this.#access = new OwnAccess(ports, this.#door, (...given) => this.#inVaultFor(...given));
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

  /** The open vault, or null; for callers that work with either. */
  peek(): Opened | null {
    return this.#open?.vault ?? null;
  }

  /** Reports activity of the person at the workstation, which restarts the idle time. */
  active(): void {
    this.#open?.idleLock.active();
  }

  /** Each person once: an enrolment that a crash interrupted is begun again with the same code. */
  people(): { id: PersonId; name: string; role: Person['role']; state: KeyringPerson['state'] }[] {
    const people = loadKeyring(this.#ports.files)?.people ?? [];
    const first = people.filter(({ id }, at) => people.findIndex((other) => other.id === id) === at);
    return first.map(({ id, name, role, state }) => ({ id, name, role, state }));
  }

  /** @throws Failure CONFLICT where a vault exists already */
  create(input: NewVault): Promise<Session & { recovery: RecoveryKey }> {
    return this.#inTurn(async () => {
      if (this.state() !== 'absent') throw conflict({ reason: 'vault-exists' });
      this.memory.holdsKeys();
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
        if (this.#open.vault.session.person.id !== person.id) throw conflict({ reason: 'another-at-work' });
        return this.#open.vault.session;
      }
      const { session } = this.#begin(keyring, person, keys);
      await this.#finishKeyChange();
      return session;
    });
  }

  /**
   * Sets the first passphrase of an invited person, and makes the key that signs for them from now on.
   * @throws Failure WRONG_PASSPHRASE, SLOW_DOWN, NOT_FOUND, INTEGRITY where the invitation was used before, CONFLICT
   * where it was withdrawn or renewed meanwhile, or the enrolment was finished before a crash
   */
  enrol(name: string, code: string, passphrase: string): Promise<Person> {
    return this.#inTurn(async () => {
      const person = await this.#access.enrol(await this.#knock(name, 'invited', code), passphrase);
      this.#announcer.announce('people', 'ledger');
      return person;
    });
  }

  /**
   * Changes a person's passphrase, whether or not another person has the vault open. Their keys stay the same; only the
   * wraps are new.
   * @throws Failure WRONG_PASSPHRASE, SLOW_DOWN, NOT_FOUND, CONFLICT where nothing changes or they were changed
   * meanwhile
   */
  changePassphrase(name: string, passphrase: string, next: string): Promise<Person> {
    return this.#inTurn(async () => {
      const admitted = await this.#knock(name, 'enrolled', passphrase);
      const person = await this.#access.changePassphrase(admitted, passphrase, next);
      this.#announcer.announce('ledger');
      return person;
    });
  }

  /**
   * Replaces the valid recovery key. Asks for the passphrase of the person at the workstation, so that no passer-by at
   * an unlocked workstation can replace a key that opens the vault for good.
   * @param identity an age identity that was stored safely
   * @throws Failure LOCKED, WRONG_PASSPHRASE, SLOW_DOWN, CONFLICT where it is no recovery key
   */
  changeRecoveryKey(identity: string, passphrase: string): Promise<RecoveryKey> {
    return this.#inTurn(async () => {
      const vault = this.require();
      const recovery = await recoveryKeyFrom(identity);
      if (recovery === null) throw conflict({ reason: 'no-recovery-key' });
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
        const { publicKeyText: publicKey } = recoverySigningKey(identity);
        vault.recovery.change({ sealed, publicKey, recipient: stateRecipient(recovery) });
      } finally {
        zeroKeys(keys);
      }
      this.#announcer.announce('ledger');
      return recovery;
    });
  }

  /** @throws Failure WRONG_PASSPHRASE, SLOW_DOWN, NOT_FOUND, CONFLICT while the vault is open */
  recover(input: { identity: string; name: string; passphrase: string }): Promise<Session> {
    return this.#inTurn(async () => {
      if (this.#open) throw conflict({ reason: 'at-work' });
      this.#door.admit();
      const identity = findRecoveryKey(input.identity) ?? input.identity;
      const recovered = await recoverVault({ ...input, identity }, this.#ports, this.#house.migrations);
      if (recovered === null) throw this.#refuse(input.name);
      this.memory.holdsKeys();
      const { session } = this.#begin(recovered.keyring, recovered.person, recovered.keys);
      await this.#finishKeyChange();
      return session;
    });
  }

  /**
   * Fills an empty folder with a vault that has the record, the people and the passphrases of this one, and rows that
   * follow from the record alone.
   * @param into the files of the new vault; the folder must be empty
   * @throws Failure WRONG_PASSPHRASE, SLOW_DOWN, NOT_FOUND, NOT_PERMITTED for anyone but a supervisor, IN_USE, CONFLICT
   */
  rebuild(name: string, passphrase: string, into: Files): AsyncGenerator<ReplayStep, Rebuilt> {
    return this.#ofRecord(name, passphrase, (parts) => rebuildVault(parts, into));
  }

  /**
   * Puts the rows of this vault right that do not follow from its record.
   * @throws Failure as `rebuild`
   */
  repair(name: string, passphrase: string): AsyncGenerator<ReplayStep, Repaired> {
    return this.#ofRecord(name, passphrase, repairVault);
  }

  async *#ofRecord<Result>(
    name: string,
    passphrase: string,
    work: (parts: RecordParts) => AsyncGenerator<ReplayStep, Result>,
  ): AsyncGenerator<ReplayStep, Result> {
    const admitted = await this.#knock(name, 'enrolled', passphrase);
    return yield* fromRecord(admitted, this.#ports, this.#house, work);
  }

  lock(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    open.idleLock.stop();
    this.#putRight('seat', () => this.seat.keep({ waiting: open.vault.waiting() }));
    try {
      open.vault.transaction(() => {
        open.vault.ledger.byPerson('session.locked', {});
        open.vault.ledger.checkpoint();
      });
    } finally {
      open.contentKey.fill(0);
      open.vault.close();
      this.#announcer.announce('vault');
      this.memory.closed();
    }
  }

  /**
   * Changes the key of the database where somebody lost access who still knows it. The person at the workstation goes on
   * in a vault opened anew; work in the background stops and goes on.
   * @throws Failure STORAGE, with the vault locked: it is opened again, and its key changed, by the next unlock
   */
  async changeKeyIfDue(): Promise<void> {
    for (let open = this.#open; open?.vault.isNewKeyDue(); open = this.#open) {
      const next = this.#ports.entropy.bytes(32);
      try {
        const sealed = await sealForRecovery(open, next);
        if (this.#open === open) this.#changeKey(open, next, sealed);
      } finally {
        next.fill(0);
        if (this.#open === null) this.memory.closed();
      }
    }
  }

  /** A change that cannot be made now does not stop an unlock that has succeeded: the next one tries again. */
  async #finishKeyChange(): Promise<void> {
    try {
      await this.changeKeyIfDue();
    } catch (error) {
      if (this.#open === null) throw error;
      this.#ports.log.note({ event: 'background-failed', room: 'people', error: errorKind(error) });
    }
  }

  #changeKey(open: Open<Opened>, next: Uint8Array, recovery: RecoveryOfEpoch | null): void {
    const { files, entropy } = this.#ports;
    const { person, personKey, contentKey } = open;
    offerNextKey(open.vault, next, recovery, { files, entropy });
    this.#open = null;
    open.idleLock.stop();
    open.vault.close();
    try {
      const { database } = open.keyring;
      const keyring = changeDatabaseKey(files, { database, present: contentKey, next }, recovery);
      const again = this.#openFor(keyring, person, { contentKey: next }, personKey);
      this.#settle({ ...open, ...again, keyring });
    } finally {
      contentKey.fill(0);
      this.#announcer.announce('vault', 'people', 'ledger');
    }
  }

  /** Opens a person's keys with their passphrase. Every wrong try is noted and lengthens the wait before the next. */
  async #knock(name: string, state: KeyringPerson['state'], secretText: string): Promise<Admitted> {
    this.#door.admit();
    const keyring = loadKeyring(this.#ports.files);
    if (!keyring) throw notFound({ what: 'vault' });
    const secret = readDeviceSecret(this.#ports.deviceSecret);
    const found = keyring.people.find((other) => other.name === name && other.state === state);
    const keys = found ? await openKeys(found, secretText, secret, this.#ports.passphraseHash) : null;
    if (!found || !keys) throw this.#refuse(name);
    this.memory.holdsKeys();
    const { id, role, publicKey } = found;
    return { keyring, person: { id, name, role, publicKey }, keys, secret };
  }

  #refuse(name: string): Failure {
    return new Failure({ code: 'WRONG_PASSPHRASE', data: { retryInMs: this.#door.failed(name) } });
  }

  #begin(keyring: Keyring, person: Person, keys: PersonKeys): Opened {
    const { host } = this.#ports;
    const personKey = personKeyFrom(keys.signingSeed);
    let vault: Opened;
    let contentKey: Uint8Array;
    try {
      ({ vault, contentKey } = this.#openFor(keyring, person, keys, personKey));
    } finally {
      zeroKeys(keys);
    }
    try {
      vault.transaction(() => {
        for (const { kind, ...event } of this.#door.events()) vault.ledger.byDevice(kind, event);
        vault.ledger.byPerson('session.unlocked', { host: host.kind });
      });
      this.#door.forget();
    } catch (error) {
      contentKey.fill(0);
      vault.close();
      throw error;
    }
    this.#settle({ vault, keyring, person, personKey, contentKey });
    this.#putRight('seat', () => this.seat.keep({ lastPerson: person.id, waiting: null }));
    return vault;
  }

  /** Lets the person work in a vault that was opened for them. */
  #settle(opened: Omit<Open<Opened>, 'idleLock'>): void {
    const { files, clock } = this.#ports;
    const { vault } = opened;
    const idleMs = () => vault.session.policy.session.idleLockMinutes * 60_000;
    const idleLock = new IdleLock(
      clock,
      files,
      idleMs,
      () => this.lock(),
      (byMs) => vault.transaction(() => vault.ledger.byDevice('clock.jumped', { byMs })),
    );
    this.#open = { ...opened, idleLock };
    this.#putRight('recovery', () => vault.recovery.putFileRight());
    this.#putRight('people', () => vault.people.finishEnrolments());
    removeComparisons(files);
    this.#announcer.announce('vault', 'people', 'queue', 'outbox', 'ledger');
    this.#goOn(vault, idleLock);
  }

  /** Finishes what a crash left half done; where it cannot, an unlock has succeeded all the same. */
  #putRight(room: BackgroundRoom, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#ports.log.note({ event: 'background-failed', room, error: errorKind(error) });
    }
  }

  /** @returns the vault, and a copy of the key its database has */
  #openFor(
    { database }: Keyring,
    person: Person,
    keys: Omit<PersonKeys, 'signingSeed'>,
    personKey: PersonKey,
    standing: Standing = 'enrolled',
  ): { vault: Opened; contentKey: Uint8Array } {
    const { db, contentKey } = openInEpoch(this.#ports.files, database, keys);
    try {
      migrate(db, this.#house.migrations);
      confirmPerson(db, person, standing);
      goOnWhereCopy(db, { person, personKey }, this.#ports);
      const vault = this.#house.open({
        db,
        person,
        personKey,
        unseal: personKey.unseal,
        contentKey: person.role === 'supervisor' ? contentKey.slice() : null,
        indexKey: deriveIndexKey(contentKey),
        ports: this.#ports,
        announcer: this.#announcer,
      });
      return { vault, contentKey: contentKey.slice() };
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /**
   * Works in the vault for a person who has keys to it: in the open one, whoever opened it, or in one that is opened
   * for this alone.
   * @throws Failure INTEGRITY where the vault knows the person otherwise
   */
  #inVaultFor(keyring: Keyring, { person, keys, standing }: Acting, work: (vault: Opened) => void): void {
    if (this.#open) {
      this.#open.vault.people.confirm(person, standing);
      work(this.#open.vault);
      return;
    }
    const personKey = personKeyFrom(keys.signingSeed);
    const { vault, contentKey } = this.#openFor(keyring, person, keys, personKey, standing);
    contentKey.fill(0);
    try {
      work(vault);
    } finally {
      vault.close();
    }
  }

  /** Continues what a crash or a lock interrupted. */
  #goOn(vault: Opened, idleLock: IdleLock): void {
    // Work that stops because the vault was locked has not failed.
    const noted = (room: BackgroundRoom, error: unknown) => {
      if (this.#open?.vault !== vault) return;
      this.#ports.log.note({ event: 'background-failed', room, error: errorKind(error) });
    };
    void vault.begin(this.#ports.background, noted);
    if (!this.#ports.background) return;
    void idleLock.watch().catch((error: unknown) => noted('idle-lock', error));
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work, work).finally(() => {
      if (this.#open === null) this.memory.closed();
    });
    this.#turn = mine.catch(() => {});
    return mine;
  }
}
