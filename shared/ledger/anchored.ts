import { equalBytes, fromBase64, toBase64 } from './bytes.ts';
import { checkpointText, originOf } from './checkpoint.ts';
import { cosignedAt } from './cosignature.ts';
import type { LedgerCrypto } from './crypto.ts';
import type { Entry } from './entry.ts';
import type { Fault } from './fault.ts';
import { Anchored } from './kinds/record.ts';

/** Size and root of a checkpoint in the log. */
export interface Sealed {
  readonly size: number;
  readonly root: Uint8Array;
}

/** An entry may anchor one of this many last checkpoints; a verifier need not remember more. */
export const ANCHORABLE_CHECKPOINTS = 1024;

/**
 * Checks an entry that says that a witness cosigned a checkpoint.
 * @param log the workstation after which it is named, and its checkpoints before the entry, at least the last ones
 * @returns the fault, or null
 */
export function judgeAnchored(
  entry: Entry,
  { device, sealed }: { device: string; sealed: readonly Sealed[] },
  crypto: LedgerCrypto,
): Fault | null {
  if (entry.kind !== 'checkpoint.anchored') return null;
  const anchored = Anchored.safeParse(entry.data);
  if (!anchored.success) return { code: 'anchored-unsaid' };
  const { size, witness, cosignature } = anchored.data;
  const root = fromBase64(anchored.data.root);
  const publicKey = fromBase64(anchored.data.publicKey);
  const stands = sealed.some((seal) => seal.size === size && root !== null && equalBytes(seal.root, root));
  if (root === null || !stands) return { code: 'anchored-unsealed' };
  const text = checkpointText({ origin: originOf(device), size, root });
  const fits =
    publicKey !== null && cosignedAt(cosignature, text, { name: witness, publicKey }, crypto) !== null;
  return fits ? null : { code: 'cosignature-unfit' };
}

/** The data of an entry that records a witness's cosignature. */
export const anchoredData = (
  { size, root }: Sealed,
  witness: { name: string; publicKey: Uint8Array },
  cosignature: string,
): Anchored => ({
  size,
  root: toBase64(root),
  witness: witness.name,
  publicKey: toBase64(witness.publicKey),
  cosignature,
});
