import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../shared/ledger/entry.ts';
import { readHeader } from '../../../shared/ledger/export-file.ts';
import { applyFourEyes, type FourEyes, NOTHING_WAITS } from '../../../shared/ledger/four-eyes.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import { skimEntry } from '../../../shared/ledger/skim.ts';
import { startVerification, type VerifyState, verifyEntry } from '../../../shared/ledger/verify.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { aLedger, idOf, type LedgerBuilder } from '../../support/a-ledger.ts';
import {
  assessmentFacts,
  correctedFacts,
  drawFacts,
  drawnFacts,
  periodFacts,
  policyFacts,
  reviewedFacts,
  undrawnFacts,
} from '../../support/four-eyes-facts.ts';
import { problemsByLine } from '../../support/problems-by-line.ts';

/** Sam and Tom supervise, Ann, Bob and Cas analyse. */
const staffed = () =>
  aLedger()
    .foundedBy('Sam')
    .joined('Tom', 'supervisor')
    .joined('Ann', 'analyst')
    .joined('Bob', 'analyst')
    .joined('Cas', 'analyst');
/** Ann's assessment `one` was drawn. */
const waiting = () => staffed().by('Ann', 'case.assessed', drawnFacts('one'));
/** Bob came to something else. */
const disputed = () => waiting().by('Bob', 'assessment.reviewed', reviewedFacts('one', 'legal'));

const entryBy = (who: string, kind: EntryKind, data: Record<string, unknown>): Entry => ({
  ...aLedger().body(kind, { person: idOf(who) }, data),
  sig: '',
});

const stateOf = (
  ledger: LedgerBuilder,
  take = (state: VerifyState, line: string) => verifyEntry(state, line, nodeLedgerCrypto).state,
): VerifyState => ledger.lines.slice(1).reduce(take, startVerification(readHeader(ledger.lines[0]!)!));

describe('a second review', () => {
  test.each<[string, LedgerBuilder, string[]]>([
    ['by somebody else', waiting().by('Bob', 'assessment.reviewed', reviewedFacts('one')), []],
    [
      'by the author',
      waiting().by('Ann', 'assessment.reviewed', reviewedFacts('one')),
      ['10: is a second review by the author of the first'],
    ],
    [
      'of what was never drawn',
      staffed()
        .by('Ann', 'case.assessed', { ...drawnFacts('one'), secondReview: { drawn: false } })
        .by('Bob', 'assessment.reviewed', reviewedFacts('one')),
      ['10: is about an assessment that does not wait for it'],
    ],
    [
      'a second time',
      disputed().by('Cas', 'assessment.reviewed', reviewedFacts('one')),
      ['11: is about an assessment that does not wait for it'],
    ],
    [
      'after it was settled by agreement',
      waiting()
        .by('Bob', 'assessment.reviewed', reviewedFacts('one'))
        .by('Cas', 'assessment.reviewed', reviewedFacts('one')),
      ['11: is about an assessment that does not wait for it'],
    ],
    [
      'by a supervisor who had looked',
      waiting()
        .by('Sam', 'assessment.revealed', assessmentFacts('one'))
        .by('Sam', 'assessment.reviewed', reviewedFacts('one')),
      ['11: is a second review by somebody who had seen the first'],
    ],
    [
      'by somebody who had exported the ledger meanwhile',
      waiting().by('Sam', 'audit.exported').sealed().by('Sam', 'assessment.reviewed', reviewedFacts('one')),
      ['11: is a second review by somebody who had seen the first'],
    ],
    [
      'by somebody who had exported the ledger before',
      staffed()
        .by('Sam', 'audit.exported')
        .sealed()
        .by('Ann', 'case.assessed', drawnFacts('one'))
        .by('Sam', 'assessment.reviewed', reviewedFacts('one')),
      [],
    ],
    [
      'that calls a disagreement an agreement',
      waiting().by('Bob', 'assessment.reviewed', reviewedFacts('one', 'legal', true)),
      ['10: does not say truly whether both agree'],
    ],
    [
      'that calls an agreement a disagreement',
      waiting().by('Bob', 'assessment.reviewed', reviewedFacts('one', 'illegal', false)),
      ['10: does not say truly whether both agree'],
    ],
    ['that says nothing', waiting().by('Bob', 'assessment.reviewed'), ['10: does not say what was decided']],
  ])('%s', (_, ledger, expected) => {
    expect(problemsByLine(ledger)).toEqual(expected);
  });

  test('that broke a rule settles nothing', () => {
    const ledger = waiting()
      .by('Ann', 'assessment.reviewed', reviewedFacts('one'))
      .by('Bob', 'assessment.reviewed', reviewedFacts('one'));
    expect(problemsByLine(ledger)).toEqual(['10: is a second review by the author of the first']);
  });
});

describe('a disagreement', () => {
  test.each<[string, LedgerBuilder, string[]]>([
    ['is upheld by a supervisor', disputed().by('Sam', 'assessment.upheld', assessmentFacts('one')), []],
    [
      'is overturned by a supervisor',
      disputed().by('Sam', 'assessment.overturned', assessmentFacts('one')),
      [],
    ],
    [
      'is settled once',
      disputed()
        .by('Sam', 'assessment.upheld', assessmentFacts('one'))
        .by('Tom', 'assessment.overturned', assessmentFacts('one')),
      ['12: is about an assessment that does not wait for it'],
    ],
    [
      'is not settled before there is one',
      waiting().by('Sam', 'assessment.upheld', assessmentFacts('one')),
      ['10: is about an assessment that does not wait for it'],
    ],
    [
      'is not settled by the author of the first',
      staffed()
        .by('Sam', 'case.assessed', drawnFacts('one'))
        .by('Bob', 'assessment.reviewed', reviewedFacts('one', 'legal'))
        .by('Sam', 'assessment.upheld', assessmentFacts('one')),
      ['11: is a disagreement settled by one of the two who disagree'],
    ],
    [
      'is not settled by the second reviewer',
      waiting()
        .by('Sam', 'assessment.reviewed', reviewedFacts('one', 'legal'))
        .by('Sam', 'assessment.overturned', assessmentFacts('one')),
      ['11: is a disagreement settled by one of the two who disagree'],
    ],
  ])('%s', (_, ledger, expected) => {
    expect(problemsByLine(ledger)).toEqual(expected);
  });
});

describe('an assessment that is taken back or corrected', () => {
  test.each<[string, LedgerBuilder, string[]]>([
    [
      'waits no more once its author took it back',
      waiting()
        .by('Ann', 'assessment.withdrawn', assessmentFacts('one'))
        .by('Bob', 'assessment.reviewed', reviewedFacts('one')),
      ['11: is about an assessment that does not wait for it'],
    ],
    [
      'is not taken back by somebody else while it waits',
      waiting().by('Sam', 'assessment.withdrawn', assessmentFacts('one')),
      ['10: takes back what somebody else assessed'],
    ],
    [
      'is corrected by somebody else, and the correction waits in its place',
      waiting()
        .by('Sam', 'assessment.corrected', correctedFacts('one'))
        .by('Bob', 'assessment.reviewed', reviewedFacts('correction of one', 'legal', true)),
      [],
    ],
    [
      'does not leave the sample by a correction',
      waiting().by('Ann', 'assessment.corrected', correctedFacts('one', false)),
      ['10: takes an assessment out of the sample'],
    ],
    [
      'is left alone while two people disagree about it',
      disputed().by('Sam', 'assessment.corrected', correctedFacts('one')),
      ['11: replaces an assessment two people disagree about'],
    ],
    [
      'is named',
      staffed().by('Ann', 'assessment.withdrawn').by('Ann', 'assessment.corrected', { decision: 1 }),
      ['9: does not say which assessment', '10: does not say which assessment'],
    ],
    [
      'may be one that was not drawn',
      staffed().by('Ann', 'assessment.withdrawn', assessmentFacts('one')),
      [],
    ],
  ])('%s', (_, ledger, expected) => {
    expect(problemsByLine(ledger)).toEqual(expected);
  });
});

describe('an assessment that waits for the draw', () => {
  const opened = () => staffed().by('Sam', 'sampling.opened', periodFacts());
  const undrawn = () => opened().by('Ann', 'case.assessed', undrawnFacts('one'));
  const drawn = () => undrawn().by('Tom', 'sampling.drawn', drawFacts(['one']));
  const NOT_WAITING = 'is about an assessment that does not wait for it';
  const NOT_TO_BE_DRAWN = 'draws what does not wait for the draw of that period';
  const NOT_OPEN = 'is about a sampling period that is not open';
  test.each<[string, LedgerBuilder, string[]]>([
    ['is reviewed once it was drawn', drawn().by('Bob', 'assessment.reviewed', reviewedFacts('one')), []],
    [
      'is not reviewed before',
      undrawn().by('Bob', 'assessment.reviewed', reviewedFacts('one')),
      [`11: ${NOT_WAITING}`],
    ],
    [
      'is not reviewed where it was not drawn',
      undrawn()
        .by('Tom', 'sampling.drawn', drawFacts([], ['one']))
        .by('Bob', 'assessment.reviewed', reviewedFacts('one')),
      [`12: ${NOT_WAITING}`],
    ],
    [
      'is not reviewed by its author',
      drawn().by('Ann', 'assessment.reviewed', reviewedFacts('one')),
      ['12: is a second review by the author of the first'],
    ],
    [
      'is not reviewed by somebody who looked before the draw',
      undrawn()
        .by('Sam', 'assessment.revealed', assessmentFacts('one'))
        .by('Tom', 'sampling.drawn', drawFacts(['one']))
        .by('Sam', 'assessment.reviewed', reviewedFacts('one')),
      ['13: is a second review by somebody who had seen the first'],
    ],
    [
      'is not reviewed by somebody who exported the ledger before the draw',
      undrawn()
        .by('Sam', 'audit.exported')
        .sealed()
        .by('Tom', 'sampling.drawn', drawFacts(['one']))
        .by('Sam', 'assessment.reviewed', reviewedFacts('one')),
      ['13: is a second review by somebody who had seen the first'],
    ],
    ['is drawn once', drawn().by('Sam', 'sampling.drawn', drawFacts(['one'])), [`12: ${NOT_TO_BE_DRAWN}`]],
    [
      'is drawn or not, and not both',
      undrawn().by('Sam', 'sampling.drawn', drawFacts(['one'], ['one'])),
      [`11: ${NOT_TO_BE_DRAWN}`],
    ],
    [
      'is drawn in its own period',
      undrawn()
        .by('Sam', 'sampling.opened', periodFacts('2026-12'))
        .by('Sam', 'sampling.drawn', drawFacts(['one'], [], '2026-12')),
      [`12: ${NOT_TO_BE_DRAWN}`],
    ],
    [
      'was made before it is drawn',
      opened().by('Sam', 'sampling.drawn', drawFacts(['one'])),
      [`10: ${NOT_TO_BE_DRAWN}`],
    ],
    [
      'is not drawn with others where the draw breaks a rule',
      undrawn()
        .by('Sam', 'sampling.drawn', drawFacts(['one', 'two']))
        .by('Bob', 'assessment.reviewed', reviewedFacts('one')),
      [`11: ${NOT_TO_BE_DRAWN}`, `12: ${NOT_WAITING}`],
    ],
    [
      'is drawn by a supervisor, and neither by an analyst nor by the workstation',
      undrawn()
        .by('Ann', 'sampling.drawn', drawFacts(['one']))
        .byDevice('sampling.drawn', drawFacts(['one'])),
      [
        '11: a person with the role analyst may not oversee',
        '12: sampling.drawn needs a person, not a device',
      ],
    ],
    [
      'belongs to a period that was opened before',
      staffed().by('Ann', 'case.assessed', undrawnFacts('one')),
      [`9: ${NOT_OPEN}`],
    ],
    [
      'does not belong to a period that is closed',
      opened().by('Sam', 'sampling.closed', periodFacts()).by('Ann', 'case.assessed', undrawnFacts('one')),
      [`11: ${NOT_OPEN}`],
    ],
    [
      'is not left behind when its period closes',
      undrawn().by('Sam', 'sampling.closed', periodFacts()),
      ['11: closes a sampling period before its draw'],
    ],
    ['lets its period close once it was drawn', drawn().by('Sam', 'sampling.closed', periodFacts()), []],
    [
      'belongs to a period that is opened once',
      opened().by('Tom', 'sampling.opened', periodFacts()),
      ['10: opens a sampling period that is open'],
    ],
    [
      'is not drawn where it was taken back',
      undrawn()
        .by('Ann', 'assessment.withdrawn', assessmentFacts('one'))
        .by('Sam', 'sampling.drawn', drawFacts(['one'])),
      [`12: ${NOT_TO_BE_DRAWN}`],
    ],
    [
      'is not taken back by somebody else',
      undrawn().by('Sam', 'assessment.withdrawn', assessmentFacts('one')),
      ['11: takes back what somebody else assessed'],
    ],
    [
      'is drawn as what corrected it',
      undrawn()
        .by('Ann', 'assessment.corrected', correctedFacts('one', null))
        .by('Sam', 'sampling.drawn', drawFacts(['correction of one']))
        .by('Bob', 'assessment.reviewed', reviewedFacts('correction of one', 'legal', true))
        .by('Sam', 'sampling.closed', periodFacts()),
      [],
    ],
    [
      'may be corrected by one that is drawn at once',
      undrawn()
        .by('Ann', 'assessment.corrected', correctedFacts('one'))
        .by('Bob', 'assessment.reviewed', reviewedFacts('correction of one', 'legal', true)),
      [],
    ],
    [
      'is not corrected by one that is not drawn at all',
      undrawn().by('Ann', 'assessment.corrected', correctedFacts('one', false)),
      ['11: takes an assessment out of the sample'],
    ],
    [
      'does not take the place of one that was drawn',
      drawn().by('Ann', 'assessment.corrected', correctedFacts('one', null)),
      ['12: takes an assessment out of the sample'],
    ],
    [
      'is named, and so is what is drawn',
      opened()
        .by('Ann', 'case.assessed', { secondReview: { period: '2026-11', drawn: null } })
        .by('Ann', 'case.assessed', { ...undrawnFacts('one'), secondReview: { drawn: null } })
        .by('Sam', 'sampling.drawn', { period: '2026-11', drawn: [] })
        .by('Sam', 'sampling.closed'),
      [
        '10: does not say what was decided',
        '11: does not say what was decided',
        '12: does not say what was drawn, in which period',
        '13: does not say what was drawn, in which period',
      ],
    ],
  ])('%s', (_, ledger, expected) => {
    expect(problemsByLine(ledger)).toEqual(expected);
  });

  test('is carried over entries that are only skimmed', () => {
    const ledger = drawn()
      .by('Ann', 'case.assessed', undrawnFacts('two'))
      .by('Sam', 'assessment.revealed', assessmentFacts('two'));
    const skim = (state: VerifyState, line: string) => skimEntry(state, line, nodeLedgerCrypto);
    expect(stateOf(ledger, skim).waiting).toEqual(stateOf(ledger).waiting);
  });
});

describe('a policy', () => {
  const proposed = () => staffed().by('Sam', 'policy.proposed', policyFacts('new'));
  test.each<[string, LedgerBuilder, string[]]>([
    ['is activated by another supervisor', proposed().by('Tom', 'policy.activated', policyFacts('new')), []],
    ['is withdrawn by its author', proposed().by('Sam', 'policy.withdrawn', policyFacts('new')), []],
    [
      'is not activated by its author',
      proposed().by('Sam', 'policy.activated', policyFacts('new')),
      ['10: is a policy activated by its author'],
    ],
    [
      'is activated by its author where there is no other supervisor',
      proposed()
        .by('Sam', 'person.disabled', { person: idOf('Tom') })
        .by('Sam', 'policy.activated', policyFacts('new')),
      [],
    ],
    [
      'is activated as it was proposed',
      proposed().by('Tom', 'policy.activated', policyFacts('new', 'cc')),
      ['10: activates another policy than the one proposed'],
    ],
    [
      'is activated once',
      proposed()
        .by('Tom', 'policy.activated', policyFacts('new'))
        .by('Tom', 'policy.activated', policyFacts('new')),
      ['11: is about a policy nobody proposed'],
    ],
    [
      'is not activated after it was withdrawn',
      proposed()
        .by('Sam', 'policy.withdrawn', policyFacts('new'))
        .by('Tom', 'policy.activated', policyFacts('new')),
      ['11: is about a policy nobody proposed'],
    ],
  ])('%s', (_, ledger, expected) => {
    expect(problemsByLine(ledger)).toEqual(expected);
  });
});

test('the verifier forgets a disagreement once it is settled', () => {
  const ledger = disputed()
    .by('Sam', 'assessment.upheld', assessmentFacts('one'))
    .by('Ann', 'case.assessed', drawnFacts('two'))
    .by('Bob', 'assessment.reviewed', reviewedFacts('two'))
    .by('Sam', 'policy.proposed', policyFacts('new'))
    .by('Tom', 'policy.activated', policyFacts('new'));
  const { reviews, policies } = stateOf(ledger).waiting;
  expect([...reviews, ...policies]).toEqual([]);
});

test('a state that was gone on from stays as it was, and can be gone on from otherwise', () => {
  const before = stateOf(waiting());
  const [agreed, disputing] = ['illegal', 'legal'].map((legality) => {
    const ledger = waiting().by('Bob', 'assessment.reviewed', reviewedFacts('one', legality));
    return verifyEntry(before, ledger.lines.at(-1)!, nodeLedgerCrypto).state;
  });
  expect([before, agreed, disputing].map((state) => state?.waiting.reviews.get(idOf('one'))?.second)).toEqual(
    [null, undefined, idOf('Bob')],
  );
});

test('what an entry costs does not grow with what waits', () => {
  const people = stateOf(staffed()).signers.people;
  const draw = (name: string): Entry => entryBy('Ann', 'case.assessed', drawnFacts(name));
  const reveal = (name: string): Entry => entryBy('Sam', 'assessment.revealed', assessmentFacts(name));
  const look = entryBy('Sam', 'audit.exported', {});
  /** CPU time of this thread for the same work on top of so many that wait. */
  const costOver = (count: number): number => {
    let state = NOTHING_WAITS;
    const take = (entry: Entry) => {
      state = applyFourEyes(state, entry, people) as FourEyes;
    };
    for (let each = 0; each < count; each++) take(draw(`draw ${each}`));
    const more = Array.from({ length: 300 }, (_, each) => [
      draw(`more ${each}`),
      look,
      reveal(`draw ${each}`),
    ]);
    const before = process.threadCpuUsage();
    // Long enough for a clock that ticks every few milliseconds.
    for (let round = 0; round < 20; round++) for (const entry of more.flat()) take(entry);
    const { user, system } = process.threadCpuUsage(before);
    expect(state.reviews.size).toBe(count + 300);
    return user + system;
  };
  // Sixteen times as many wait: 16 is what copying all of them costs.
  expect(costOver(8000) / costOver(500)).toBeLessThan(6);
});

test('the verifier carries waiting reviews over entries that are only skimmed', () => {
  const ledger = disputed()
    .by('Ann', 'case.assessed', drawnFacts('two'))
    .by('Sam', 'assessment.revealed', assessmentFacts('two'))
    .by('Sam', 'policy.proposed', policyFacts('new'));
  const skim = (state: VerifyState, line: string) => skimEntry(state, line, nodeLedgerCrypto);
  expect(stateOf(ledger, skim).waiting).toEqual(stateOf(ledger).waiting);
});
