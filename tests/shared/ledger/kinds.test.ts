import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEntry } from '../../../shared/ledger/entry.ts';
import { readCheckpoint, readHeader } from '../../../shared/ledger/export-file.ts';
import { applyFourEyes, NOTHING_WAITS } from '../../../shared/ledger/four-eyes.ts';
import { EntryKind, KINDS, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import { applySignersChange, founders } from '../../../shared/ledger/signers.ts';
import { skimCheckpoint, skimEntry } from '../../../shared/ledger/skim.ts';
import { startVerification, verifyCheckpoint, verifyEntry } from '../../../shared/ledger/verify.ts';
import { applyWitnessed, NOBODY_WITNESSED } from '../../../shared/ledger/witnessed.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { seededRandom } from '../../../tools/fake-data.ts';
import { aLedger, idOf } from '../../support/a-ledger.ts';
import { aLawfulLedger } from '../../support/a-random-ledger.ts';
import { aWorkedLedger } from '../../support/a-worked-ledger.ts';
import { entryData } from '../../support/entry-data.ts';
import { misfits } from '../../support/misfits.ts';

/** An entry of a kind with these facts, by somebody who may sign it. */
function entryOf(kind: EntryKind, data: Record<string, unknown>) {
  const by = {
    person: { person: idOf('Sam') },
    other: { person: idOf('Sam') },
    device: { device: idOf('device one') },
    recovery: { recovery: true },
  };
  return { ...aLedger().body(kind, by[KINDS[kind].signer], data), sig: '' };
}

/** What verifiers make of an entry on its own. */
const effects = (kind: EntryKind, data: Record<string, unknown>) => {
  const entry = entryOf(kind, data);
  return {
    signers: applySignersChange(NOBODY, entry),
    waiting: applyFourEyes(NOTHING_WAITS, entry, NOBODY.people),
    witnessed: applyWitnessed(NOBODY_WITNESSED, entry, entry.device, nodeLedgerCrypto),
  };
};
const NOBODY = founders(idOf('another device'));

describe.each(EntryKind.options)('an entry of kind %s', (kind) => {
  test('is read as it was written: nothing of it is repaired, filled in or left out', () => {
    fc.assert(
      fc.property(entryData(kind), (data) => {
        expect(readData(kind, data)).toEqual(data);
      }),
      { numRuns: 30 },
    );
  });

  test('says all that a verifier reads of it', () => {
    fc.assert(
      fc.property(entryData(kind), (data) => {
        const faults = Object.values(effects(kind, data)).flatMap((effect) =>
          'problem' in effect ? [effect.problem.code] : [],
        );
        expect(faults.filter((code) => code.endsWith('unsaid'))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

test('an entry of a kind that is said to change nothing changes nothing, whatever it says', () => {
  const inert = EntryKind.options.filter((kind) => KINDS[kind].changes.length === 0);
  fc.assert(
    fc.property(fc.constantFrom(...inert), fc.dictionary(fc.string(), fc.jsonValue()), (kind, data) => {
      expect(effects(kind, data)).toEqual({
        signers: NOBODY,
        waiting: NOTHING_WAITS,
        witnessed: NOBODY_WITNESSED,
      });
    }),
  );
});

test('skimming carries on what verifying carries on', () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const [first, ...lines] = aLawfulLedger(seededRandom(seed), `log ${seed}`).exportedBy('Sam');
    let verified = startVerification(readHeader(first!)!);
    let skimmed = verified;
    for (const line of lines) {
      const note = readCheckpoint(line);
      verified =
        note === null
          ? verifyEntry(verified, line, nodeLedgerCrypto).state
          : verifyCheckpoint(verified, note, nodeLedgerCrypto).state;
      skimmed =
        note === null
          ? skimEntry(skimmed, line, nodeLedgerCrypto)
          : skimCheckpoint(skimmed, note, nodeLedgerCrypto);
    }
    expect({ ...skimmed, last: null }).toEqual({ ...verified, last: null });
  }
});

test('every entry of a worked ledger says what its kind says', () => {
  const entries = aWorkedLedger(300).flatMap((line) => parseEntry(line) ?? []);
  expect([entries.length, misfits(entries)]).toEqual([300, []]);
});
