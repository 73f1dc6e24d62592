import { describe, expect, test } from 'vitest';
import { CHECKPOINT_EVERY } from '../../../shared/ledger/checkpoint.ts';
import { signEntry } from '../../../shared/ledger/entry.ts';
import { headerLine, readHeader } from '../../../shared/ledger/export-file.ts';
import { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import {
  startVerification,
  verifiedRoot,
  verifyCheckpoint,
  verifyEntry,
} from '../../../shared/ledger/verify.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { faultText } from '../../../src-main/host-cli/terminal/fault-text.ts';
import {
  aLedger,
  deviceData,
  epochData,
  idOf,
  invitationData,
  invitationOf,
  keyOf,
  type LedgerBuilder,
  personData,
} from '../../support/a-ledger.ts';
import { drawFacts, drawnFacts, policyFacts, reviewedFacts } from '../../support/four-eyes-facts.ts';
import { problemsByLine } from '../../support/problems-by-line.ts';

/** Sam supervises, Ann analyses, Uma audits, Max administers. */
const staffed = () =>
  aLedger()
    .foundedBy('Sam')
    .joined('Ann', 'analyst')
    .joined('Uma', 'auditor')
    .by('Sam', 'person.added', invitationData('Max', 'administrator'));

describe('the verifier reads from the record alone who may sign an entry', () => {
  /** Facts that let an entry of the kind be read; those of a change of people do for every kind that needs none. */
  const data = (kind: EntryKind, who = 'Sam'): Record<string, unknown> => {
    if (kind === 'person.enrolled')
      return { person: idOf(who), publicKey: keyOf(`${who}, again`).publicKeyText };
    if (kind.startsWith('assessment.')) return reviewedFacts('one');
    if (kind.startsWith('policy.')) return policyFacts('new');
    if (kind.startsWith('sampling.')) return drawFacts([]);
    if (kind === 'device.added') return deviceData(idOf('second seat'));
    if (kind === 'device.removed') return { device: idOf('spare seat') };
    if (kind === 'epoch.opened') return epochData(1, [staffed().device]);
    if (kind === 'log.joined')
      return { from: 8, size: 9, root: '', devices: [idOf('spare seat')], order: [[0, 1]] };
    if (kind === 'vault.recovery-key-changed') return { recoveryPublicKey: keyOf('recovery').publicKeyText };
    const changesSomebody = ['person.disabled', 'person.role-changed', 'person.invited'].includes(kind);
    return personData(changesSomebody ? 'Uma' : 'New', 'analyst');
  };
  /** What must have happened for an entry of the kind to be right at all, done by people who do nothing else. */
  const before = (kind: EntryKind): LedgerBuilder => {
    const ledger = staffed();
    // All are invited anew, with the keys they sign with here.
    if (kind === 'person.enrolled') {
      const roles = { Ann: 'analyst', Uma: 'auditor', Max: 'administrator', Sam: 'supervisor' } as const;
      for (const [who, role] of Object.entries(roles))
        ledger.by('Sam', 'person.role-changed', personData(who, role));
      return ledger;
    }
    if (kind === 'policy.withdrawn' || kind === 'policy.activated')
      return ledger.joined('Tom', 'supervisor').by('Tom', 'policy.proposed', policyFacts('new'));
    if (kind === 'sampling.closed')
      return ledger.joined('Tom', 'supervisor').by('Tom', 'sampling.opened', drawFacts([]));
    if (kind === 'device.removed' || kind === 'log.joined')
      return ledger.joined('Tom', 'supervisor').withDevice(idOf('spare seat'), {}, 'Tom');
    // Taken back or corrected is also what was not drawn, and only its author takes back what waits.
    const isReplaced = kind === 'assessment.withdrawn' || kind === 'assessment.corrected';
    if (!kind.startsWith('assessment.') || isReplaced) return ledger;
    ledger.joined('Bob', 'analyst').joined('Cas', 'analyst').by('Bob', 'case.assessed', drawnFacts('one'));
    return kind === 'assessment.upheld' || kind === 'assessment.overturned'
      ? ledger.by('Cas', 'assessment.reviewed', reviewedFacts('one', 'legal'))
      : ledger;
  };
  const verdicts = (sign: (ledger: LedgerBuilder, kind: EntryKind) => LedgerBuilder) =>
    EntryKind.options.filter(
      (kind) => kind !== 'vault.created' && problemsByLine(sign(before(kind), kind)).length === 0,
    );
  const kindsOf = (who: string) => verdicts((ledger, kind) => ledger.by(who, kind, data(kind, who)));

  test('and takes each kind of entry from those who may sign it, and from no other party', () => {
    expect({
      analyst: kindsOf('Ann'),
      supervisor: kindsOf('Sam'),
      auditor: kindsOf('Uma'),
      administrator: kindsOf('Max'),
      device: verdicts((ledger, kind) => ledger.byDevice(kind, data(kind))),
      recovery: verdicts((ledger, kind) => ledger.byRecovery(kind, data(kind))),
      stranger: kindsOf('Eve'),
    }).toEqual(EXPECTED);
  });

  test('and names an analyst who changes a destination, which only a supervisor may do', () => {
    expect(problemsByLine(staffed().by('Ann', 'destination.added', { destination: 'police' }))).toEqual([
      '6: a person with the role analyst may not manage-destinations',
    ]);
  });

  test('and refuses a judgement that the workstation made with its own key', () => {
    expect(problemsByLine(staffed().byDevice('case.assessed'))).toEqual([
      '6: case.assessed needs a person, not a device',
    ]);
  });

  test('and refuses a person who was never added, even with a valid signature', () => {
    expect(problemsByLine(staffed().by('Eve', 'case.claimed'))).toEqual([
      '6: is signed by somebody nobody added',
    ]);
  });

  test('and refuses one person’s name under another’s signature', () => {
    expect([
      problemsByLine(staffed().by('Sam', 'destination.removed', {}, 'Ann')),
      problemsByLine(staffed().byDevice('referral.delivered', {}, idOf('device two'))),
    ]).toEqual([["6: the person's signature does not fit"], ["6: the device's signature does not fit"]]);
  });

  test('and that each signer saw the very entries before theirs, whoever holds the workstation’s key now', () => {
    const judged = (legality: string) => staffed().by('Ann', 'case.assessed', { judgement: { legality } });
    const honest = judged('illegal').by('Sam', 'case.claimed');
    const after = honest.lines.at(-1)!;
    // Ann signs another judgement in place of her own, and seals the log anew over everything that came after.
    expect([
      problemsByLine(honest.sealed()),
      problemsByLine(judged('legal').line(after).sealed()),
      problemsByLine(judged('illegal').line(after).sealed()),
    ]).toEqual([[], ['7: does not follow the entry that stands before it'], []]);
  });

  test('and takes a device’s entry only from this very device', () => {
    const ledger = staffed();
    const other = { ...ledger.body('referral.delivered', { device: idOf('device two') }, {}) };
    expect(problemsByLine(ledger.line(signEntry(other, keyOf(idOf('device two')).sign)))).toEqual([
      "6: the device's signature does not fit",
    ]);
  });

  test('and goes by the role at the time, before and after it changes', () => {
    const ledger = staffed()
      .by('Ann', 'destination.added')
      .by('Ann', 'case.claimed')
      .by('Sam', 'person.role-changed', invitationData('Ann', 'supervisor'))
      .enrolled('Ann', 'Ann, again')
      .by('Ann', 'destination.added', {}, 'Ann, again')
      .by('Ann', 'case.claimed', {}, 'Ann');
    expect(problemsByLine(ledger)).toEqual([
      '6: a person with the role analyst may not manage-destinations',
      "11: the person's signature does not fit",
    ]);
  });

  test('and ignores a change of people by a person who may not make it', () => {
    const ledger = staffed()
      .by('Ann', 'person.added', personData('Eve', 'supervisor'))
      .by('Eve', 'destination.added')
      .by('Ann', 'person.role-changed', personData('Ann', 'supervisor'))
      .by('Ann', 'destination.added');
    expect(problemsByLine(ledger)).toEqual([
      '6: a person with the role analyst may not manage-people',
      '7: is signed by somebody nobody added',
      '8: a person with the role analyst may not manage-people',
      '9: a person with the role analyst may not manage-destinations',
    ]);
  });

  test('and refuses every entry of a disabled person', () => {
    const ledger = staffed()
      .by('Sam', 'person.disabled', { person: idOf('Ann') })
      .by('Ann', 'case.assessed');
    expect(problemsByLine(ledger)).toEqual(['7: is signed by somebody who was disabled before']);
  });

  test('and lets only the recovery key that the record names make a supervisor, who is always a new person', () => {
    const again = { ...personData('Ann', 'supervisor'), publicKey: keyOf('Ann, again').publicKeyText };
    const changedBy = (who: string, data: Record<string, unknown>) =>
      staffed().by(who, 'vault.recovery-key-changed', data);
    const second = { recoveryPublicKey: keyOf('second recovery').publicKeyText };
    const eve = personData('Eve', 'supervisor');
    expect([
      problemsByLine(
        staffed()
          .byRecovery('vault.recovered', again)
          .by('Ann', 'person.disabled', personData('Sam', 'analyst'), 'Ann, again'),
      ),
      problemsByLine(staffed().byRecovery('vault.recovered', eve).by('Eve', 'destination.added')),
      problemsByLine(staffed().byRecovery('vault.recovered', eve, 'Sam').by('Eve', 'destination.added')),
      problemsByLine(
        aLedger().foundedBy('Sam', { recoveryPublicKey: undefined }).byRecovery('vault.recovered', eve),
      ),
      problemsByLine(changedBy('Sam', second).byRecovery('vault.recovered', eve, 'second recovery')),
      problemsByLine(changedBy('Sam', second).byRecovery('vault.recovered', eve)),
      problemsByLine(changedBy('Ann', second).byRecovery('vault.recovered', eve)),
      problemsByLine(changedBy('Sam', {}).byRecovery('vault.recovered', eve)),
    ]).toEqual([
      ['6: adds somebody a second time', "7: the person's signature does not fit"],
      [],
      ["6: the recovery key's signature does not fit", '7: is signed by somebody nobody added'],
      ["1: the recovery key's signature does not fit"],
      [],
      ["7: the recovery key's signature does not fit"],
      ['6: a person with the role analyst may not manage-people'],
      ['6: does not say the new recovery key'],
    ]);
  });

  test('and refuses to add a person twice, and to change or disable an unknown one', () => {
    expect([
      problemsByLine(staffed().by('Sam', 'person.added', personData('Ann', 'auditor'))),
      problemsByLine(staffed().by('Sam', 'person.role-changed', personData('Eve', 'auditor'))),
      problemsByLine(staffed().by('Sam', 'person.disabled', personData('Eve', 'auditor'))),
    ]).toEqual([
      ['6: adds somebody a second time'],
      ['6: changes somebody nobody added'],
      ['6: disables somebody nobody added'],
    ]);
  });

  test('and refuses an entry that adds a person without id, role or key', () => {
    expect(
      problemsByLine(staffed().by('Sam', 'person.added', { person: idOf('Eve'), role: 'king' })),
    ).toEqual(['6: does not say which person, in which role, with which key']);
  });
});

describe('the key of an invitation', () => {
  /** Tom was invited to supervise and has not enrolled. */
  const invited = () => staffed().by('Sam', 'person.added', invitationData('Tom', 'supervisor'));
  const byInvitation = invitationOf('Tom');
  test.each<[string, LedgerBuilder, string[]]>([
    ['is replaced by the person’s own', invited().enrolled('Tom').by('Tom', 'destination.added'), []],
    [
      'does not enrol a second time: who kept it cannot become that person',
      invited()
        .enrolled('Tom')
        .enrolled('Tom', 'Eve')
        .by('Tom', 'destination.added', {}, 'Eve')
        .by('Tom', 'destination.added'),
      [
        '8: enrols a second time with one invitation',
        "8: the person's signature does not fit",
        "9: the person's signature does not fit",
      ],
    ],
    [
      'signs nothing after the enrolment',
      invited().enrolled('Tom').by('Tom', 'session.unlocked', {}, byInvitation),
      ["8: the person's signature does not fit"],
    ],
    [
      'signs nothing before it but the enrolment',
      invited()
        .by('Tom', 'session.unlocked', {}, byInvitation)
        .by('Tom', 'destination.added', {}, byInvitation)
        .enrolled('Tom'),
      ['7: is signed with the key of an invitation', '8: is signed with the key of an invitation'],
    ],
    ['does not stay', invited().enrolled('Tom', byInvitation), ['7: keeps the key of the invitation']],
    [
      'enrols nobody but the invited person',
      invited()
        .by('Sam', 'person.enrolled', { person: idOf('Tom'), publicKey: keyOf('Eve').publicKeyText })
        .by('Tom', 'destination.added', {}, 'Eve'),
      ['7: enrols somebody else', "8: the person's signature does not fit"],
    ],
    [
      'is all that enrols: the key of a person who has enrolled does not',
      invited().enrolled('Tom').enrolled('Tom', 'Tom, again', 'Tom').by('Tom', 'destination.added'),
      ['8: enrols a second time with one invitation'],
    ],
    [
      'is needed: another does not enrol',
      invited().enrolled('Tom', 'Eve', 'Sam').enrolled('Tom'),
      ["7: the person's signature does not fit"],
    ],
    [
      'enrols nobody who was disabled meanwhile',
      invited()
        .by('Sam', 'person.disabled', { person: idOf('Tom') })
        .enrolled('Tom'),
      ['8: is signed by somebody who was disabled before'],
    ],
    [
      'gives an administrator no right to sign',
      staffed().enrolled('Max'),
      ['6: a person with the role administrator may not work'],
    ],
    [
      'names the new one',
      invited()
        .by('Tom', 'person.enrolled', { person: idOf('Tom') }, byInvitation)
        .enrolled('Tom'),
      ['7: does not say which person, with which key'],
    ],
  ])('%s', (_, ledger, expected) => {
    expect(problemsByLine(ledger)).toEqual(expected);
  });

  test('is a new one for a new role and for a reset, and is used once too', () => {
    const reset = () =>
      staffed().by('Sam', 'person.role-changed', invitationData('Ann', 'analyst', 'second'));
    expect([
      problemsByLine(
        reset().enrolled('Ann', 'Ann, again', 'second').by('Ann', 'case.claimed', {}, 'Ann, again'),
      ),
      problemsByLine(reset().by('Ann', 'case.claimed', {}, 'second')),
      problemsByLine(reset().enrolled('Ann', 'Eve')),
      problemsByLine(reset().enrolled('Ann', 'Ann, again', 'second').enrolled('Ann', 'Eve', 'second')),
    ]).toEqual([
      [],
      ['7: is signed with the key of an invitation'],
      ["7: the person's signature does not fit"],
      ['8: enrols a second time with one invitation', "8: the person's signature does not fit"],
    ]);
  });
});

describe('a ledger begins', () => {
  test('with the making of the vault', () => {
    expect(problemsByLine(aLedger().by('Sam', 'session.unlocked'))).toEqual([
      '0: the log does not begin with the making of the vault',
      '0: is signed by somebody nobody added',
    ]);
  });

  test('with an entry signed by the very person it introduces', () => {
    expect(problemsByLine(aLedger().foundedBy('Sam', personData('Ann', 'supervisor')))).toEqual([
      '0: is signed by somebody nobody added',
    ]);
  });

  test('with a supervisor', () => {
    expect(problemsByLine(aLedger().foundedBy('Sam', { role: 'analyst' }))).toEqual([
      '0: a person with the role analyst may not manage-people',
    ]);
  });

  test('with the key of its log and the name of its hotline', () => {
    expect(
      problemsByLine(aLedger().foundedBy('Sam', { logPublicKey: keyOf('x').publicKeyText, hotline: 'x' })),
    ).toEqual(['0: names another key of the log than the one given', '0: names another hotline']);
  });

  test('only once', () => {
    expect(problemsByLine(staffed().by('Sam', 'vault.created', personData('Eve', 'supervisor')))).toEqual([
      '6: makes the vault a second time',
    ]);
  });
});

describe('entries stand', () => {
  test('in their places, of their device', () => {
    const ledger = staffed();
    const body = ledger.body('case.claimed', { person: idOf('Ann') }, {});
    const sign = (change: Record<string, unknown>) =>
      signEntry({ ...body, ...change } as typeof body, keyOf('Ann').sign);
    expect([
      problemsByLine(staffed().line(sign({ seq: 5 }))),
      problemsByLine(staffed().line(sign({ device: idOf('device two') }))),
      problemsByLine(staffed().line('{}')),
    ]).toEqual([
      ['6: says it is entry 5: one is missing, added or moved'],
      ['6: is of a workstation nobody added'],
      ['6: is not a well-formed entry'],
    ]);
  });

  test('sealed after a lock, and at every so many entries', () => {
    const full = () => {
      const ledger = staffed();
      while (ledger.size < CHECKPOINT_EVERY) ledger.by('Ann', 'case.claimed');
      return ledger;
    };
    const missing = (seq: number) => [`${seq}: is not sealed: a checkpoint is missing`];
    expect([
      problemsByLine(staffed().by('Ann', 'session.locked').sealed().by('Ann', 'session.unlocked')),
      problemsByLine(staffed().by('Ann', 'session.locked').by('Ann', 'session.unlocked')),
      problemsByLine(full().sealed().by('Ann', 'case.claimed')),
      problemsByLine(full().by('Ann', 'case.claimed')),
      problemsByLine(full().by('Ann', 'case.claimed').sealed()),
    ]).toEqual([[], missing(6), [], missing(CHECKPOINT_EVERY - 1), missing(CHECKPOINT_EVERY - 1)]);
  });
});

describe('a checkpoint', () => {
  const start = (ledger: LedgerBuilder) => {
    let state = startVerification(readHeader(ledger.lines[0]!)!);
    for (const line of ledger.lines.slice(1)) state = verifyEntry(state, line, nodeLedgerCrypto).state;
    return state;
  };
  const judge = (note: string, ledger = staffed()) =>
    verifyCheckpoint(start(ledger), note, nodeLedgerCrypto).problems.map(
      ({ seq, fault }) => `${seq}: ${faultText(fault)}`,
    );

  test('fits the log it was made over, and the verifier’s root is the log’s', () => {
    expect(judge(staffed().note())).toEqual([]);
    expect(verifiedRoot(start(staffed()), nodeLedgerCrypto)).toBe(
      Buffer.from(staffed().root).toString('base64'),
    );
  });

  test.each([
    [
      'over other entries',
      staffed().by('Sam', 'session.unlocked').note(),
      ['5: a checkpoint over 7 entries stands after 6'],
    ],
    [
      'over as many other entries',
      staffedOtherwise().note(),
      ['5: entries 0 to 5 are not the ones the checkpoint was made over'],
    ],
    [
      'of another log',
      aLedger('two').foundedBy('Sam').note(),
      [
        '5: a checkpoint of another log stands here',
        '5: a checkpoint over 1 entries stands after 6',
        "5: a checkpoint's signature does not fit",
      ],
    ],
    ['of no form', 'hello', ['5: a checkpoint is not a signed note']],
  ])('%s does not fit', (_, note, expected) => {
    expect(judge(note)).toEqual(expected);
  });

  test('is refused where it appears twice', () => {
    expect(problemsByLine(staffed().sealed().sealed())).toEqual(['5: a checkpoint stands here twice']);
  });

  test('does not fit under a device key that is none', () => {
    const header = readHeader(headerLine({ ...readHeader(staffed().lines[0]!)!, publicKey: 'AAAA' }))!;
    expect(verifyCheckpoint(startVerification(header), aLedger().note(), nodeLedgerCrypto).problems).toEqual([
      { seq: null, fault: { code: 'checkpoint-signature-unfit' } },
    ]);
  });
});

function staffedOtherwise(): LedgerBuilder {
  return aLedger()
    .foundedBy('Sam')
    .by('Sam', 'session.unlocked')
    .by('Sam', 'duty.extended')
    .by('Sam', 'session.unlocked')
    .by('Sam', 'duty.extended')
    .by('Sam', 'session.unlocked');
}

/** Who may sign what, written by hand: changing a right takes a change here too. */
const AT_WORK: EntryKind[] = [
  'person.enrolled',
  'person.passphrase-changed',
  'session.unlocked',
  'session.locked',
  'duty.extended',
  'checkpoint.made',
];
const CASE_WORK: EntryKind[] = [
  'intake.imported',
  'intake.reported',
  'intake.profile-saved',
  'intake.profile-removed',
  'case.claimed',
  'narrative.revealed',
  'matching.searched',
  'match.confirmed',
  'match.rejected',
  'case.assessed',
  'assessment.reviewed',
  'assessment.withdrawn',
  'assessment.corrected',
  'golden.answered',
  'referral.resumed',
  'referral.confirmed',
  'referral.sealed',
  'takedown.stated',
  'base.consulted',
  'destination.paused',
  'destination.resumed',
];
const inOrder = (kinds: EntryKind[]): EntryKind[] => EntryKind.options.filter((kind) => kinds.includes(kind));
const EXPECTED = {
  analyst: inOrder([...AT_WORK, ...CASE_WORK]),
  supervisor: inOrder([
    'log.joined',
    ...AT_WORK,
    ...CASE_WORK,
    'vault.repaired',
    'vault.recovery-key-changed',
    'person.added',
    'person.role-changed',
    'person.invited',
    'person.disabled',
    'device.added',
    'device.removed',
    'epoch.opened',
    'policy.proposed',
    'policy.withdrawn',
    'policy.activated',
    'labels.loaded',
    'case.reassigned',
    'case.released',
    'list.imported',
    'list.changed',
    'list.removed',
    'match.released',
    'match.reported',
    'assessment.revealed',
    'assessment.upheld',
    'assessment.overturned',
    'assessment.noted',
    'sampling.opened',
    'sampling.sealed',
    'sampling.drawn',
    'sampling.closed',
    'golden.added',
    'golden.removed',
    'destination.added',
    'destination.removed',
    'destination.paused',
    'destination.resumed',
    'contacts.imported',
    'blocklist.exported',
    'audit.exported',
    'audit.disclosed',
    'backup.made',
    'backup.planned',
    'enclosures.erased',
  ]),
  auditor: inOrder([...AT_WORK, 'audit.exported']),
  administrator: [],
  device: inOrder([
    'intake.stored',
    'referral.delivered',
    'referral.refused',
    'referral.parked',
    'takedown.recorded',
    'case.merged',
    'case.reopened',
    'session.unlock-failed',
    'session.administrator-seen',
    'session.unrecorded',
    // checkpoint.anchored too, where it holds what a witness signed: tests/shared/ledger/anchored.test.ts
    'clock.jumped',
    'matching.completed',
    'match.quarantined',
    'backup.scheduled',
  ]),
  recovery: ['vault.recovered'],
  stranger: [],
};
