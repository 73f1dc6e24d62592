import { readHeader } from '../../shared/ledger/export-file.ts';
import { startVerification, verifyCheckpoint, verifyEntry } from '../../shared/ledger/verify.ts';
import { nodeLedgerCrypto } from '../../src-main/engine/keys/signing-key.ts';
import { faultText } from '../../src-main/host-cli/terminal/fault-text.ts';
import type { LedgerBuilder } from './a-ledger.ts';

/** The verifier's problems for each line, as `seq: what`. */
export function problemsByLine({ lines }: Pick<LedgerBuilder, 'lines'>): string[] {
  let state = startVerification(readHeader(lines[0]!)!);
  const problems: string[] = [];
  for (const line of lines.slice(1)) {
    const step = line.startsWith('{"checkpoint":')
      ? verifyCheckpoint(state, JSON.parse(line).checkpoint, nodeLedgerCrypto)
      : verifyEntry(state, line, nodeLedgerCrypto);
    state = step.state;
    problems.push(...step.problems.map(({ seq, fault }) => `${seq}: ${faultText(fault)}`));
  }
  return problems;
}
