import type { BackgroundRoom } from '../../ports/log.ts';
import type { Applies } from './acts.ts';
import type { RecordCheck } from './record-check.ts';

/** What a room returns when it is built over an open database. */
export interface Room<Api> {
  /** The room's interface for the rooms above it and for the routers. */
  readonly api: Api;
  /** How its rows follow from the record. */
  readonly kinds?: Applies;
  /** Comparisons of the room's rows with the ledger, created anew for each verification. */
  checks?(): readonly RecordCheck[];
  /** The room's background work, which continues after a lock or a crash. */
  readonly begin?: {
    /** Its name in the log when it fails. */
    as: BackgroundRoom;
    /** @param background whether the engine runs background work; a terminal's does not */
    work(background: boolean): Promise<void>;
  };
  /** Ends its work and drops what it holds in memory; the database is closed afterwards. */
  stop?(): void;
}
