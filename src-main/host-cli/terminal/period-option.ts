import { InvalidArgumentError } from 'commander';
import { type FiguresPeriod, readPeriod } from '../../../shared/domain/figures/period.ts';

/** @throws InvalidArgumentError where it is no period */
export function periodOption(text: string): FiguresPeriod {
  const period = readPeriod(text);
  if (period === null)
    throw new InvalidArgumentError('write it like 2026, 2026-11 or 2026-10-01..2026-12-31');
  return period;
}
