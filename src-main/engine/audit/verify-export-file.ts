import {
  type ExportVerification,
  exportLines,
  type TrustedWitnesses,
  verifyExport,
} from '../../../shared/ledger/export-file.ts';
import { OptimisticCrypto } from '../keys/optimistic-crypto.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';

/**
 * Verifies an exported ledger on all cores.
 * @param open reads the export from its beginning; called again where something is wrong with it
 */
export async function verifyExportFile(
  open: () => AsyncIterable<Uint8Array>,
  onProgress: (entries: number) => void = () => {},
  anchors: readonly string[] = [],
  trusted: TrustedWitnesses | null = null,
): Promise<ExportVerification> {
  const crypto = new OptimisticCrypto();
  const lines = crypto.paced(exportLines(open()));
  const found = await verifyExport(lines, crypto, onProgress, anchors, trusted);
  if ((await crypto.wasRight()) && found.ok) return found;
  return verifyExport(exportLines(open()), nodeLedgerCrypto, onProgress, anchors, trusted);
}
