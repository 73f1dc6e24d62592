import type { TFunction } from 'i18next';
import type { Fault } from '../../../shared/ledger/fault.ts';
import type { Format } from '../../ui/format.ts';
import { kindKey } from './entry-words.ts';

/** Says what is wrong with a ledger, in the language of the page. */
export function faultText(t: TFunction, format: Format, fault: Fault): string {
  switch (fault.code) {
    case 'without-duty':
      return t(`ledger.fault.${fault.code}`, {
        role: t(`enum.role.${fault.role}`),
        duty: t(`enum.duty.${fault.duty}`),
      });
    case 'not-for-a-device':
    case 'not-for-recovery':
    case 'not-for-a-person':
      return t(`ledger.fault.${fault.code}`, { kind: t(`enum.entry.${kindKey(fault.kind)}`) });
    default: {
      const values = Object.entries(fault).map(([name, value]) => [name, shown(format, value)]);
      return t(`ledger.fault.${fault.code}`, Object.fromEntries(values));
    }
  }
}

function shown(format: Format, value: string | number | readonly string[]): string {
  if (typeof value === 'number') return format.number(value);
  return typeof value === 'string' ? value : value.join(', ');
}
