import type { SettingChanges } from '../../../shared/contract/referral.contract.ts';

/**
 * What a form changes: a field that was emptied takes its setting away, and one that was empty and still is stays as it
 * is, because files and passwords are not shown.
 */
export const settingChanges = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): SettingChanges =>
  Object.fromEntries(
    Object.entries(after).flatMap(([name, value]): [string, string | null][] => {
      if (value === (before[name] ?? '')) return [];
      return [[name, value === '' ? null : value]];
    }),
  );
