import { expect, test } from 'vitest';
import {
  bookDifference,
  type ContactFilter,
  fittingContacts,
} from '../../../src-renderer/features/referral/contact-list.ts';
import { aContact } from '../../support/a-contact.ts';

const domain = aContact({ value: 'site-1.example', name: 'Société d’Hébergement' });
const network = aContact({ scope: 'network', value: '192.0.2.0/24', address: 'abuse@network.example' });
const asn = aContact({ scope: 'asn', value: '64496', name: '' });
const BOOK = [domain, network, asn];

test.each<[Partial<ContactFilter>, typeof BOOK]>([
  [{}, BOOK],
  [{ scope: 'network' }, [network]],
  [{ text: '  SITE-1[.]ex ' }, [domain]],
  [{ text: 'société' }, [domain]],
  [{ text: 'ABUSE@network' }, [network]],
  [{ scope: 'asn', text: '644' }, [asn]],
  [{ scope: 'country' }, []],
  [{ scope: 'domain', text: '644' }, []],
])('a book filtered by %j shows what fits, in its order', (filter, shown) => {
  expect(fittingContacts(BOOK, { scope: 'all', text: '', ...filter })).toEqual(shown);
});

test('a contact that changed in any field is new and gone, and the order is no change', () => {
  const changed = { ...domain, address: asn.address, name: 'Another' };
  expect(bookDifference(BOOK, [asn, network, changed])).toEqual({ added: [changed], removed: [domain] });
  expect(bookDifference(BOOK, [asn, domain, network])).toEqual({ added: [], removed: [] });
  expect(bookDifference([], BOOK)).toEqual({ added: BOOK, removed: [] });
});
