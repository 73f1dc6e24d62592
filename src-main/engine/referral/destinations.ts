import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { Destination, type DestinationInput } from '../../../shared/contract/referral.contract.ts';
import type { DestinationId } from '../../../shared/domain/ids.ts';
import { inboundText } from '../../../shared/domain/inbound-text.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { KEY_ADVICE, keyProblem } from '../../exchange/usable-key.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { Session } from '../session/session.ts';
import { Failure } from '../storage/failure.ts';
import type { DestinationStore } from './destination.store.ts';
import { addressProblem } from './destination-address.ts';
import type { OutboxStore } from './outbox.store.ts';
import { fingerprint, stateDestination } from './stated-destination.ts';

const KeptText = inboundText(64 * 1024);

export interface DestinationsParts {
  session: Session;
  store: DestinationStore;
  outbox: OutboxStore;
  warrants: Warrants;
  protocol: Protocol;
}

/** The desks referrals go to: those configured, and those the policy names and nobody configured yet. */
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

  /** @throws Failure REFUSED where the address is not written as it is used, or certificate, key and authority do not belong together */
  add(command: string, input: DestinationInput): Destination {
    const { session, store } = this.#parts;
    checkInput(input);
    return session.perform(command, Destination, ['destinations', 'ledger'], () => {
      store.put(input, session.now());
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
    return Destination.parse({
      id,
      kind: desk?.kind ?? null,
      url: desk?.url ?? null,
      isAsSetUp: desk ? this.#parts.warrants.isSetUp(stateDestination(desk)) : null,
      caFingerprint: desk ? fingerprint(desk.ca) : null,
      certificateExpiresAt: desk ? new X509Certificate(desk.cert).validToDate.toISOString() : null,
      waiting: counts.queued + counts.sending,
      delivered: counts.delivered,
      parked: counts.parked,
      oldestQueuedAt: this.#parts.outbox.oldestWaiting(id),
    });
  }
}

function checkInput(input: DestinationInput): void {
  const refuse = (field: string, detail: string): never => {
    throw new Failure({
      code: 'REFUSED',
      data: { refusals: [{ row: null, field, reason: 'bad-value', detail }] },
    });
  };
  for (const field of ['url', 'ca', 'cert', 'key'] as const) {
    // A PEM file may hold anything before and after what is read of it, and it is kept whole.
    if (!KeptText.safeParse(input[field]).success) refuse(field, 'is no text that can be kept');
  }
  const misread = addressProblem(input.url);
  if (misread !== null) refuse('url', misread);
  const read = (field: 'ca' | 'cert') => {
    try {
      return new X509Certificate(input[field]);
    } catch {
      return refuse(field, 'is not a certificate');
    }
  };
  const [ca, cert] = [read('ca'), read('cert')];
  if (!ca.ca) refuse('ca', 'is not the certificate of an authority');
  const problem = keyProblem(cert.publicKey);
  if (problem !== null) refuse('cert', `its key ${problem}: ${KEY_ADVICE}`);
  let fits = false;
  try {
    fits = cert.checkPrivateKey(createPrivateKey(input.key));
  } catch {
    refuse('key', 'is not a private key');
  }
  if (!fits) refuse('key', 'is not the key of the certificate');
}
