import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../shared/contract/contract.ts';

/**
 * The state of the connection to the engine. `refused`: the host is there and does not accept this page; only opening
 * Hashline again helps. `lost`: the connection broke and is being renewed.
 */
export type ConnectionPhase = 'connecting' | 'open' | 'lost' | 'refused';

export interface ConnectionStatus {
  phase: ConnectionPhase;
  /** Counts the connections made so far; a new number means another engine process may answer. */
  epoch: number;
}

/** The page's access to the engine: the same client object however often the connection is renewed. */
export interface Connection {
  readonly client: EngineClient;
  readonly status: StoreApi<ConnectionStatus>;
  /** Called whenever the engine answers that the vault is locked. */
  onLocked(listener: () => void): () => void;
}
