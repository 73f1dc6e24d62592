import type { ImportProfile } from '../../shared/domain/import-profile.ts';

/** A profile for a spreadsheet of a partner: semicolons, day first, Brussels time. */
export const aProfile = (changes: Partial<ImportProfile> = {}): ImportProfile => ({
  encoding: 'utf-8',
  delimiter: ';',
  quoting: 'double',
  header: true,
  decimal: ',',
  date: { form: 'DD/MM/YYYY HH:mm', zone: 'Europe/Brussels' },
  channel: 'partner',
  columns: { url: 'Adres', received: 'Ontvangen', reference: 'Nr', country: 'Land' },
  notes: [],
  ...changes,
});
