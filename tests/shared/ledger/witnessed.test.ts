import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyExport } from '../../../shared/ledger/export-file.ts';
import { skimCheckpoint, skimEntry } from '../../../shared/ledger/skim.ts';
import { startVerification, verifyEntry } from '../../../shared/ledger/verify.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { faultText } from '../../../src-main/host-cli/terminal/fault-text.ts';
import { aLedger, keyOf, type LedgerBuilder } from '../../support/a-ledger.ts';
import { witnessKeyOf } from '../../support/a-ledger-witness.ts';
import { anchoring } from '../../support/a-random-ledger.ts';
import { namingFacts } from '../../support/four-eyes-facts.ts';

const WITNESSES = ['w1', 'w2', 'w3'] as const;
type Witness = (typeof WITNESSES)[number];
type Step =
  | { named: readonly Witness[]; quorum: number }
  /** `back`: so many checkpoints before the last one. */
  | { signedBy: Witness; back: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc
      .record({ named: fc.subarray([...WITNESSES]), part: fc.constantFrom(0.1, 0.5, 1) })
      .map(({ named, part }) => ({ named, quorum: Math.ceil(named.length * part) })),
    fc.record({ signedBy: fc.constantFrom(...WITNESSES), back: fc.nat(2) }),
    fc.record({ signedBy: fc.constantFrom(...WITNESSES), back: fc.constant(0) }),
  ),
  { maxLength: 14 },
);

/** Proposed and put in force by the one supervisor there is. */
function naming(ledger: LedgerBuilder, named: readonly string[], quorum: number): LedgerBuilder {
  const facts = namingFacts(`policy ${ledger.size}`, { quorum, keys: named.map(witnessKeyOf) });
  return ledger.by('Sam', 'policy.proposed', facts).by('Sam', 'policy.activated', facts);
}

const founded = () => aLedger().foundedBy('Sam');
const reportOf = async (ledger: LedgerBuilder, ...trusted: (readonly [string, number])[]) => {
  const trust = trusted.length === 0 ? null : { keys: trusted.map(([key]) => key), quorum: trusted[0]![1] };
  return verifyExport(ledger.exportedBy('Sam'), nodeLedgerCrypto, undefined, [], trust);
};

describe('a ledger is anchored', () => {
  test('as far as a quorum of the witnesses signed that the policy of the moment named, and stays so', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const ledger = founded();
        const kept: { size: number; by: Record<string, ReturnType<typeof anchoring>> }[] = [];
        // The model: everything that was ever signed, asked again after each step for each size there could be.
        const signed: { by: Witness; size: number }[] = [];
        let rule: { named: readonly Witness[]; quorum: number } = { named: [], quorum: 0 };
        let anchored = 0;
        for (const step of sequence) {
          if ('named' in step) {
            naming(ledger, step.named, step.quorum);
            rule = step;
          } else {
            ledger.by('Sam', 'duty.extended');
            const by = Object.fromEntries(
              WITNESSES.map((who) => [who, anchoring(ledger, ledger.size, 1_795_000_000, who)]),
            );
            kept.push({ size: ledger.size, by });
            ledger.sealed();
            const { size, by: notes } = kept.at(-1 - step.back) ?? kept[0]!;
            ledger.byDevice('checkpoint.anchored', notes[step.signedBy]!);
            if (rule.named.includes(step.signedBy)) signed.push({ by: step.signedBy, size });
          }
          for (const { size } of kept) {
            const vouching = rule.named.filter((who) =>
              signed.some((one) => one.by === who && one.size >= size),
            );
            if (rule.quorum > 0 && vouching.length >= rule.quorum) anchored = Math.max(anchored, size);
          }
        }
        const { ok, witnesses } = await reportOf(ledger);
        expect([ok, witnesses.anchored, witnesses.quorum, witnesses.named]).toEqual([
          true,
          anchored,
          rule.quorum,
          rule.named.map(witnessKeyOf),
        ]);
      }),
      { numRuns: 150 },
    );
  });

  test('by no witness that a policy did not name, and the report says what such a witness signed', async () => {
    const ledger = naming(founded(), ['w1'], 1).sealed();
    const anchor = anchoring(ledger, ledger.size, 7, 'w2');
    const { ok, witnesses } = await reportOf(ledger.byDevice('checkpoint.anchored', anchor));
    expect([ok, witnesses]).toEqual([
      true,
      {
        quorum: 1,
        named: [witnessKeyOf('w1')],
        anchored: 0,
        cosigned: [{ key: witnessKeyOf('w2'), size: 3, seconds: 7, counted: 0 }],
      },
    ]);
  });

  test('from the founding policy on, and by no policy that did not come into force or is not the one named', async () => {
    const keys = [witnessKeyOf('w1')];
    const rules = { quorum: 1, keys };
    const facts = namingFacts('p', rules);
    const forged = namingFacts('p', rules, 'ab');
    const two = () => founded().joined('Tom', 'supervisor');
    const afterwards = async (ledger: LedgerBuilder) =>
      (await reportOf(ledger.sealed().byDevice('checkpoint.anchored', anchoring(ledger)))).witnesses.anchored;
    expect({
      founding: await afterwards(aLedger().foundedBy('Sam', { policy: facts.policy })),
      proposed: await afterwards(two().by('Sam', 'policy.proposed', facts)),
      byItsAuthor: await afterwards(
        two().by('Sam', 'policy.proposed', facts).by('Sam', 'policy.activated', facts),
      ),
      byAnother: await afterwards(
        two().by('Sam', 'policy.proposed', facts).by('Tom', 'policy.activated', facts),
      ),
      anotherText: await afterwards(
        two().by('Sam', 'policy.proposed', forged).by('Tom', 'policy.activated', forged),
      ),
      byAnAnalyst: await afterwards(
        founded()
          .joined('Ann', 'analyst')
          .by('Ann', 'policy.proposed', facts)
          .by('Ann', 'policy.activated', facts),
      ),
    }).toEqual({ founding: 1, proposed: 0, byItsAuthor: 0, byAnother: 5, anotherText: 0, byAnAnalyst: 0 });
  });

  test('for a reader who trusts witnesses of their own by what these signed, named or not', async () => {
    const ledger = () => {
      const growing = naming(founded(), ['w1'], 1).sealed();
      return growing.byDevice('checkpoint.anchored', anchoring(growing, growing.size, 7, 'w2'));
    };
    const trusting = async (quorum: number, ...names: string[]) => {
      const { ok, trusted, problems } = await reportOf(
        ledger(),
        ...names.map((name) => [witnessKeyOf(name), quorum] as const),
      );
      return [ok, trusted?.anchored, problems.map(({ fault }) => faultText(fault))];
    };
    expect([await trusting(1, 'w2'), await trusting(1, 'w1', 'w2'), await trusting(2, 'w1', 'w2')]).toEqual([
      [true, 3, []],
      [true, 3, []],
      [false, 0, ['fewer than 2 of the witnesses given signed it']],
    ]);
  });

  test('just as far where the beginning was only skimmed', () => {
    const ledger = naming(founded(), ['w1'], 1).sealed();
    ledger.byDevice('checkpoint.anchored', anchoring(ledger));
    const start = startVerification({
      device: ledger.device as never,
      publicKey: keyOf(ledger.device).publicKeyText,
      hotline: ledger.hotline,
    });
    const witnessedBy = (take: typeof skimEntry) =>
      ledger.lines.slice(1).reduce((state, line) => {
        const note = line.startsWith('{"checkpoint":') ? JSON.parse(line).checkpoint : null;
        return note === null
          ? take(state, line, nodeLedgerCrypto)
          : skimCheckpoint(state, note, nodeLedgerCrypto);
      }, start).witnessed;
    const verified = witnessedBy((...step) => verifyEntry(...step).state);
    expect([witnessedBy(skimEntry), verified.anchored]).toEqual([verified, 3]);
  });
});
