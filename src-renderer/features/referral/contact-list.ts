import type { Contact, ContactScope } from '../../../shared/domain/contact.ts';

/** Which contacts a person wants to see. */
export interface ContactFilter {
  scope: ContactScope | 'all';
  /** Part of the value, the address or the name, in any case; a domain may be defanged. */
  text: string;
}

export function fittingContacts(
  contacts: readonly Contact[],
  { scope, text }: ContactFilter,
): readonly Contact[] {
  const wanted = text.trim().toLowerCase().replaceAll('[.]', '.');
  if (scope === 'all' && wanted === '') return contacts;
  return contacts.filter(
    (contact) =>
      (scope === 'all' || contact.scope === scope) &&
      [contact.value, contact.address, contact.name].some((words) => words.toLowerCase().includes(wanted)),
  );
}

/** What an import put into the book and took out of it. A contact that was changed is in both. */
export interface BookDifference {
  added: readonly Contact[];
  removed: readonly Contact[];
}

export function bookDifference(before: readonly Contact[], after: readonly Contact[]): BookDifference {
  const [had, has] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return {
    added: after.filter((contact) => !had.has(keyOf(contact))),
    removed: before.filter((contact) => !has.has(keyOf(contact))),
  };
}

const keyOf = ({ scope, value, address, language, name }: Contact): string =>
  JSON.stringify([scope, value, address, language, name]);
