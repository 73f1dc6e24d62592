import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { ContactsImported } from '../../../shared/contract/referral.contract.ts';
import type { Contact } from '../../../shared/domain/contact.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { storeContext } from '../../ui/store-context.tsx';
import { type BookDifference, bookDifference } from './contact-list.ts';
import { readTextFile } from './text-file.ts';

/** What became of the file that a person chose last. */
export type ContactImport =
  | { state: 'reading'; file: string }
  | { state: 'done'; file: string; counts: ContactsImported; difference: BookDifference }
  | { state: 'failed'; file: string; failure: Failure };

/** The book of contacts at providers. */
export interface ContactsState {
  /** Null until it was read. */
  contacts: readonly Contact[] | null;
  failure: Failure | null;
  lastImport: ContactImport | null;
  load: () => Promise<void>;
  /** Replaces the book by the one in a CSV file, as a whole or not at all. */
  importFile: (file: File) => Promise<void>;
  forgetImport: () => void;
}

export type ContactsStore = StoreApi<ContactsState>;

const context = storeContext<ContactsState>('the book of contacts');
export const ContactsProvider = context.Provider;
export const useContacts = context.useState;
export const useContactsStore = context.useApi;

export const createContactsStore = (client: Pick<EngineClient, 'referral'>): ContactsStore =>
  createStore<ContactsState>((set, get) => ({
    contacts: null,
    failure: null,
    lastImport: null,
    load: async () => {
      try {
        set({ contacts: await client.referral.contacts(), failure: null });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    },
    importFile: async (file) => {
      if (get().lastImport?.state === 'reading') return;
      const { name } = file;
      const failed = (failure: Failure) => set({ lastImport: { state: 'failed', file: name, failure } });
      set({ lastImport: { state: 'reading', file: name } });
      try {
        const read = await readTextFile(file);
        if ('failure' in read) return failed(read.failure);
        const before = await client.referral.contacts();
        const counts = await client.referral.importContacts({ command: newCommand(), text: read.text });
        const contacts = await client.referral.contacts();
        const difference = bookDifference(before, contacts);
        set({ contacts, failure: null, lastImport: { state: 'done', file: name, counts, difference } });
      } catch (error) {
        failed(failureOf(error));
      }
    },
    forgetImport: () => set({ lastImport: null }),
  }));
