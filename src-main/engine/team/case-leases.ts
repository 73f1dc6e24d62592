import { type Hub, HubFailure } from '../../ports/hub.ts';
import type { Session } from '../session/session.ts';
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
}

/** Ends by itself where a seat goes away; an analyst who is at the case renews it by being there. */
const LEASE_MS = 15 * 60_000;

/**
 * Who works at a case now, so that no two begin with the same one while there is contact. It saves work and no more: what
 * is right where two decide all the same follows from the order of the record.
 */
export class CaseLeases {
  readonly #parts: CaseLeasesParts;
  #held: { case: string; tag: Uint8Array } | null = null;

  constructor(parts: CaseLeasesParts) {
    this.#parts = parts;
  }

  /**
   * Asks for a case; the one this seat had before is let go. Without contact it is this seat's as far as it knows.
   * @returns the name of who has it; null where it is this seat's
   */
  async take(caseId: string): Promise<string | null> {
    const { team, envelope, hub, device, session } = this.#parts;
    const there = hub();
    if (team.state() === null || there === null) return null;
    // A day's name: the hub cannot tell whether the same case is worked at on two.
    const tag = envelope.tag('case', caseId, session.now().slice(0, 10));
    try {
      const lease = await there.lease(tag, LEASE_MS);
      if (lease.device !== device) return this.#otherAt(lease.device);
      const before = this.#held;
      this.#held = { case: caseId, tag };
      if (before !== null && before.case !== caseId) await there.release(before.tag);
      return null;
    } catch (error) {
      if (error instanceof HubFailure) return null;
      throw error;
    }
  }

  /** Who has a case at another seat; null for the person here, who goes on with it where they are. */
  #otherAt(device: string): string | null {
    const person = this.#parts.seats().find((seat) => seat.device === device)?.person;
    return person?.id === this.#parts.session.person.id ? null : (person?.name ?? device.slice(-6));
  }
}
