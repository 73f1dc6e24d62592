import type { Check } from '../../../shared/contract/check.ts';
import type { Person, Session, Waiting } from '../../../shared/contract/vault.contract.ts';
import type { DataOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Signers } from '../../../shared/ledger/signers.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { BackgroundRoom } from '../../ports/log.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { PersonKey } from '../keys/person-keys.ts';
import type { Unseal } from '../keys/sealing-key.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { People } from '../people/people.ts';
import type { Announcer } from '../session/announcer.ts';
import type { Database } from '../storage/database.ts';
import type { Migration } from '../storage/migration.ts';
import type { IdleLock } from './idle-lock.ts';
import type { RecoveryKeeper } from './recovery-keeper.ts';

/** What the rooms are built from at an unlock. */
export interface Opening {
  db: Database;
  person: Person;
  personKey: SigningKey;
  /** Opens what was sealed to them; null where the rooms only read a record. */
  unseal: Unseal | null;
  /** Present for a supervisor, who can pass it on; zeroed at the end. */
  contentKey: Uint8Array | null;
  /** Encrypts the files of the matching index; zeroed at the end. */
  indexKey: Uint8Array;
  ports: EnginePorts;
  announcer: Announcer;
  /** Notes what the person did while nothing can be recorded; null where the rooms only read a record. */
  unrecorded: ((did: DataOf<'session.unrecorded'>['did']) => void) | null;
}

/** What creating, unlocking and locking need from an open vault. */
export interface OpenedVault {
  /** Current at each read: a policy that was just activated is in it at once. */
  readonly session: Session;
  readonly people: Pick<People, 'confirm' | 'finishEnrolments'>;
  readonly recovery: RecoveryKeeper;
  /** The people, workstations and keys that the ledger names. */
  record(): Signers;
  /** Whether somebody lost access who still knows the database's key. */
  isNewKeyDue(): boolean;
  readonly ledger: Ledger;
  /** Referrals that are still to be sent; null where there are none. */
  waiting(): Waiting | null;
  /** Reads the rules in force again, after they changed. */
  followRules(): void;
  /** Checks that the open database has the properties it promises. */
  examine(): Check[];
  /** This seat's exchange with the others, where there are some. */
  readonly teamSync: {
    once(): Promise<void>;
    catchUp(): Promise<void>;
    readonly log: { readonly settled: number } | null;
    stop(): void;
  };
  transaction<Result>(work: () => Result): Result;
  /**
   * Goes on writing in a vault that was opened to look, with a first transaction.
   * @returns whether it can be written
   */
  goOnWriting(first: () => void): boolean;
  /**
   * Starts the background work of the rooms, which continues what a crash or a lock interrupted.
   * @param background whether the engine runs background work: some rooms then work until `close`
   * @param failed receives failures, because no caller awaits this work
   * @returns resolves when every room is done
   */
  begin(background: boolean, failed: (room: BackgroundRoom, error: unknown) => void): Promise<void>;
  /** Ends all work and closes the database. */
  close(): void;
}

/** An open vault, with what opening it again under another key takes. */
export interface Open<Opened> {
  vault: Opened;
  idleLock: IdleLock;
  keyring: Keyring;
  person: Person;
  personKey: PersonKey;
  /** Zeroed at lock. */
  contentKey: Uint8Array;
  /** Lets the keyring follow the key that the database has, before anything else is written. */
  settle: () => void;
}

/**
 * The rooms of this engine, which lie above the vault's lifecycle: how their tables are created, and how they are
 * built.
 */
export interface House<Opened extends OpenedVault> {
  migrations: readonly Migration[];
  open(opening: Opening): Opened;
  /** Fills a new vault with the bundled samples. */
  fillWithSamples(open: Opened, ports: EnginePorts): Promise<void>;
}
