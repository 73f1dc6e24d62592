import { z } from 'zod';
import {
  Destination,
  type DestinationInput,
  type DestinationTested,
  type Outage,
  type SettingChanges,
} from '../../../shared/contract/referral.contract.ts';
import { endsSoon } from '../../../shared/domain/certificate-expiry.ts';
import { circuitOf } from '../../../shared/domain/desk-contact.ts';
import type { DestinationId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { Session } from '../session/session.ts';
import { conflict } from '../storage/failure.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import { channelOf } from './all-channels.ts';
import { changedSettings, typedSettings } from './changed-settings.ts';
import type { Exchange, ShownSettings } from './channels/channel.ts';
import type { DeskCertificateStore } from './desk-certificate.store.ts';
import type { DeskContactStore, KnownContact } from './desk-contact.store.ts';
import type { DestinationStore } from './destination.store.ts';
import type { OutboxStore } from './outbox.store.ts';
import { stateDestination } from './state-destination.ts';

export interface DestinationsParts {
  session: Session;
  store: DestinationStore;
  deskContacts: DeskContactStore;
  deskCertificates: DeskCertificateStore;
  vault: Pick<VaultFacts, 'transaction'>;
  outbox: OutboxStore;
  warrants: Warrants;
  protocol: Protocol;
  exchange: (signal: AbortSignal, destination: string) => Exchange;
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

const NOTHING_SHOWN: ShownSettings = {
  url: null,
  caFingerprint: null,
  certificateExpiresAt: null,
  authorityExpiresAt: null,
};

/**
 * The certificates of a destination whose end must be told.
 * @param serverEndsAt the end of the one that its server showed last; null where none is known
 */
function endingOf(
  { certificateExpiresAt, authorityExpiresAt }: ShownSettings,
  serverEndsAt: string | null,
  nowMs: number,
): Destination['ending'] {
  const ends = [
    { certificate: 'cert' as const, at: certificateExpiresAt },
    { certificate: 'ca' as const, at: authorityExpiresAt },
    { certificate: 'server' as const, at: serverEndsAt },
  ];
  return ends.flatMap(({ certificate, at }) =>
    at !== null && endsSoon(at, nowMs) ? [{ certificate, at }] : [],
  );
}

/** Where referrals go: configured destinations, and those that the policy names and that are not configured yet. */
export class Destinations {
  readonly #parts: DestinationsParts;

  constructor(parts: DestinationsParts) {
    this.#parts = parts;
  }

  /** The ids of those that are set up. */
  configured(): readonly string[] {
    return this.#parts.store.list().map(({ id }) => id);
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
    const { session } = this.#parts;
    channelOf(input.channel).check(input.channel.settings);
    return session.perform(command, Destination, ['destinations', 'outbox', 'ledger'], () =>
      this.#setUp(input),
    );
  }

  /**
   * Changes some settings; what waits stays, and the next attempt, which is due at once, uses them.
   * @throws Failure CONFLICT where it is not configured, or not as a person configured it; REFUSED as for `add`
   */
  change(command: string, id: DestinationId, changes: SettingChanges): Destination {
    const { session, store, warrants } = this.#parts;
    return session.perform(command, Destination, ['destinations', 'outbox', 'ledger'], () => {
      const before = store.find(id);
      if (before === null) throw conflict({ reason: 'destination-not-set-up' });
      // Otherwise what somebody else wrote into the row would be signed with the change.
      if (!warrants.isSetUp(stateDestination(before))) throw conflict({ reason: 'destination-changed' });
      const changed = changedSettings(before, changes);
      channelOf(changed.channel).check(changed.channel.settings);
      return this.#setUp(changed);
    });
  }

  /** The delays were for the settings before. */
  #setUp(input: DestinationInput): Destination {
    const { session, store, deskContacts, deskCertificates, outbox } = this.#parts;
    store.put(input, session.now());
    deskContacts.forget(input.id);
    deskCertificates.forget(input.id);
    outbox.hurry(input.id, session.nowMs());
    session.byPerson('destination.added', { ...stateDestination(input) });
    return this.#describe(input.id, input);
  }

  remove(command: string, id: DestinationId): { removed: boolean } {
    const { session, store, deskCertificates } = this.#parts;
    return session.perform(command, z.object({ removed: z.boolean() }), ['destinations', 'ledger'], () => {
      const removed = store.remove(id);
      deskCertificates.forget(id);
      if (removed) session.byPerson('destination.removed', { destination: id });
      return { removed };
    });
  }

  /**
   * Lets the referrals to a destination wait, or go again; does nothing where they do so already.
   * @throws Failure CONFLICT where the destination is not configured
   */
  setPaused(command: string, id: DestinationId, paused: boolean): Destination {
    const { session, store, warrants } = this.#parts;
    return session.perform(command, Destination, ['destinations', 'outbox', 'ledger'], () => {
      const desk = store.find(id);
      if (desk === null) throw conflict({ reason: 'destination-not-set-up' });
      if (warrants.isPaused(id) !== paused)
        session.byPerson(paused ? 'destination.paused' : 'destination.resumed', { destination: id });
      return this.#describe(id, desk);
    });
  }

  /**
   * Ends the delays of a destination: its first referral in line is tried at the next opportunity, also during an outage.
   * @throws Failure CONFLICT where it is not configured
   */
  retry(id: DestinationId): Destination {
    const { session, store, vault, outbox, deskContacts } = this.#parts;
    const desk = store.find(id);
    if (desk === null) throw conflict({ reason: 'destination-not-set-up' });
    const nowMs = session.nowMs();
    vault.transaction(() => {
      outbox.hurry(id, nowMs);
      const { trouble, ...contact } = deskContacts.of(id);
      if (circuitOf(contact, nowMs) === 'open')
        deskContacts.put(id, { ...contact, probeAtMs: nowMs }, trouble);
    });
    session.announce('outbox');
    return this.#describe(id, desk);
  }

  /**
   * Connects to a destination as for a referral, and sends none.
   * @throws Failure CONFLICT where it is not configured, or not as a person configured it
   */
  async test(id: DestinationId): Promise<DestinationTested> {
    const { store, warrants, exchange } = this.#parts;
    const desk = store.find(id);
    if (desk === null) throw conflict({ reason: 'destination-not-set-up' });
    if (!warrants.isSetUp(stateDestination(desk))) throw conflict({ reason: 'destination-changed' });
    const channel = channelOf(desk.channel);
    if (!channel.test) return { id, tried: 'nothing', trouble: null };
    const { signal } = new AbortController();
    const trouble = await channel.test(desk.channel.settings, exchange(signal, id));
    return { id, tried: 'connection', trouble };
  }

  #describe(id: string, desk: DestinationInput | undefined): Destination {
    const { outbox, deskContacts, deskCertificates, session, protocol, warrants } = this.#parts;
    const counts = outbox.countByState(id);
    const { authorityExpiresAt, ...shown } = desk
      ? channelOf(desk.channel).shown(desk.channel.settings)
      : NOTHING_SHOWN;
    return Destination.parse({
      id,
      kind: desk?.channel.kind ?? null,
      isAsSetUp: desk ? warrants.isSetUp(stateDestination(desk)) : null,
      ...shown,
      ending: endingOf({ ...shown, authorityExpiresAt }, deskCertificates.of(id), session.nowMs()),
      settings: desk ? typedSettings(desk) : {},
      waiting: counts.queued + counts.sending,
      sending: counts.sending,
      delivered: counts.delivered,
      parked: counts.parked,
      contributed: desk?.channel.settings.base === undefined ? null : outbox.countContributed(id),
      sealable: desk ? channelOf(desk.channel).sealing(desk.channel.settings) !== null : false,
      oldestQueuedAt: outbox.oldestWaiting(id),
      paused: warrants.pauseOf(id),
      outage: outageOf(deskContacts.of(id), session.nowMs(), protocol.policy.courier.outageMinutes),
    });
  }
}
