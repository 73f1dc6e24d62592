import type { Signers } from '../../../shared/ledger/signers.ts';

/** Whether a person works at another workstation too, according to the record: one that was not removed. */
export function hasOtherSeat({ people, devices }: Signers, person: string, device: string): boolean {
  const keys = people.get(person)?.keys ?? new Map<string, unknown>();
  return [...keys.keys()].some((other) => other !== device && devices.get(other)?.removed === false);
}
