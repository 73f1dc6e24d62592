import { describe, expect, test } from 'vitest';
import { exportLines, verifyExport } from '../../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { seededRandom } from '../../../tools/fake-data.ts';
import { aWorkedLedger } from '../../support/a-worked-ledger.ts';
import { PreparedExport } from '../../support/prepared-export.ts';
import { thorough } from '../../support/thorough.ts';

const SEED = Number(process.env.HASHLINE_SEED ?? Date.now() % 1_000_000);
const ENTRIES = thorough(200, 15);
/** Of each byte; the short form flips one of them. */
const BITS = [0, 1, 2, 3, 4, 5, 6, 7];

const whole = new PreparedExport(aWorkedLedger(ENTRIES));
const verdict = (bytes: Uint8Array) => verifyExport(exportLines([bytes]), nodeLedgerCrypto);

describe(`one bit of an exported ledger (${whole.bytes.length} bytes, ${ENTRIES} entries, seed ${SEED})`, () => {
  test('left as it is: the export holds', async () => {
    expect(await verdict(whole.bytes)).toEqual({
      ok: true,
      entries: ENTRIES,
      checkpoints: whole.lines.filter((line) => line.startsWith('{"checkpoint"')).length,
      root: expect.stringMatching(/^[\w+/]{43}=$/),
      problems: [],
      witnesses: { quorum: 0, named: [], anchored: 0, cosigned: [] },
      late: 0,
      overtaken: 0,
      withoutEffect: [],
      trusted: null,
    });
  });

  test('flipped in any byte: found, and found at the line it is in', { timeout: 600_000 }, () => {
    const random = seededRandom(SEED);
    const startedMs = performance.now();
    let flips = 0;
    const missed: string[] = [];
    const misplaced: string[] = [];
    for (let offset = 0; offset < whole.bytes.length; offset++) {
      const bits = thorough(BITS, [Math.floor(random() * BITS.length)]);
      for (const bit of bits) {
        flips += 1;
        const { line, problem } = whole.firstProblemAfterFlip(offset, bit);
        if (problem === null) {
          missed.push(`byte ${offset}, bit ${bit}`);
          continue;
        }
        // The header speaks of the log as a whole; a checkpoint of the entries up to it.
        const seq = whole.entriesBefore(line);
        const places: (number | null)[] = line === 0 ? [null, 0] : [seq - 1, seq];
        if (!places.includes(problem.seq))
          misplaced.push(`byte ${offset}, bit ${bit}: ${problem.seq}, not ${seq}`);
      }
    }
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    console.log(
      `flipped ${flips} bits in ${whole.bytes.length} bytes: ${missed.length} missed, ${seconds} s`,
    );
    expect({ missed, misplaced }).toEqual({ missed: [], misplaced: [] });
  });

  test('flipped and judged from the first line to the last: the same verdict', async () => {
    const random = seededRandom(SEED + 1);
    for (let round = 0; round < 60; round++) {
      const offset = Math.floor(random() * whole.bytes.length);
      const bit = Math.floor(random() * 8);
      const bytes = whole.bytes.slice();
      bytes[offset]! ^= 1 << bit;
      const { ok, problems } = await verdict(bytes);
      const { line, problem } = whole.firstProblemAfterFlip(offset, bit);
      expect({ ok, first: line === 0 ? null : problems[0] }).toEqual({
        ok: problem === null,
        first: line === 0 ? null : problem,
      });
    }
  });
});
