import { z } from 'zod';
import { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import { CaseId, PersonId } from '../../../shared/domain/ids.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Session } from '../session/session.ts';
import type { Envelope } from './envelope.ts';
import { parsedJson } from './parsed-json.ts';

/** What a seat tells the others of itself at each contact. */
export const Presence = z.strictObject({
  /** Who works there. */
  person: z.strictObject({ id: PersonId, name: z.string() }),
  /** The case that is open there; null where none is, or that seat does not have it. */
  case: CaseId.nullable(),
  /** Own entries that had no place yet, and the entries it had taken in. */
  waiting: z.int().nonnegative(),
  settled: z.int().nonnegative(),
});
export type Presence = z.infer<typeof Presence>;

/** What is known of another seat. */
export interface SeatPresence extends Presence {
  device: string;
  /** When the hub got it, by its clock. */
  at: string;
}

/** The set-up destinations of this vault, whose settings each seat needs to deliver. */
export interface SharedDestinations {
  /** Those that are as a person configured them. */
  list(): readonly DestinationInput[];
  /** Those that a person configured somewhere, and that are not set up so here. */
  missing(): readonly string[];
  /** Stores settings, where they are what the record says. @returns whether they are */
  take(destination: DestinationInput): boolean;
}

export interface RegistersParts {
  session: Session;
  envelope: Envelope;
  device: string;
  destinations: SharedDestinations;
  presence: () => Omit<Presence, 'person'>;
}

/** How long a presence that says the same is left. */
const AGAIN_AFTER_MS = 25_000;

/** Small things that each seat leaves for the others in the place of what it left before: no deeds, and nothing lasts. */
export class Registers {
  readonly #parts: RegistersParts;
  #told = { text: '', atMs: -Infinity };
  /** Settings that this seat left, as they were. */
  readonly #left = new Map<string, string>();
  seats: readonly SeatPresence[] = [];

  constructor(parts: RegistersParts) {
    this.#parts = parts;
  }

  async exchange(hub: Hub): Promise<void> {
    await this.tell(hub);
    await this.#listen(hub);
    await this.#shareDestinations(hub);
  }

  /** Leaves for the others what this seat says of itself, where it is something new or old enough. */
  async tell(hub: Hub): Promise<void> {
    const { session, envelope, presence } = this.#parts;
    const { id, name } = session.person;
    const text = JSON.stringify({ person: { id, name }, ...presence() } satisfies Presence);
    const nowMs = session.clock.monotonicMs();
    if (text === this.#told.text && nowMs - this.#told.atMs < AGAIN_AFTER_MS) return;
    const tag = envelope.tag('presence');
    await hub.putRegister(tag, envelope.seal(tag, text));
    this.#told = { text, atMs: nowMs };
  }

  async #listen(hub: Hub): Promise<void> {
    const { envelope, device, session } = this.#parts;
    const tag = envelope.tag('presence');
    const before = JSON.stringify(this.seats.map(({ at, ...said }) => said));
    this.seats = (await hub.registers(tag)).flatMap((register) => {
      const content = register.device === device ? null : envelope.open(tag, register.sealed);
      const said = content && parsedJson(Presence, content);
      return said ? [{ ...said, device: register.device, at: register.at }] : [];
    });
    if (JSON.stringify(this.seats.map(({ at, ...said }) => said)) !== before) session.announce('seats');
  }

  async #shareDestinations(hub: Hub): Promise<void> {
    const { envelope, destinations, session } = this.#parts;
    for (const destination of destinations.list()) {
      const text = JSON.stringify(destination);
      // In a new epoch it is left again, which a seat opens that joins in it.
      const left = `${envelope.epoch} ${text}`;
      if (this.#left.get(destination.id) === left) continue;
      const tag = envelope.tag('destination', destination.id);
      await hub.putRegister(tag, envelope.seal(tag, text));
      this.#left.set(destination.id, left);
    }
    for (const id of destinations.missing()) {
      const tag = envelope.tag('destination', id);
      for (const { sealed } of await hub.registers(tag)) {
        const content = envelope.open(tag, sealed);
        const read = content && parsedJson(DestinationInput, content);
        if (read?.id !== id || !destinations.take(read)) continue;
        session.announce('destinations', 'outbox');
        break;
      }
    }
  }
}
