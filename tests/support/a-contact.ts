import { Contact } from '../../shared/domain/contact.ts';

/** The abuse desk of a provider. */
export const aContact = (change: Partial<Record<keyof Contact, string>> = {}): Contact =>
  Contact.parse({
    scope: 'domain',
    value: 'site-1.example',
    address: 'abuse@provider.example',
    language: 'en',
    name: 'Example Provider',
    ...change,
  });
