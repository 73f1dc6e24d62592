import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { Contact } from '../../../shared/domain/contact.ts';
import { defangHost } from '../../../shared/domain/url.ts';
import type { Format } from '../../ui/format.ts';
import type { Column } from '../../ui/table.tsx';

export const contactColumns = (t: TFunction): Column[] => [
  { id: 'scope', label: t('contacts.column.scope'), width: '92px' },
  { id: 'value', label: t('contacts.column.value') },
  { id: 'address', label: t('contacts.column.address') },
  { id: 'language', label: t('contacts.column.language'), width: '84px' },
  { id: 'name', label: t('contacts.column.name') },
];

/** A contact in the cells of a table. Domains are defanged: content that was reported may be there. */
export const contactCells = (t: TFunction, format: Format, contact: Contact): ReactNode[] => [
  t(`enum.contactScope.${contact.scope}`),
  shownValue(format, contact),
  contact.address,
  contact.language,
  contact.name === '' ? '—' : contact.name,
];

function shownValue(format: Format, { scope, value }: Contact): string {
  switch (scope) {
    case 'domain':
      return defangHost(value);
    case 'network':
      return value;
    case 'asn':
      return `AS${value}`;
    case 'country':
      return `${value} (${format.country(value)})`;
  }
}
