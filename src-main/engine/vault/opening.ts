import type { Check, Person, Session } from '../../../shared/contract/vault.contract.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { BackgroundRoom } from '../../ports/log.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { People } from '../people/people.ts';
import type { Announcer } from '../session/announcer.ts';
import type { Database } from '../storage/database.ts';
import type { Migration } from '../storage/migration.ts';
import type { RecoveryKeeper } from './recovery-keeper.ts';

/** What the rooms are put together from when somebody unlocks. */
export interface Opening {
  db: Database;
  person: Person;
  personKey: SigningKey;
  /** For a supervisor, who can pass it on; zeroed at the end. */
  contentKey: Uint8Array | null;
  /** Of the files of the matching index; zeroed at the end. */
  indexKey: Uint8Array;
  ports: EnginePorts;
  announcer: Announcer;
}

/** What creating, unlocking and locking need of an open vault. */
export interface OpenedVault {
  /** As it is now: an activated policy is in it at once. */
  readonly session: Session;
  readonly people: Pick<People, 'confirm' | 'markUnlock'>;
  readonly recovery: RecoveryKeeper;
  readonly ledger: Ledger;
  /** Asks the open database for the properties it promises. */
  examine(): Check[];
  transaction<Result>(work: () => Result): Result;
  /**
   * Lets the rooms work by themselves and take up what a crash or a lock interrupted.
   * @param background whether the engine works by itself: some rooms then work until `close`
   * @param failed is told of the failures, because nobody waits for this
   * @returns resolves when every room is done
   */
  begin(background: boolean, failed: (room: BackgroundRoom, error: unknown) => void): Promise<void>;
  /** Ends all work and closes the database. */
  close(): void;
}

/** The rooms of this engine, which stand above the lifecycle: how they come to be in a database, and how they are put together. */
export interface House<Opened extends OpenedVault> {
  migrations: readonly Migration[];
  open(opening: Opening): Opened;
  /** Fills a new vault with the bundled samples. */
  fillWithSamples(open: Opened, ports: EnginePorts): Promise<void>;
}
