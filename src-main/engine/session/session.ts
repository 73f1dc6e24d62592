import type { z } from 'zod';
import type { Person, Topic } from '../../../shared/contract/vault.contract.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Announcer } from './announcer.ts';
import type { CommandLog } from './command-log.ts';
import type { Recorder } from './recorder.ts';

export interface SessionParts {
  recorder: Recorder;
  commands: CommandLog;
  announcer: Announcer;
  clock: Clock;
  newId: () => string;
  newRandomId: () => string;
  person: Person;
}

/** Somebody at work in the open vault: who they are, what time it is for them, and how what they do is carried out. */
export class Session implements Recorder {
  readonly #parts: SessionParts;
  readonly person: Person;
  /** Ids in the order of time. */
  readonly newId: () => string;
  /** Ids that tell nothing of the time, where a reader of the id must not learn it. */
  readonly newRandomId: () => string;
  readonly clock: Clock;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.person = parts.person;
    this.newId = parts.newId;
    this.newRandomId = parts.newRandomId;
    this.clock = parts.clock;
  }

  /** Milliseconds since 1970, UTC. */
  nowMs(): number {
    return this.clock.nowMs();
  }

  /** The same instant as ISO 8601, UTC. */
  now(): string {
    return new Date(this.nowMs()).toISOString();
  }

  byPerson: Recorder['byPerson'] = (kind, data) => this.#parts.recorder.byPerson(kind, data);

  byDevice: Recorder['byDevice'] = (kind, data) => this.#parts.recorder.byDevice(kind, data);

  /** Tells every connection that these parts of the vault changed. */
  announce(...topics: Topic[]): void {
    this.#parts.announcer.announce(...topics);
  }

  /** Calls back at every change until the answered function is called. */
  listen(listener: (topics: readonly Topic[]) => void): () => void {
    return this.#parts.announcer.listen(listener);
  }

  /**
   * Carries out a command once: its effect, its entries and the memory of its answer are one transaction, and what it changed is
   * announced after that. The same command again changes nothing and answers the same.
   * @param answer what `work` answers, for reading it back
   * @param topics what it changes
   * @param work runs synchronously
   * @throws Failure CONFLICT where the command was given before with something else in it, and whatever `work` throws
   */
  perform<Answer>(
    command: string,
    answer: z.ZodType<Answer>,
    topics: readonly Topic[],
    work: () => Answer,
  ): Answer {
    const answered = this.#parts.commands.once(command, answer, work);
    this.announce(...topics);
    return answered;
  }
}
