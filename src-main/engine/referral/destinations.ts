import { z } from 'zod';
import {
  Destination,
  type DestinationInput,
  type Outage,
} from '../../../shared/contract/referral.contract.ts';
import { circuitOf } from '../../../shared/domain/desk-contact.ts';
import type { DestinationId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { Session } from '../session/session.ts';
import { channelOf } from './all-channels.ts';
import type { ShownSettings } from './channels/channel.ts';
import type { DeskContactStore, KnownContact } from './desk-contact.store.ts';
import type { DestinationStore } from './destination.store.ts';
import type { OutboxStore } from './outbox.store.ts';
import { stateDestination } from './state-destination.ts';

export interface DestinationsParts {
  session: Session;
  store: DestinationStore;
  contacts: DeskContactStore;
  outbox: OutboxStore;
  warrants: Warrants;
  protocol: Protocol;
}

/** The outage of a desk as it is shown; null while there is none. */
function outageOf(contact: KnownContact, nowMs: number, limitMinutes: number): Outage | null {
  const { silentSinceMs, probeAtMs, trouble, failures } = contact;
  if (silentSinceMs === null || circuitOf(contact, nowMs) === 'closed') return null;
  return {
    since: new Date(silentSinceMs).toISOString(),
    nextProbeAt: new Date(probeAtMs).toISOString(),
    isLong: nowMs - silentSinceMs >= limitMinutes * 60_000,
    ...{ trouble, failures },
  };
}

const NOTHING_SHOWN: ShownSettings = { url: null, caFingerprint: null, certificateExpiresAt: null };

/** Where referrals go: configured destinations, and those that the policy names and that are not configured yet. */
export class Destinations {
  readonly #parts: DestinationsParts;

  constructor(parts: DestinationsParts) {
    this.#parts = parts;
  }

  list(): Destination[] {
    const { store, outbox, protocol } = this.#parts;
    const configured = new Map(store.list().map((desk) => [desk.id as string, desk]));
    const named = protocol.policy.categories.flatMap(
      (category) => category.destinations as readonly string[],
    );
    const ids = new Set([...named, ...configured.keys(), ...outbox.namedDestinations()]);
    return [...ids].sort().map((id) => this.#describe(id, configured.get(id)));
  }

  /**
   * @throws Failure REFUSED where the address is not in the form in which it is used, or certificate, key and authority
   * do not belong together
   */
  add(command: string, input: DestinationInput): Destination {
    const { session, store, contacts } = this.#parts;
    channelOf(input.channel).check(input.channel.settings);
    return session.perform(command, Destination, ['destinations', 'ledger'], () => {
      store.put(input, session.now());
      contacts.forget(input.id);
      session.byPerson('destination.added', { ...stateDestination(input) });
      return this.#describe(input.id, input);
    });
  }

  remove(command: string, id: DestinationId): { removed: boolean } {
    const { session, store } = this.#parts;
    return session.perform(command, z.object({ removed: z.boolean() }), ['destinations', 'ledger'], () => {
      const removed = store.remove(id);
      if (removed) session.byPerson('destination.removed', { destination: id });
      return { removed };
    });
  }

  #describe(id: string, desk: DestinationInput | undefined): Destination {
    const counts = this.#parts.outbox.countByState(id);
    const { contacts, session, protocol } = this.#parts;
    return Destination.parse({
      id,
      kind: desk?.channel.kind ?? null,
      isAsSetUp: desk ? this.#parts.warrants.isSetUp(stateDestination(desk)) : null,
      ...(desk ? channelOf(desk.channel).shown(desk.channel.settings) : NOTHING_SHOWN),
      waiting: counts.queued + counts.sending,
      sending: counts.sending,
      delivered: counts.delivered,
      parked: counts.parked,
      oldestQueuedAt: this.#parts.outbox.oldestWaiting(id),
      paused: contacts.paused(id),
      outage: outageOf(contacts.of(id), session.nowMs(), protocol.policy.courier.outageMinutes),
    });
  }
}
