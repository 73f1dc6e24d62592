import { describe, expect, test } from 'vitest';
import { exportLines, verifyExport } from '../../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import {
  aLedger,
  exportBytes,
  idOf,
  invitationData,
  invitationOf,
  keyOf,
  type LedgerBuilder,
  seatData,
  seatInvitationOf,
  seatKeyOf,
} from '../../support/a-ledger.ts';
import { assessmentFacts, drawnFacts, policyFacts, reviewedFacts } from '../../support/four-eyes-facts.ts';
import { problemsByLine } from '../../support/problems-by-line.ts';

const SECOND = idOf('second seat');
const THIRD = idOf('third seat');
const AT_SECOND = seatKeyOf('Ann', SECOND);

/** A hotline with two workstations. Sam and Tom supervise at both; Ann works at the first one, which signs next. */
const shared = (): LedgerBuilder =>
  aLedger()
    .foundedBy('Sam')
    .joined('Tom', 'supervisor')
    .joined('Ann', 'analyst')
    .withDevice(SECOND)
    .seated(SECOND, 'Sam', 'Tom');
/** Ann works at both. */
const seated = (): LedgerBuilder => shared().seated(SECOND, 'Ann');
const at = (ledger: LedgerBuilder, device: string): LedgerBuilder => ledger.at(device).pulled();

/** The problems, without their places. */
const problems = (ledger: LedgerBuilder): string[] =>
  problemsByLine(ledger).map((line) => line.replace(/^\d+: /, ''));
const ELSEWHERE = 'is signed by somebody who has no key at this workstation';
const UNFIT = "the person's signature does not fit";

async function idle(ledger: LedgerBuilder) {
  const lines = at(ledger, ledger.device).exportedBy('Sam');
  const verdict = await verifyExport(exportLines([exportBytes(lines)]), nodeLedgerCrypto);
  return { problems: problems(ledger), late: verdict.late, overtaken: verdict.overtaken };
}

describe('a person has a key at each workstation they work at', () => {
  test('which signs there, while the other goes on signing at the other', () => {
    const ledger = seated().by('Ann', 'case.claimed');
    expect(problems(at(ledger, SECOND).by('Ann', 'case.claimed'))).toEqual([]);
  });

  test('and at no other', () => {
    expect([
      problems(at(seated(), SECOND).by('Ann', 'case.claimed', {}, 'Ann')),
      problems(seated().by('Ann', 'case.claimed', {}, AT_SECOND)),
      problems(at(shared(), SECOND).by('Ann', 'case.claimed')),
      problems(at(seated().withDevice(THIRD), THIRD).by('Ann', 'case.claimed', {}, AT_SECOND)),
    ]).toEqual([[UNFIT], [UNFIT], [ELSEWHERE], [ELSEWHERE]]);
  });

  test('that goes over to the workstation which takes its place', () => {
    const ledger = at(seated(), THIRD).withDevice(THIRD, { replaces: SECOND });
    expect([
      problems(ledger.by('Ann', 'case.claimed')),
      problems(at(seated(), THIRD).withDevice(THIRD)),
      problems(at(seated(), THIRD).withDevice(THIRD, { replaces: ledger.device }, 'Ann')),
    ]).toEqual([[], [ELSEWHERE], ['a person with the role analyst may not manage-people']]);
  });

  test('and the workstation in the place of another keeps the key that was made for it', () => {
    const ledger = shared().by('Sam', 'person.invited', seatData('Ann', THIRD));
    ledger.withDevice(THIRD, { replaces: ledger.device });
    expect(problems(at(ledger, THIRD).by('Ann', 'case.claimed', {}, 'Ann'))).toEqual([UNFIT]);
  });
});

describe('an invitation to a workstation', () => {
  const invited = () => shared().by('Sam', 'person.invited', seatData('Ann', SECOND));
  const enrols = (ledger: LedgerBuilder, key = AT_SECOND) =>
    ledger.enrolled('Ann', key, seatInvitationOf('Ann', SECOND));

  test('is used at that workstation alone', () => {
    expect([
      problems(enrols(at(invited(), SECOND))),
      problems(enrols(invited())),
      problems(enrols(at(invited().withDevice(THIRD), THIRD))),
    ]).toEqual([
      [],
      ['enrols a second time with one invitation', UNFIT],
      ['enrols somebody who was not invited to this workstation', ELSEWHERE],
    ]);
  });

  test('is used once', () => {
    expect(problems(enrols(enrols(at(invited(), SECOND)), 'Eve'))).toEqual([
      'enrols a second time with one invitation',
      UNFIT,
    ]);
  });

  test('is needed', () => {
    expect(problems(enrols(at(shared(), SECOND)))).toEqual([
      'enrols somebody who was not invited to this workstation',
      ELSEWHERE,
    ]);
  });

  test('brings a key that signs nowhere else', () => {
    expect(problems(enrols(at(invited(), SECOND), 'Ann'))).toEqual([
      'enrols with a key that signs at another workstation',
    ]);
  });

  test('is by a supervisor, to somebody who was added and not disabled', () => {
    const disabled = shared().by('Sam', 'person.disabled', { person: idOf('Ann') });
    expect([
      problems(shared().by('Ann', 'person.invited', seatData('Ann', SECOND))),
      problems(shared().by('Sam', 'person.invited', seatData('Eve', SECOND))),
      problems(disabled.by('Sam', 'person.invited', seatData('Ann', SECOND))),
      problems(shared().by('Sam', 'person.invited', { ...seatData('Ann', SECOND), device: null })),
    ]).toEqual([
      ['a person with the role analyst may not manage-people'],
      ['changes somebody nobody added'],
      ['invites somebody who was disabled'],
      ['does not say which person, with which key'],
    ]);
  });

  test('anew replaces the key of that workstation, and leaves the others', () => {
    const reset = () => seated().by('Sam', 'person.invited', seatData('Ann', SECOND));
    expect([
      problems(reset().by('Ann', 'case.claimed')),
      problems(at(reset(), SECOND).by('Ann', 'case.claimed')),
      problems(enrols(at(reset(), SECOND), 'Ann, again').by('Ann', 'case.claimed', {}, 'Ann, again')),
    ]).toEqual([[], [UNFIT], []]);
  });

  test('is late where another replaced it, or the person was disabled, meanwhile', async () => {
    const meanwhile = (act: (ledger: LedgerBuilder) => unknown) => {
      const ledger = at(invited(), SECOND);
      act(ledger.at(ledger.device));
      return idle(enrols(ledger.at(SECOND)));
    };
    const other = { ...seatData('Ann', SECOND), publicKey: keyOf('another').publicKeyText };
    const late = { problems: [], late: 1, overtaken: 0 };
    expect([
      await meanwhile((ledger) => ledger.by('Tom', 'person.invited', other)),
      await meanwhile((ledger) => ledger.by('Tom', 'person.disabled', { person: idOf('Ann') })),
      await meanwhile((ledger) => ledger.by('Tom', 'person.role-changed', invitationData('Ann', 'auditor'))),
    ]).toEqual([late, late, late]);
  });
});

describe('what is said of a person is said of them at every workstation', () => {
  test('disabled, they sign nowhere', () => {
    const ledger = () => seated().by('Sam', 'person.disabled', { person: idOf('Ann') });
    const fault = ['is signed by somebody who was disabled before'];
    expect([
      problems(ledger().by('Ann', 'case.claimed')),
      problems(at(ledger(), SECOND).by('Ann', 'case.claimed')),
    ]).toEqual([fault, fault]);
  });

  test('another role ends their keys everywhere, and they enrol anew', () => {
    const ledger = () => seated().by('Sam', 'person.role-changed', invitationData('Ann', 'supervisor'));
    expect([
      problems(at(ledger(), SECOND).by('Ann', 'case.claimed')),
      problems(
        ledger()
          .enrolled('Ann', 'Ann, again', invitationOf('Ann'))
          .by('Ann', 'destination.added', {}, 'Ann, again'),
      ),
    ]).toEqual([[ELSEWHERE], []]);
  });

  test('they are one of two people, and never both', () => {
    const assessed = at(seated().by('Ann', 'case.assessed', drawnFacts('one')), SECOND);
    const disputed = () =>
      at(
        seated()
          .by('Ann', 'case.assessed', drawnFacts('one'))
          .by('Tom', 'assessment.reviewed', reviewedFacts('one', 'legal')),
        SECOND,
      );
    const proposed = at(seated().by('Tom', 'policy.proposed', policyFacts('p')), SECOND);
    expect([
      problems(assessed.by('Ann', 'assessment.reviewed', reviewedFacts('one'))),
      problems(disputed().by('Tom', 'assessment.upheld', assessmentFacts('one'))),
      problems(disputed().by('Sam', 'assessment.upheld', assessmentFacts('one'))),
      problems(proposed.by('Tom', 'policy.activated', policyFacts('p'))),
    ]).toEqual([
      ['is a second review by the author of the first'],
      ['is a disagreement settled by one of the two who disagree'],
      [],
      ['is a policy activated by its author'],
    ]);
  });
});
