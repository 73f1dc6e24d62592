import { describe, expect, test } from 'vitest';
import { CHECKPOINT_EVERY } from '../../../../shared/ledger/checkpoint.ts';
import { exportLines, verifyExport } from '../../../../shared/ledger/export-file.ts';
import { verifyExportFile } from '../../../../src-main/engine/audit/verify-export-file.ts';
import { nodeLedgerCrypto } from '../../../../src-main/engine/keys/signing-key.ts';
import { aLedger, exportBytes, idOf } from '../../../support/a-ledger.ts';

/** More entries than are under way at once. */
function aLongExport(): string[] {
  const ledger = aLedger().foundedBy('Sam').joined('Ann', 'analyst');
  while (ledger.size < 1500) {
    ledger.by('Ann', 'case.claimed', { case: idOf(`case ${ledger.size}`) });
    if (ledger.size % CHECKPOINT_EVERY === 0) ledger.sealed();
  }
  return ledger.exportedBy('Sam');
}

const lines = aLongExport();
const withOtherSignature = (line: string): string =>
  line.replace(/"sig":"(.)/, (_, first) => `"sig":"${first === 'A' ? 'B' : 'A'}`);
const change = (at: number, how: (line: string) => string): string[] => lines.with(at, how(lines[at]!));

async function verified(each: readonly string[]) {
  let opened = 0;
  const open = async function* () {
    opened += 1;
    yield exportBytes(each);
  };
  const found = await verifyExportFile(open);
  const expected = await verifyExport(exportLines([exportBytes(each)]), nodeLedgerCrypto);
  return { opened, found, expected };
}

describe('an export that is verified on all cores', () => {
  test('holds where it holds, and is read once', async () => {
    const { opened, found, expected } = await verified(lines);
    expect([opened, found.ok, found]).toEqual([1, true, expected]);
  });

  test.each([
    ['a signature that does not fit, among the first', change(3, withOtherSignature)],
    ['a signature that does not fit, among the last', change(lines.length - 2, withOtherSignature)],
    ['another time', change(700, (line) => line.replace('"at":"20', '"at":"19'))],
    ['an entry that is missing', lines.toSpliced(700, 1)],
    ['its end missing', lines.slice(0, -1)],
  ])('with %s is read again, and the same is said of it', async (_, changed) => {
    const { opened, found, expected } = await verified(changed);
    expect([opened, found.ok, found]).toEqual([2, false, expected]);
  });
});
