import type { TFunction } from 'i18next';
import { type DeliveryTrouble, ProofProblem } from '../../../shared/domain/delivery-trouble.ts';
import type { Format } from '../../ui/format.ts';

/** Says why a referral is not delivered, or an answer proves nothing, in the language of the page. */
export function troubleText(t: TFunction, format: Format, trouble: DeliveryTrouble): string {
  const values = Object.entries(trouble).map(([name, value]) => [name, shown(t, format, name, value)]);
  return t(`outbox.trouble.${trouble.code}`, Object.fromEntries(values));
}

function shown(t: TFunction, format: Format, name: string, value: string | number | null): string {
  if (value === null) return t(name === 'country' ? 'outbox.countryUnknown' : 'outbox.wordsWithheld');
  const problem = name === 'problem' ? ProofProblem.safeParse(value) : null;
  if (problem?.success) return t(`outbox.proof.${problem.data}`);
  // A status is a name and not an amount.
  return typeof value === 'number' && name !== 'status' ? format.number(value) : String(value);
}
