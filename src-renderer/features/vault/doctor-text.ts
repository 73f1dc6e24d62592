import type { TFunction } from 'i18next';
import type { Examined, Finding } from '../../../shared/contract/check.ts';

/** Names a check in the language of the page. */
export const examinedText = (t: TFunction, check: Examined): string =>
  t(`vault.doctor.check.${check.name}`, { ...check });

/** Names a finding in the language of the page. */
export const findingText = (t: TFunction, finding: Finding): string =>
  t(`vault.doctor.found.${finding.found}`, { ...finding });
