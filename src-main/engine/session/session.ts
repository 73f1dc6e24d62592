import type { z } from 'zod';
import type { Person, Topic } from '../../../shared/contract/vault.contract.ts';
import type { DataOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Announcer } from './announcer.ts';
import type { CommandClock } from './command-clock.ts';
import type { CommandLog } from './command-log.ts';
import type { Recorder } from './recorder.ts';

export interface SessionParts {
  recorder: Recorder;
  commands: CommandLog;
  announcer: Announcer;
  clock: CommandClock;
  newId: () => string;
  newRandomId: () => string;
  person: Person;
  /** Whether the vault can only be looked at. */
  isReadOnly: () => boolean;
  /** Notes what the person did while nothing can be recorded. */
  unrecorded: ((did: Unrecorded) => void) | null;
}

type Unrecorded = DataOf<'session.unrecorded'>['did'];

/** A person's session in the open vault: who they are, their clock, and how their commands are carried out. */
export class Session implements Recorder {
  readonly #parts: SessionParts;
  readonly person: Person;
  /** Makes ids that sort by time. */
  readonly newId: () => string;
  /** Makes ids that do not reveal their time, where a reader must not learn it. */
  readonly newRandomId: () => string;
  readonly clock: CommandClock;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.person = parts.person;
    this.newId = parts.newId;
    this.newRandomId = parts.newRandomId;
    this.clock = parts.clock;
  }

  /** Whether the vault can only be looked at: what follows from looking is not written then. */
  get isReadOnly(): boolean {
    return this.#parts.isReadOnly();
  }

  /** Notes what the person did in a vault that can only be looked at; it is recorded as soon as that can be written. */
  unrecorded(did: Unrecorded): void {
    this.#parts.unrecorded?.(did);
  }

  /** Milliseconds since 1970, UTC. */
  nowMs(): number {
    return this.clock.nowMs();
  }

  /** The same instant as ISO 8601, UTC. */
  now(): string {
    return new Date(this.nowMs()).toISOString();
  }

  byPerson: Recorder['byPerson'] = (kind, data, ...enclosed) =>
    this.#parts.recorder.byPerson(kind, data, ...enclosed);

  canBeFirm(): boolean {
    return this.#parts.recorder.canBeFirm();
  }

  byDevice: Recorder['byDevice'] = (kind, data, ...enclosed) =>
    this.#parts.recorder.byDevice(kind, data, ...enclosed);

  /** Tells every connection that these parts of the vault changed. */
  announce(...topics: Topic[]): void {
    this.#parts.announcer.announce(...topics);
  }

  /** Whether a page is open in which somebody may wait for an answer: long work is done in small steps then. */
  get isWatched(): boolean {
    return this.#parts.announcer.isWatched;
  }

  /** Calls the listener at every change until the returned function is called. */
  listen(listener: (topics: readonly Topic[]) => void): () => void {
    return this.#parts.announcer.listen(listener);
  }

  /**
   * Carries out a command once: its effect, its entries and its stored answer are one transaction and have one time, and
   * the changes are announced afterwards. The same command again changes nothing and gets the same answer.
   * @param answer schema of the result of `work`, for reading it back
   * @param topics the parts of the vault it changes
   * @param work runs synchronously
   * @throws Failure CONFLICT where the command's id was used before with other input, and whatever `work` throws
   */
  perform<Answer>(
    command: string,
    answer: z.ZodType<Answer>,
    topics: readonly Topic[],
    work: () => Answer,
  ): Answer {
    const answered = this.clock.atOneTime(() => this.#parts.commands.once(command, answer, work));
    this.announce(...topics);
    return answered;
  }
}
