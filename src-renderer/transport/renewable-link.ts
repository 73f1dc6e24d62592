import { type ClientContext, type ClientLink, type ClientOptions, ORPCError } from '@orpc/client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { metaOf } from '../../shared/contract/contract.ts';
import type { ConnectionStatus } from './connection.ts';

type Link = ClientLink<ClientContext>;

/** The engine could not be reached, or went away before it answered. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/**
 * A link that outlives the connection below it. A call made while there is none waits; a call that was cut off is made
 * again on the next one: reading twice does no harm, and every change carries a command id that the engine carries out
 * at most once.
 */
export class RenewableLink implements Link {
  readonly status: StoreApi<ConnectionStatus> = createStore<ConnectionStatus>(() => ({
    phase: 'connecting',
    epoch: 0,
  }));
  private readonly lockedListeners = new Set<() => void>();
  private current: Link | null = null;
  private waiting: PromiseWithResolvers<Link> = Promise.withResolvers<Link>();

  constructor() {
    this.waiting.promise.catch(() => undefined);
  }

  /** Sets the current connection. */
  renew(link: Link): void {
    this.current = link;
    this.waiting.resolve(link);
    this.status.setState((status) => ({ phase: 'open', epoch: status.epoch + 1 }));
  }

  /**
   * Marks a connection as broken; the transport renews it. The end of a connection that was replaced already is
   * ignored.
   */
  lose(link: Link): void {
    if (this.current !== null && this.current !== link) return;
    if (this.current !== null) this.waiting = this.freshWait();
    this.current = null;
    this.status.setState((status) => ({ ...status, phase: status.epoch === 0 ? 'connecting' : 'lost' }));
  }

  /** Gives up: this page will get no connection to the engine. */
  refuse(): void {
    this.current = null;
    this.waiting.reject(new ConnectionLost('refused'));
    this.status.setState((status) => ({ ...status, phase: 'refused' }));
  }

  onLocked(listener: () => void): () => void {
    this.lockedListeners.add(listener);
    return () => this.lockedListeners.delete(listener);
  }

  async call(
    path: readonly string[],
    input: unknown,
    options: ClientOptions<ClientContext>,
  ): Promise<unknown> {
    for (;;) {
      const link = this.current ?? (await this.waiting.promise);
      try {
        return await link.call(path, input, options);
      } catch (error) {
        if (error instanceof ORPCError) {
          if (error.code === 'LOCKED') for (const listener of this.lockedListeners) listener();
          throw error;
        }
        options.signal?.throwIfAborted();
        if (link === this.current) throw error;
        if (metaOf(path)?.repeatable !== true) throw new ConnectionLost('cut off', { cause: error });
      }
    }
  }

  private freshWait(): PromiseWithResolvers<Link> {
    const wait = Promise.withResolvers<Link>();
    wait.promise.catch(() => undefined);
    return wait;
  }
}
