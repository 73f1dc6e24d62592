import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssessmentId, ReferralId } from '../../../shared/domain/ids.ts';
import { type CaseAct, type Standing, standingOf } from '../../../shared/domain/standing.ts';
import { idOf } from '../../support/a-ledger.ts';

const assessment = (name: string) => AssessmentId.parse(idOf(`assessment ${name}`));
const referral = (name: string) => ReferralId.parse(idOf(`referral ${name}`));
const decided = (name: string, seen: number, decision = 'illegal'): CaseAct => ({
  act: 'decided',
  assessment: assessment(name),
  decision,
  referrals: [referral(name)],
  seen,
});
const replaced = (replaces: string, name: string, seen: number, decision = 'legal'): CaseAct => ({
  act: 'replaced',
  replaces: assessment(replaces),
  assessment: assessment(name),
  decision,
  referrals: [referral(name)],
  seen,
});
const withdrawn = (name: string, seen: number): CaseAct => ({
  act: 'withdrawn',
  assessment: assessment(name),
  seen,
});
const reopened = (seen: number): CaseAct => ({ act: 'reopened', seen });

const standing = (
  decision: string | null,
  rest: Partial<Omit<Standing, 'decision' | 'void'>> & { void?: string[] } = {},
): Standing => ({
  decision: decision === null ? null : assessment(decision),
  isOpen: decision === null,
  parallels: [],
  overtaken: [],
  ...rest,
  void: (rest.void ?? []).map(referral),
});
const parallel = (name: string, to: string, agrees: boolean) => ({
  assessment: assessment(name),
  to: assessment(to),
  agrees,
});

describe('of the decisions on a case', () => {
  test.each<[string, CaseAct[], Standing]>([
    ['none stands before the first', [], standing(null)],
    ['the only one stands', [decided('a', 0)], standing('a')],
    [
      'the first stands, and one that had not seen it is a parallel that agrees',
      [decided('a', 0), decided('b', 0)],
      standing('a', { parallels: [parallel('b', 'a', true)], void: ['b'] }),
    ],
    [
      'a parallel may disagree',
      [decided('a', 0), decided('b', 0, 'legal')],
      standing('a', { parallels: [parallel('b', 'a', false)], void: ['b'] }),
    ],
    [
      'one by somebody who had seen the first has no effect',
      [decided('a', 0), decided('b', 1)],
      standing('a', { overtaken: [1], void: ['b'] }),
    ],
    [
      'a reopened case keeps its decision until it is decided again',
      [decided('a', 0), reopened(1)],
      standing('a', { isOpen: true }),
    ],
    [
      'the next one stands where the case was reopened and that was seen',
      [decided('a', 0), reopened(1), decided('b', 2)],
      standing('b'),
    ],
    [
      'one that did not see why the case was reopened is a parallel',
      [decided('a', 0), reopened(1), decided('b', 0)],
      standing('a', { isOpen: true, parallels: [parallel('b', 'a', true)], void: ['b'] }),
    ],
    [
      'what a parallel ordered before the case was decided again never goes',
      [decided('a', 0), decided('b', 0), reopened(2), decided('c', 3)],
      standing('c', { void: ['b'] }),
    ],
    ['a correction stands in its place', [decided('a', 0), replaced('a', 'b', 1)], standing('b')],
    [
      'of two corrections at once the second has no effect',
      [decided('a', 0), replaced('a', 'b', 1), replaced('a', 'c', 1)],
      standing('b', { overtaken: [2], void: ['c'] }),
    ],
    [
      'a parallel can be corrected, and may then agree no more',
      [decided('a', 0), decided('b', 0), replaced('b', 'c', 2)],
      standing('a', { parallels: [parallel('c', 'a', false)], void: ['b', 'c'] }),
    ],
    [
      'none stands once the only one is taken back',
      [decided('a', 0), withdrawn('a', 1)],
      standing(null, { void: ['a'] }),
    ],
    [
      'the one beside it stands once the first is taken back',
      [decided('a', 0), decided('b', 0), withdrawn('a', 1)],
      standing('b', { void: ['a'] }),
    ],
    [
      'taking back a second time has no effect',
      [decided('a', 0), withdrawn('a', 1), withdrawn('a', 1)],
      standing(null, { void: ['a'], overtaken: [2] }),
    ],
  ])('%s', (_rule, acts, expected) => {
    expect(standingOf(acts)).toEqual(expected);
  });

  const names = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 1, maxLength: 8 });

  test('made at once, exactly the first in the order stands, whichever order that is', () => {
    fc.assert(
      fc.property(
        names,
        fc.array(fc.constantFrom('legal', 'illegal'), { minLength: 8, maxLength: 8 }),
        (order, judged) => {
          const found = standingOf(order.map((name, index) => decided(name, 0, judged[index])));
          const [first = '', ...others] = order;
          expect(found).toEqual(
            standing(first, {
              parallels: others.map((name, index) => parallel(name, first, judged[index + 1] === judged[0])),
              void: others,
            }),
          );
        },
      ),
    );
  });

  /** Acts as seats would make them: each sees some beginning of the record, never less than a seat saw before. */
  const record = fc
    .array(
      fc.record({
        act: fc.constantFrom('decided', 'decided', 'replaced', 'withdrawn', 'reopened'),
        behind: fc.nat({ max: 3 }),
        which: fc.nat({ max: 20 }),
        legal: fc.boolean(),
      }),
      { maxLength: 25 },
    )
    .map((plan) =>
      plan.map(({ act, behind, which, legal }, at): CaseAct => {
        const seen = Math.max(0, at - behind);
        const other = `${which % Math.max(1, at)}`;
        const judged = legal ? 'legal' : 'illegal';
        if (act === 'decided') return decided(`${at}`, seen, judged);
        if (act === 'replaced') return replaced(other, `${at}`, seen, judged);
        return act === 'withdrawn' ? withdrawn(other, seen) : reopened(seen);
      }),
    );

  test('no referral is void twice, and none of the decision that stands is void', () => {
    fc.assert(
      fc.property(record, (acts) => {
        const found = standingOf(acts);
        const ordered = acts.find(
          (act) => 'assessment' in act && 'referrals' in act && act.assessment === found.decision,
        );
        const standingReferrals = ordered && 'referrals' in ordered ? ordered.referrals : [];
        expect(new Set(found.void).size).toBe(found.void.length);
        expect(standingReferrals.filter((id) => found.void.includes(id))).toEqual([]);
      }),
    );
  });

  test('everything seen by everybody, there are no parallels', () => {
    fc.assert(
      fc.property(record, (acts) => {
        const all = acts.map((act, at): CaseAct => ({ ...act, seen: at }));
        expect(standingOf(all).parallels).toEqual([]);
      }),
    );
  });

  test('an act in the record that nobody had seen yet changes nothing of what stood, except by taking it back or replacing it', () => {
    fc.assert(
      fc.property(record, fc.boolean(), (acts, legal) => {
        const before = standingOf(acts);
        const after = standingOf([...acts, decided('late', 0, legal ? 'legal' : 'illegal')]);
        expect(after.decision).toEqual(before.decision ?? assessment('late'));
      }),
    );
  });
});
