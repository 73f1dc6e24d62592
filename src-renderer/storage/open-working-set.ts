import { WorkingSet } from './working-set.ts';

/**
 * Opens the working set.
 * @param ephemeral whether the host promises that IndexedDB never reaches a disk; otherwise it is kept in memory
 */
export async function openWorkingSet(ephemeral: boolean): Promise<WorkingSet> {
  if (ephemeral) return new WorkingSet({});
  const { IDBFactory, IDBKeyRange } = await import('fake-indexeddb');
  return new WorkingSet({ indexedDB: new IDBFactory(), IDBKeyRange });
}
