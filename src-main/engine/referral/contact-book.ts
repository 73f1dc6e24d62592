import { ContactsImported } from '../../../shared/contract/referral.contract.ts';
import { type Contact, contactFor, type HostedAt } from '../../../shared/domain/contact.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { Session } from '../session/session.ts';
import { Failure } from '../storage/failure.ts';
import type { ContactStore } from './contact.store.ts';
import { readContacts } from './read-contacts.ts';

export interface ContactBookParts {
  session: Session;
  store: ContactStore;
  warrants: Warrants;
}

/** The hotline's book of contacts at providers: a file that a person imported, as a whole. */
export class ContactBook {
  readonly #parts: ContactBookParts;

  constructor(parts: ContactBookParts) {
    this.#parts = parts;
  }

  list(): Contact[] {
    return this.#parts.store.list();
  }

  /**
   * Puts the contacts of a file in the place of the present ones.
   * @throws Failure REFUSED with each row that cannot be read; then nothing changes
   */
  import(command: string, text: string): ContactsImported {
    const { session, store } = this.#parts;
    const read = readContacts(text);
    if ('refusals' in read) throw new Failure({ code: 'REFUSED', data: { refusals: read.refusals } });
    const { contacts, inEnglish } = read;
    return session.perform(command, ContactsImported, ['destinations', 'ledger'], () => {
      const before = new Set(store.list().map((contact) => canonicalText(contact)));
      const kept = contacts.filter((contact) => before.has(canonicalText(contact))).length;
      session.byPerson(
        'contacts.imported',
        { fileSha256: sha256Hex(text), bookSha256: digestOf(contacts), contacts: contacts.length },
        { contacts },
      );
      return {
        contacts: contacts.length,
        added: contacts.length - kept,
        removed: before.size - kept,
        inEnglish,
      };
    });
  }

  /**
   * Who answers for a subject. A row proves nothing, because an attacker with the content key can write one: the book
   * must be the one that a person imported last.
   */
  contactFor(subject: HostedAt): Contact | 'none' | 'changed' {
    const { store, warrants } = this.#parts;
    const book = store.list();
    const imported = warrants.importedBook();
    if (imported === null) return book.length === 0 ? 'none' : 'changed';
    if (imported !== digestOf(book)) return 'changed';
    return contactFor(book, subject) ?? 'none';
  }
}

const digestOf = (contacts: readonly Contact[]): string => sha256Hex(canonicalText(contacts));
