import { readLogKey } from '../../../shared/ledger/checkpoint.ts';
import { type SelectionVerification, verifySelection } from '../../../shared/ledger/selection.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import { type Cosigned, readWitnessKeys, whoCosigned } from './proven-entry.ts';

export interface ProvenSelection extends SelectionVerification {
  cosigned: Cosigned[];
}

/**
 * Checks a `hashline-selection/1` file.
 * @returns `misuse` where a key is malformed
 */
export async function readProvenSelection(
  lines: AsyncIterable<string> | Iterable<string>,
  logKey: string,
  witnesses: readonly string[],
): Promise<ProvenSelection | { misuse: string }> {
  if (readLogKey(logKey, nodeLedgerCrypto) === null)
    return { misuse: 'this is not the verifier key of a ledger' };
  const keys = readWitnessKeys(witnesses);
  if (keys === null) return { misuse: 'this is not the verifier key of a witness' };
  const report = await verifySelection(lines, logKey, nodeLedgerCrypto);
  const cosigned = report.ok ? whoCosigned(report.note, keys) : [];
  if (!('missing' in cosigned)) return { ...report, cosigned };
  const problem = { seq: null, what: `the witness ${cosigned.missing} did not sign the checkpoint` };
  return { ...report, ok: false, problems: [problem], cosigned: [] };
}
