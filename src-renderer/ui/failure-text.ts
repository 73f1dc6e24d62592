import type { TFunction } from 'i18next';

/** Puts a failure into one plain sentence, with the engine's own words where it gave any. */
export function failureText(t: TFunction, failure: { code: FailureCode; detail: string | null }): string {
  const words = t(`failure.${failure.code}`);
  return failure.detail === null ? words : `${words} (${failure.detail})`;
}

type FailureCode =
  | 'LOCKED'
  | 'NOT_PERMITTED'
  | 'REFUSED'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'INTEGRITY'
  | 'IN_USE'
  | 'WRONG_PASSPHRASE'
  | 'STORAGE'
  | 'SLOW_DOWN'
  | 'DUTY_TIME_OVER'
  | 'CONNECTION'
  | 'BAD_REQUEST'
  | 'UNEXPECTED'
  | 'WITHHELD';
