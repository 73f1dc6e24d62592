import { InvalidArgumentError } from 'commander';
import { CountryCode } from '../../../shared/domain/country.ts';

/** The country that an option names. @throws InvalidArgumentError where it is none */
export function countryOption(text: string): CountryCode {
  const parsed = CountryCode.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('two letters, for example BE');
  return parsed.data;
}
