import type { Network } from '../../ports/network.ts';
import type { Session } from '../session/session.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import type { DeskCertificateStore } from './desk-certificate.store.ts';

/**
 * Keeps when the certificates of desks' own servers end. Only a connection shows that, and it must be told before the
 * day on which nothing goes through any more.
 */
export class SeenCertificates {
  readonly #session: Session;
  readonly #vault: Pick<VaultFacts, 'transaction'>;
  readonly #store: DeskCertificateStore;
  #isStopped = false;

  constructor(session: Session, vault: Pick<VaultFacts, 'transaction'>, store: DeskCertificateStore) {
    this.#session = session;
    this.#vault = vault;
    this.#store = store;
  }

  /** The network for exchanges with one destination. */
  watching(destination: string, network: Network): Network {
    return {
      request: async (request) => {
        const reply = await network.request(request);
        if (reply.serverCertificateEndsAt !== undefined)
          this.#note(destination, reply.serverCertificateEndsAt);
        return reply;
      },
    };
  }

  /** An answer that comes after this is not noted: the vault is closed. */
  stop(): void {
    this.#isStopped = true;
  }

  #note(destination: string, endsAt: string): void {
    if (this.#isStopped || this.#session.isReadOnly || this.#store.of(destination) === endsAt) return;
    this.#vault.transaction(() => this.#store.put(destination, endsAt));
    this.#session.announce('destinations');
  }
}
