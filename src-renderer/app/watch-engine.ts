import type { Topic } from '../../shared/contract/vault.contract.ts';
import type { Connection } from '../transport/connection.ts';

const GATHER_MS = 250;
const AGAIN_MS = 1000;

/**
 * Follows what changes in the vault until `signal` aborts, and starts again after every lost connection. Topics that
 * come close together are handled together, and handlers never run at the same time: an import says "queue" many times.
 */
export async function watchEngine(
  connection: Connection,
  signal: AbortSignal,
  handle: (topics: ReadonlySet<Topic>) => Promise<void>,
): Promise<void> {
  const gathered = new Set<Topic>();
  let running = false;
  const drain = async () => {
    if (running) return;
    running = true;
    while (gathered.size > 0 && !signal.aborted) {
      await pause(GATHER_MS);
      const topics = new Set(gathered);
      gathered.clear();
      if (!signal.aborted) await handle(topics);
    }
    running = false;
  };
  while (!signal.aborted) {
    try {
      for await (const topics of await connection.client.vault.watch(undefined, { signal })) {
        for (const topic of topics) gathered.add(topic);
        void drain();
      }
    } catch {
      // The connection was lost; what changed meanwhile is read after the next one.
    }
    if (!signal.aborted) await pause(AGAIN_MS);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
