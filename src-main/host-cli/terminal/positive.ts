import { InvalidArgumentError } from 'commander';

/** Reads the number of an option, 1 or more. */
export function positive(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('a number from 1');
  return Number(text);
}
