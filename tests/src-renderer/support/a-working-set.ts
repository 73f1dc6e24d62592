import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { WorkingSet } from '../../../src-renderer/storage/working-set.ts';

/** An empty working set in memory. */
export const aWorkingSet = (): WorkingSet => new WorkingSet({ indexedDB: new IDBFactory(), IDBKeyRange });
