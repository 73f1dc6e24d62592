import { recipientOf } from '../exchange/age-file.ts';
import { type OpenedSealed, openSealed, type SealedProblem } from '../exchange/sealed-file.ts';
import type { Desk } from './desk.ts';

/** Opens a file that a hotline sealed, with the age identity of the desk, and checks every signature in it. */
export const openArrival = async (
  file: Uint8Array,
  identity: string,
): Promise<OpenedSealed | { problem: SealedProblem }> =>
  openSealed(file, identity, await recipientOf(identity));

/** What became of the referrals of a sealed file. */
export interface TakenIn {
  stored: number;
  /** Those that had come before, by hand or over the network. */
  known: number;
  refused: number;
  /** What the desk signed about each, in their order: receipts and refusals. */
  statements: string[];
}

/**
 * Gives the referrals of an opened file to a desk.
 * @param trusted a hotline's signing key that the operator compared, where that hotline never came over the network
 * @returns null where the desk does not know the key that signed
 */
export async function takeIn(
  { content, thumbprint }: OpenedSealed,
  desk: Desk,
  trusted: string | null,
): Promise<TakenIn | null> {
  if (trusted !== thumbprint && desk.namesOf(thumbprint).length === 0) return null;
  const taken: TakenIn = { stored: 0, known: 0, refused: 0, statements: [] };
  for (const sealed of content.referrals) {
    const outcome = await desk.acceptSealed(sealed, thumbprint);
    if (outcome.type === 'refused') {
      taken.refused += 1;
      if (outcome.refusal !== null) taken.statements.push(outcome.refusal);
      continue;
    }
    taken[outcome.type === 'stored' ? 'stored' : 'known'] += 1;
    taken.statements.push(outcome.record.receipt);
  }
  return taken;
}
