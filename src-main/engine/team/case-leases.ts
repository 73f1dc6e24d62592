import type { CaseId } from '../../../shared/domain/ids.ts';
import { type Hub, HubFailure } from '../../ports/hub.ts';
import type { Session } from '../session/session.ts';
import { DiscordFailure } from './discord.ts';
import type { Envelope } from './envelope.ts';
import type { SeatPresence } from './registers.ts';
import type { TeamStore } from './team.store.ts';

export interface CaseLeasesParts {
  session: Session;
  team: TeamStore;
  envelope: Envelope;
  hub: () => Hub | null;
  device: string;
  /** What is known of the other seats. */
  seats: () => readonly SeatPresence[];
  /** Tells the other seats which case is open here. */
  tell: (hub: Hub) => Promise<void>;
}

/** Ends by itself where a seat goes away; an analyst who is at the case renews it by being there. */
const LEASE_MS = 15 * 60_000;

/**
 * Who works at a case now, so that no two begin with the same one while there is contact. It saves work and no more: what
 * is right where two decide all the same follows from the order of the record.
 */
export class CaseLeases {
  readonly #parts: CaseLeasesParts;
  #held: { case: CaseId; tag: Uint8Array } | null = null;

  constructor(parts: CaseLeasesParts) {
    this.#parts = parts;
  }

  /**
   * Asks for a case; the one this seat had before is let go. Without contact it is this seat's as far as it knows.
   * @returns the name of who has it; null where it is this seat's
   */
  async take(caseId: CaseId): Promise<string | null> {
    const { team, envelope, hub, device, session, tell } = this.#parts;
    const there = hub();
    if (team.state() === null || there === null) return null;
    try {
      // A day's name: the hub cannot tell whether the same case is worked at on two.
      const tag = envelope.passingTag('case', caseId, session.now().slice(0, 10));
      const lease = await there.lease(tag, LEASE_MS);
      const before = this.#held;
      if (lease.device !== device) {
        if (before?.case === caseId) this.#held = null;
        return this.#otherAt(lease.device);
      }
      this.#held = { case: caseId, tag };
      if (before?.case === caseId) return null;
      if (before !== null) await there.release(before.tag);
      // Before the claim is recorded: who hears of the claim finds this.
      await tell(there);
      return null;
    } catch (error) {
      if (error instanceof HubFailure || error instanceof DiscordFailure) return null;
      throw error;
    }
  }

  /** The case that is open here, as far as this seat has it. */
  get open(): CaseId | null {
    return this.#held?.case ?? null;
  }

  /** Who has a case open at another seat, as far as that is known here without asking; null as in `take`. */
  openElsewhere(caseId: CaseId): string | null {
    const seat = this.#parts.seats().find((other) => other.case === caseId);
    return seat === undefined ? null : this.#otherAt(seat.device);
  }

  /** Keeps the case as long as somebody is at it. @returns as `take`; null also where this seat does not have it */
  stay(caseId: CaseId): Promise<string | null> {
    return this.#held?.case === caseId ? this.take(caseId) : Promise.resolve(null);
  }

  /** Lets a case go that is done with. It never fails: a lease that stays ends by itself. */
  async leave(caseId: CaseId): Promise<void> {
    const held = this.#held;
    const there = this.#parts.hub();
    if (held?.case !== caseId) return;
    this.#held = null;
    if (there === null) return;
    try {
      await there.release(held.tag);
    } catch (error) {
      if (!(error instanceof HubFailure)) throw error;
    }
  }

  /** Who has a case at another seat; null for the person here, who goes on with it where they are. */
  #otherAt(device: string): string | null {
    const person = this.#parts.seats().find((seat) => seat.device === device)?.person;
    return person?.id === this.#parts.session.person.id ? null : (person?.name ?? device.slice(-6));
  }
}
