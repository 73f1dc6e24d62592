import type { StoredRecord } from '../ledger/stored-record.ts';
import { damaged } from '../storage/failure.ts';

export interface SettlingParts {
  store: Pick<StoredRecord, 'lastNumberOf' | 'positionOf'>;
  /** This workstation. */
  device: string;
  /** Exchanges with the hotline's other seats; at once where there are none. @throws Failure CONFLICT without contact */
  settle: () => Promise<void>;
}

/**
 * Records something, and waits until the entry has its place in the hotline's order.
 * @param record makes the entry last
 * @returns what it answered, and the place of its entry
 * @throws Failure CONFLICT without contact to the other seats; it is recorded then, where contact was lost meanwhile
 */
export async function settledEntry<Answer>(
  { store, device, settle }: SettlingParts,
  record: () => Answer,
): Promise<{ answer: Answer; position: number }> {
  await settle();
  const answer = record();
  const number = store.lastNumberOf(device);
  await settle();
  const position = number === null ? null : store.positionOf(device, number);
  if (position === null) throw damaged({ problem: 'entry-missing', seq: number ?? 0 });
  return { answer, position };
}
