import type { JoinStep } from '../../../shared/contract/team.contract.ts';
import type {
  NewVault,
  Person,
  RecoveryKey,
  Session,
  VaultState,
} from '../../../shared/contract/vault.contract.ts';
import { findRecoveryKey } from '../../../shared/domain/recovery-key.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { Files } from '../../ports/files.ts';
import { type BackgroundRoom, errorKind } from '../../ports/log.ts';
import { KEYRING_FILE, type Keyring } from '../keys/keyring.ts';
import { type PersonKeys, personKeyFrom, zeroKeys } from '../keys/person-keys.ts';
import { recoveryKeyFrom } from '../keys/recovery.ts';
import type { Announcer } from '../session/announcer.ts';
import { conflict, Failure, storageProblem } from '../storage/failure.ts';
import type { FileAndCode } from '../team/invitation.ts';
import { removeComparisons } from './compare-rows.ts';
import { DoorLog } from './door-log.ts';
import { followJoined } from './follow-joined.ts';
import { foundVault } from './found-vault.ts';
import { fromRecord } from './from-record.ts';
import { IdleLock } from './idle-lock.ts';
import { joinVault } from './join-vault.ts';
import { KeyMemory } from './key-memory.ts';
import { Knock } from './knock.ts';
import { changeDatabaseKey, offerNextKey, type RecoveryOfEpoch, sealForRecovery } from './new-epoch.ts';
import { closingOnFailure, type OpenedFor, type Opener, type OpenForParts, openFor } from './open-for.ts';
import type { House, Open, OpenedVault } from './opening.ts';
import { type Acting, OwnAccess } from './own-access.ts';
import { type Rebuilt, rebuildVault } from './rebuild-vault.ts';
import type { RecordParts } from './rebuilding.ts';
import { recoverVault } from './recover-vault.ts';
import { sealedTo } from './recovery-keeper.ts';
import { type Repaired, repairVault } from './repair-vault.ts';
import type { ReplayStep } from './replay.ts';
import { SeatFile } from './seat-file.ts';
import { isKeyChangeDue, recordEvents, recordLock } from './session-entries.ts';
import { untilDone } from './until-done.ts';

/** The vault as a whole: absent, locked or open, and the transitions between these. */
export class Vault<Opened extends OpenedVault> {
  readonly #ports: EnginePorts;
  readonly #announcer: Announcer;
  readonly #house: House<Opened>;
  readonly #door: DoorLog;
  readonly #knock: Knock;
  readonly #parts: OpenForParts<Opened>;
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
    this.#knock = new Knock(ports, this.#door, this.memory);
    this.#parts = {
      ports,
      announcer,
      house,
      unrecorded: (name, did) => this.#door.unrecorded(name, did),
    };
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
      const { keyring, person, keys } = await this.#knock.admit(name, 'enrolled', passphrase);
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
      await followJoined({ keyring, person, keys }, this.#ports, this.#house);
      const { session } = this.#begin(keyring, person, keys, 'or-look');
      await this.#finishKeyChange();
      return session;
    });
  }

  /** Tries whether a vault that was opened to look can be written now. @throws Failure LOCKED */
  tryWriting(): Promise<Session> {
    return this.#inTurn(async () => {
      this.require();
      if (this.#open) this.#goOnWriting(this.#open);
      await this.#finishKeyChange();
      return this.require().session;
    });
  }

  /**
   * Sets the first passphrase of an invited person, and makes the key that signs for them from now on.
   * @throws Failure WRONG_PASSPHRASE, SLOW_DOWN, NOT_FOUND, INTEGRITY where the invitation was used before, CONFLICT
   * where it was withdrawn or renewed meanwhile, or the enrolment was finished before a crash
   */
  enrol(name: string, code: string, passphrase: string): Promise<Person> {
    return this.#inTurn(async () => {
      const person = await this.#access.enrol(await this.#knock.admit(name, 'invited', code), passphrase);
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
      const admitted = await this.#knock.admit(name, 'enrolled', passphrase);
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
      const admitted = await this.#knock.admit(vault.session.person.name, 'enrolled', passphrase);
      const sealed = await sealedTo(recovery, admitted);
      if (this.#open?.vault !== vault) throw new Failure({ code: 'LOCKED' });
      vault.recovery.change(sealed);
      this.#announcer.announce('ledger');
      return recovery;
    });
  }

  /** Makes of an empty folder a seat of a hotline with several. @throws as `joinVault` */
  join(input: FileAndCode, signal: AbortSignal = new AbortController().signal): AsyncGenerator<JoinStep> {
    this.memory.holdsKeys();
    return joinVault(input, this.#ports, this.#house, signal);
  }

  /** @throws Failure WRONG_PASSPHRASE, SLOW_DOWN, NOT_FOUND, CONFLICT while the vault is open */
  recover(input: { identity: string; name: string; passphrase: string }): Promise<Session> {
    return this.#inTurn(async () => {
      if (this.#open) throw conflict({ reason: 'at-work' });
      this.#door.admit();
      const identity = findRecoveryKey(input.identity) ?? input.identity;
      const recovered = await recoverVault({ ...input, identity }, this.#ports, this.#house.migrations);
      if (recovered === null) throw this.#knock.refuse(input.name);
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
    ...[name, passphrase, work]: [string, string, (parts: RecordParts) => AsyncGenerator<ReplayStep, Result>]
  ): AsyncGenerator<ReplayStep, Result> {
    const admitted = await this.#knock.admit(name, 'enrolled', passphrase);
    return yield* fromRecord(admitted, this.#ports, this.#house, work);
  }

  lock(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    open.idleLock.stop();
    const isWritten = open.vault.session.readOnly === null;
    if (isWritten) this.#putRight('seat', () => this.seat.keep({ waiting: open.vault.waiting() }));
    try {
      if (isWritten) recordLock(open.vault);
      else this.#door.keep();
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
    for (let open = this.#open; open && isKeyChangeDue(open.vault); open = this.#open) {
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
      const keys = { contentKey: next };
      const again = openFor({ database, person, keys, personKey }, null, this.#parts);
      this.#settle({ ...open, ...again, keyring });
    } finally {
      contentKey.fill(0);
      this.#announcer.announce('vault', 'people', 'ledger');
    }
  }

  /** @param otherwise what happens where the disk cannot be written */
  #begin(keyring: Keyring, person: Person, keys: PersonKeys, otherwise: 'fail' | 'or-look' = 'fail'): Opened {
    const personKey = personKeyFrom(keys.signingSeed);
    const opener = { database: keyring.database, person, keys, personKey };
    let opened: OpenedFor<Opened>;
    try {
      opened = this.#openToWrite(opener);
    } catch (error) {
      const problem = storageProblem(error);
      if (otherwise === 'fail' || problem === null) throw error;
      opened = this.#openToLook(opener, problem);
    } finally {
      zeroKeys(keys);
    }
    const { vault } = opened;
    closingOnFailure(opened, () => {
      if (vault.session.readOnly === null) this.#door.forget();
    });
    this.#settle({ ...opened, keyring, person, personKey });
    if (vault.session.readOnly === null)
      this.#putRight('seat', () => this.seat.keep({ lastPerson: person.id, waiting: null }));
    return vault;
  }

  #openToWrite(opener: Opener): OpenedFor<Opened> {
    const opened = openFor(opener, null, this.#parts);
    closingOnFailure(opened, () => {
      opened.vault.transaction(() => this.#recordUnlock(opened.vault));
    });
    return opened;
  }

  #openToLook(opener: Opener, problem: string): OpenedFor<Opened> {
    const since = new Date(this.#ports.clock.nowMs()).toISOString();
    const opened = openFor(opener, { since, problem }, this.#parts);
    closingOnFailure(opened, () => this.#door.unrecorded(opener.person.name, 'unlocked'));
    return opened;
  }

  #recordUnlock({ ledger }: Opened): void {
    recordEvents(ledger, this.#door.events());
    ledger.byPerson('session.unlocked', { host: this.#ports.host.kind });
  }

  /** @returns whether the vault, which was opened to look, can be written */
  #goOnWriting({ vault, settle }: Open<Opened>): boolean {
    try {
      settle();
      if (!vault.goOnWriting(() => this.#recordUnlock(vault))) return false;
    } catch (error) {
      if (storageProblem(error) === null) throw error;
      return false;
    }
    this.#door.forget();
    this.#putRightAll(vault);
    this.#announcer.announce('vault', 'people', 'queue', 'outbox', 'ledger');
    this.#goOn(vault);
    return true;
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
    const open = { ...opened, idleLock };
    this.#open = open;
    const isWritten = vault.session.readOnly === null;
    if (isWritten) this.#putRightAll(vault);
    this.#announcer.announce('vault', 'people', 'queue', 'outbox', 'ledger');
    if (isWritten) this.#goOn(vault);
    if (!this.#ports.background) return;
    void idleLock.watch().catch((error: unknown) => this.#noted(vault, 'idle-lock', error));
    if (!isWritten) void this.#awaitRoom(open).catch((error: unknown) => this.#noted(vault, 'room', error));
  }

  #awaitRoom(open: Open<Opened>): Promise<void> {
    const tried = () =>
      this.#inTurn(async () => {
        if (this.#open !== open || !this.#goOnWriting(open)) return false;
        await this.#finishKeyChange();
        return true;
      });
    return untilDone(tried, this.#ports.clock, open.idleLock.stopped);
  }

  #putRightAll(vault: Opened): void {
    this.#putRight('recovery', () => vault.recovery.putFileRight());
    this.#putRight('people', () => vault.people.finishEnrolments());
    removeComparisons(this.#ports.files);
  }

  /** Finishes what a crash left half done; where it cannot, an unlock has succeeded all the same. */
  #putRight(room: BackgroundRoom, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#ports.log.note({ event: 'background-failed', room, error: errorKind(error) });
    }
  }

  /**
   * Works in the vault for a person who has keys to it: in the open one, whoever opened it, or in one that is opened
   * for this alone.
   * @throws Failure INTEGRITY where the vault knows the person otherwise
   */
  #inVaultFor(keyring: Keyring, { person, keys, standing }: Acting, work: (vault: Opened) => void): void {
    if (this.#open) {
      if (this.#open.vault.session.readOnly !== null) throw conflict({ reason: 'read-only' });
      this.#open.vault.people.confirm(person, standing);
      work(this.#open.vault);
      return;
    }
    const personKey = personKeyFrom(keys.signingSeed);
    const opener = { database: keyring.database, person, keys, personKey, standing };
    const { vault, contentKey } = openFor(opener, null, this.#parts);
    contentKey.fill(0);
    try {
      work(vault);
    } finally {
      vault.close();
    }
  }

  /** Continues what a crash or a lock interrupted. */
  #goOn(vault: Opened): void {
    void vault.begin(this.#ports.background, (room, error) => this.#noted(vault, room, error));
  }

  /** Work that stops because the vault was locked has not failed. */
  #noted(vault: Opened, room: BackgroundRoom, error: unknown): void {
    if (this.#open?.vault !== vault) return;
    this.#ports.log.note({ event: 'background-failed', room, error: errorKind(error) });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work, work).finally(() => {
      if (this.#open === null) this.memory.closed();
    });
    this.#turn = mine.catch(() => {});
    return mine;
  }
}
