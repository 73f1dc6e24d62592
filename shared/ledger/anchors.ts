import { equalBytes, fromBase64 } from './bytes.ts';
import { type Checkpoint, isCheckpointSignedBy, originOf, parseCheckpoint } from './checkpoint.ts';
import type { LedgerCrypto } from './crypto.ts';
import { rootOf } from './merkle.ts';
import type { Problem, VerifyState } from './verify.ts';

/**
 * Checkpoints kept away from the workstation: by a witness, on paper, in an earlier export. An attacker with all keys
 * can write a whole new log, or go back to an old copy, and nothing inside the file shows it; these do.
 */
export interface Anchors {
  /** The anchors, by the size of the log that each covers. */
  readonly bySize: ReadonlyMap<number, readonly Checkpoint[]>;
  readonly largest: number;
  /** Anchors that are not checkpoints of this log. */
  readonly problems: readonly Problem[];
}

export function readAnchors(
  notes: readonly string[],
  state: Pick<VerifyState, 'device' | 'logPublicKey'>,
  crypto: LedgerCrypto,
): Anchors {
  const key = fromBase64(state.logPublicKey);
  const bySize = new Map<number, Checkpoint[]>();
  const problems: Problem[] = [];
  for (const note of notes) {
    const checkpoint = parseCheckpoint(note);
    const fits =
      checkpoint?.origin === originOf(state.device) &&
      key !== null &&
      isCheckpointSignedBy(note, key, crypto);
    if (!checkpoint || !fits) {
      problems.push({ seq: null, fault: { code: 'anchor-of-another-log' } });
      continue;
    }
    bySize.set(checkpoint.size, [...(bySize.get(checkpoint.size) ?? []), checkpoint]);
  }
  return { bySize, largest: Math.max(0, ...bySize.keys()), problems };
}

/** Compares the log so far with the anchors that cover exactly this much of it. */
export function compareWithAnchors(
  { frontier }: Pick<VerifyState, 'frontier'>,
  { bySize }: Anchors,
  crypto: LedgerCrypto,
): Problem[] {
  const here = bySize.get(frontier.size) ?? [];
  return here
    .filter(({ root }) => !equalBytes(root, rootOf(frontier, crypto.sha256)))
    .map(() => ({
      seq: frontier.size === 0 ? null : frontier.size - 1,
      fault: { code: 'anchored-entries-differ', last: frontier.size - 1 },
    }));
}

/** Reports where the log ends before an anchor. */
export const missingForAnchors = (
  { frontier: { size } }: Pick<VerifyState, 'frontier'>,
  { largest }: Anchors,
): Problem[] =>
  size < largest
    ? [
        {
          seq: size,
          fault: { code: 'shorter-than-anchor', size: largest },
        },
      ]
    : [];
