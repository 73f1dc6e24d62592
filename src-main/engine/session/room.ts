import type { BackgroundRoom } from '../../ports/log.ts';
import type { RecordCheck } from './record-check.ts';

/** What every room answers that is put together over an open database. */
export interface Room<Api> {
  /** What the rooms above it and the doors work with. */
  readonly api: Api;
  /** What compares the room's rows with the record, made anew for each verification. */
  checks?(): readonly RecordCheck[];
  /** What the room does while nobody asks, and where a lock or a crash came between takes up again. */
  readonly begin?: {
    /** How the log names it where it fails. */
    as: BackgroundRoom;
    /** @param background whether the engine works by itself: a terminal's does not */
    work(background: boolean): Promise<void>;
  };
  /** Ends its work and forgets what it has in memory; the database is closed after that. */
  stop?(): void;
}
