import type { EntryFilter } from '../../../shared/contract/audit.contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import { KINDS, kindsOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { KindGroup } from '../../../shared/ledger/kinds/kind.ts';

/** Days as date fields write them, with optional times of day, both on the clock of this workstation. */
export interface Period {
  fromDay: string;
  fromTime: string;
  toDay: string;
  toTime: string;
}

export const ANY_TIME: Period = { fromDay: '', fromTime: '', toDay: '', toTime: '' };

/** The filter of the entries; a member that is left out restricts nothing. */
export interface LedgerFilter {
  groups?: readonly KindGroup[] | undefined;
  kind?: EntryKind | undefined;
  actor?: EntryFilter['actor'] | undefined;
  case?: CaseId | undefined;
  period?: Period | undefined;
}

/** The instants of a period. A last day without a time lasts to its end. */
export function instantsOf({ fromDay, fromTime, toDay, toTime }: Period): { from?: string; to?: string } {
  const from = fromDay === '' ? null : new Date(`${fromDay}T${fromTime || '00:00'}`);
  const to = toDay === '' ? null : new Date(`${toDay}T${toTime || '00:00'}`);
  if (toTime === '') to?.setDate(to.getDate() + 1);
  return {
    ...(from === null || Number.isNaN(from.getTime()) ? {} : { from: from.toISOString() }),
    ...(to === null || Number.isNaN(to.getTime()) ? {} : { to: to.toISOString() }),
  };
}

/** The last days up to today, as date fields write them. */
export function lastDays(count: number, now: Date): Period {
  const first = new Date(now);
  first.setDate(first.getDate() - count + 1);
  return { ...ANY_TIME, fromDay: dayText(first), toDay: dayText(now) };
}

/** The query for the engine. A chosen kind narrows the groups it is in. */
export function queryOf({ groups = [], kind, actor, case: ofCase, period }: LedgerFilter): EntryFilter {
  return {
    ...(kind === undefined ? (groups.length === 0 ? {} : { kind: kindsOf(groups) }) : { kind }),
    ...(actor === undefined ? {} : { actor }),
    ...(ofCase === undefined ? {} : { case: ofCase }),
    ...(period === undefined ? {} : instantsOf(period)),
  };
}

/** The filter with other groups; a kind that is in none of them is dropped. */
export function withGroups(filter: LedgerFilter, groups: readonly KindGroup[]): LedgerFilter {
  const stays =
    filter.kind !== undefined && (groups.length === 0 || groups.includes(KINDS[filter.kind].group));
  return { ...filter, groups, kind: stays ? filter.kind : undefined };
}

export const showsEverything = (filter: LedgerFilter): boolean => Object.keys(queryOf(filter)).length === 0;

const dayText = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
