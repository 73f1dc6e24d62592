import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { ReviewNote } from '../../../shared/contract/second-review.contract.ts';
import type { SecondReviewId } from '../../../shared/domain/ids.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';

/** The notes that supervisors wrote to this person about their assessments. */
export interface NotesState {
  notes: readonly ReviewNote[];
  ready: boolean;
  unread: number;
  failure: Failure | null;
  load: () => Promise<void>;
  markRead: (note: SecondReviewId) => Promise<void>;
}

export type NotesStore = StoreApi<NotesState>;

export function createNotesStore(client: Pick<EngineClient, 'secondReview'>): NotesStore {
  return createStore<NotesState>((set, get) => ({
    notes: [],
    ready: false,
    unread: 0,
    failure: null,
    load: async () => {
      try {
        const notes = await client.secondReview.notes();
        const unread = notes.filter(({ readAt }) => readAt === null).length;
        set({ notes, unread, ready: true, failure: null });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    },
    markRead: async (note) => {
      try {
        await client.secondReview.markRead({ command: newCommand(), note });
        await get().load();
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    },
  }));
}
