import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../shared/contract/contract.ts';

/**
 * How the way to the engine stands. `refused`: the host is there and does not know this page; only opening Hashline
 * again helps. `lost`: the way broke and is being mended.
 */
export type ConnectionPhase = 'connecting' | 'open' | 'lost' | 'refused';

export interface ConnectionStatus {
  phase: ConnectionPhase;
  /** Counts the connections made so far; a new number means another engine process may answer. */
  epoch: number;
}

/** The engine as the page holds it: the same client object however often the way to it is renewed. */
export interface Connection {
  readonly client: EngineClient;
  readonly status: StoreApi<ConnectionStatus>;
  /** Called whenever the engine answers that the vault is locked. */
  onLocked(listener: () => void): () => void;
}
