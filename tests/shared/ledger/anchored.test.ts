import { expect, test } from 'vitest';
import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { verifyExport } from '../../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { faultText } from '../../../src-main/host-cli/terminal/fault-text.ts';
import { aLedger, keyOf, type LedgerBuilder } from '../../support/a-ledger.ts';
import { anchoring } from '../../support/a-random-ledger.ts';

const founded = () => aLedger().foundedBy('Sam').by('Sam', 'session.unlocked');
const problemsOf = async (ledger: LedgerBuilder) =>
  (await verifyExport(ledger.exportedBy('Sam'), nodeLedgerCrypto)).problems.map(
    ({ seq, fault }) => `${seq}: ${faultText(fault)}`,
  );

test('an entry about a cosigned checkpoint holds where the checkpoint stands in the ledger and the witness signed it', async () => {
  const ledger = founded().sealed();
  const anchor = anchoring(ledger);
  expect(await problemsOf(ledger.by('Sam', 'duty.extended').byDevice('checkpoint.anchored', anchor))).toEqual(
    [],
  );
});

test('an entry about a cosigned checkpoint does not hold without such a checkpoint, with another cosignature, or from a person who may not sign it', async () => {
  const stands = () => founded().sealed();
  const anchor = anchoring(stands());
  const { witness: _, ...unnamed } = anchor;
  expect([
    await problemsOf(founded().byDevice('checkpoint.anchored', anchor)),
    await problemsOf(stands().byDevice('checkpoint.anchored', { ...anchor, size: 1 })),
    await problemsOf(stands().byDevice('checkpoint.anchored', { ...anchor, witness: 'witness.example/w2' })),
    await problemsOf(
      stands().byDevice('checkpoint.anchored', { ...anchor, publicKey: toBase64(keyOf('Eve').publicKey) }),
    ),
    await problemsOf(stands().byDevice('checkpoint.anchored', unnamed)),
    await problemsOf(stands().by('Sam', 'checkpoint.anchored', { ...anchor })),
  ]).toEqual([
    ['2: anchors a checkpoint that does not stand before it'],
    ['2: anchors a checkpoint that does not stand before it'],
    ["2: the witness's cosignature does not fit"],
    ["2: the witness's cosignature does not fit"],
    ['2: does not say which checkpoint a witness cosigned'],
    ['2: checkpoint.anchored is not for a person to sign'],
  ]);
});
