import { InvalidArgumentError, Option } from 'commander';
import { Instant } from '../../../shared/domain/report.ts';

/** `--at`: a time in UTC. The command takes the present where it is not given. */
export const instantOption = (what: string): Option =>
  new Option('--at <iso>', `${what}, in UTC, for example 2026-03-04T09:30:00Z; now if not given`).argParser(
    instant,
  );

function instant(text: string): Instant {
  const parsed = Instant.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('a time in UTC, for example 2026-03-04T09:30:00Z');
  return parsed.data;
}
