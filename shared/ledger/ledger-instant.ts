import { z } from 'zod';

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * An instant as the ledger writes it: `YYYY-MM-DDTHH:MM:SS`, up to nine digits of a fraction, `Z`; a date that exists
 * in the Gregorian calendar, no leap second. Implemented here, because a verifier in another language must accept
 * exactly the same texts.
 */
export function isLedgerInstant(text: string): boolean {
  const parts = INSTANT.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

export const LedgerInstant = z.string().refine(isLedgerInstant);
