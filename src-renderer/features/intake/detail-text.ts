import type { TFunction } from 'i18next';
import type { NoticeDetail, RefusalDetail } from '../../../shared/domain/refusal-detail.ts';
import type { Format } from '../../ui/format.ts';

/** Puts the detail of a refusal or notice into plain words, in the language of the page. */
export function detailText(t: TFunction, format: Format, detail: RefusalDetail | NoticeDetail): string {
  const values = Object.entries(detail).map(([name, value]) => [name, shown(format, value)]);
  return t(`detail.${detail.code}`, Object.fromEntries(values));
}

function shown(format: Format, value: string | number | readonly string[]): string {
  if (typeof value === 'number') return format.number(value);
  return typeof value === 'string' ? value : value.join(', ');
}
