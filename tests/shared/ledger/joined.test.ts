import { describe, expect, test } from 'vitest';
import { exportLines, verifyExport } from '../../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { faultText } from '../../../src-main/host-cli/terminal/fault-text.ts';
import {
  aLedger,
  entriesFrom,
  epochData,
  exportBytes,
  idOf,
  invitationData,
  joinedData,
  type LedgerBuilder,
} from '../../support/a-ledger.ts';
import { drawnFacts, reviewedFacts } from '../../support/four-eyes-facts.ts';

const [SECOND, THIRD, FOURTH] = ['second', 'third', 'fourth'].map((name) => idOf(`${name} seat`)) as [
  string,
  string,
  string,
];

interface Forked {
  /** The branch that stays: the first seat's. */
  kept: LedgerBuilder;
  /** The one that was lost: the second and the third seat's. */
  lost: LedgerBuilder;
  from: number;
}

/** A hotline with three seats, whose hub was put back after `lost`, and then written to by the first seat. */
function forked(
  lose: (lost: LedgerBuilder) => unknown,
  keep: (kept: LedgerBuilder) => unknown,
  before: (ledger: LedgerBuilder) => unknown = () => {},
): Forked {
  const kept = aLedger().foundedBy('Sam').joined('Tom', 'supervisor').joined('Ann', 'analyst');
  for (const seat of [SECOND, THIRD]) kept.withDevice(seat).seated(seat, 'Sam', 'Tom', 'Ann');
  before(kept);
  for (const seat of [SECOND, THIRD, kept.device]) kept.at(seat).pulled();
  const lost = kept.copy();
  const from = kept.size;
  lose(lost.at(SECOND));
  keep(kept.at(kept.device));
  return { kept, lost, from };
}

/** Two seats work with each other. */
const together = (lost: LedgerBuilder) =>
  lost
    .by('Ann', 'case.claimed')
    .at(THIRD)
    .pulled()
    .by('Tom', 'case.claimed')
    .by('Ann', 'case.claimed')
    .at(SECOND)
    .pulled()
    .by('Ann', 'case.claimed');
const claimed = (kept: LedgerBuilder) => kept.by('Ann', 'case.claimed').by('Sam', 'case.claimed');

const joins = ({ kept, lost, from }: Forked, change: Record<string, unknown> = {}, by = 'Sam') =>
  kept
    .at(kept.device)
    .pulled()
    .by(by, 'log.joined', { ...joinedData(lost, from), ...change });

async function verdict(ledger: LedgerBuilder) {
  const before = ledger.size;
  const lines = ledger.at(ledger.device).pulled().exportedBy('Sam');
  const report = await verifyExport(exportLines([exportBytes(lines)]), nodeLedgerCrypto);
  return {
    problems: report.problems.map(
      ({ seq, fault }) => `${seq === null ? seq : seq - before}: ${faultText(fault)}`,
    ),
    idle: report.withoutEffect.map(({ seq, why }) => `${seq - before}: ${why}`),
  };
}
const HOLDS = { problems: [], idle: [] };

describe('a branch that was lost is joined', () => {
  test('and what its signers had seen of it is right, also where it is longer than the log was', async () => {
    const fork = forked(together, (kept) => kept.by('Ann', 'case.claimed'));
    joins(fork).taking(entriesFrom(fork.lost, fork.from));
    expect(await verdict(fork.kept)).toEqual(HOLDS);
  });

  test('the control: without it they had seen another log', async () => {
    const fork = forked(together, claimed);
    fork.kept.taking(entriesFrom(fork.lost, fork.from));
    expect((await verdict(fork.kept)).problems).toEqual([
      '-3: was made by a workstation that had seen another log',
      '-1: was made by a workstation that had seen another log',
    ]);
  });

  test('and what waited at its seats has its place, and they go on in the log', async () => {
    const fork = forked(together, claimed);
    joins(fork);
    const { kept, lost, from } = fork;
    const branch = entriesFrom(lost, from);
    lost.at(THIRD).pulled().by('Ann', 'case.claimed').by('Tom', 'case.claimed');
    kept.taking(branch).at(kept.device).by('Ann', 'case.claimed');
    kept.taking(entriesFrom(lost, from).slice(branch.length));
    kept.at(THIRD).pulled().by('Ann', 'case.claimed').at(SECOND).pulled().by('Ann', 'case.claimed');
    expect(await verdict(kept)).toEqual(HOLDS);
  });

  test('and people and seats that it added are at work', async () => {
    const fork = forked((lost) => {
      lost.joined('Uma', 'analyst').by('Uma', 'case.claimed');
      lost.withDevice(FOURTH).seated(FOURTH, 'Ann').at(FOURTH).pulled().by('Ann', 'case.claimed');
      lost
        .at(SECOND)
        .pulled()
        .by('Sam', 'epoch.opened', epochData(1, [lost.device, SECOND, THIRD, FOURTH]));
    }, claimed);
    joins(fork).taking(entriesFrom(fork.lost, fork.from), fork.lost);
    fork.kept.at(FOURTH).pulled().by('Ann', 'case.claimed');
    expect(await verdict(fork.kept)).toEqual(HOLDS);
  });

  test('and where another firm act came first, they are not, and nothing of it is a fault', async () => {
    const fork = forked(
      (lost) => {
        lost.joined('Uma', 'analyst').by('Uma', 'case.claimed');
        lost.withDevice(FOURTH).seated(FOURTH, 'Ann').at(FOURTH).pulled().by('Ann', 'case.claimed');
      },
      (kept) => kept.by('Sam', 'person.added', invitationData('Ida', 'analyst')),
    );
    joins(fork).taking(entriesFrom(fork.lost, fork.from), fork.lost);
    const { problems, idle } = await verdict(fork.kept);
    expect(problems).toEqual([]);
    // Uma and what she did; the seat, Ann's key to it, and what she did there.
    expect(idle.map((one) => one.split(': ')[1])).toEqual([
      ...['overtaken', 'late', 'late'],
      ...['overtaken', 'overtaken', 'late', 'late'],
    ]);
  });

  test('and who was removed meanwhile is late on it', async () => {
    const fork = forked(together, (kept) =>
      kept
        .by('Sam', 'device.removed', { device: THIRD })
        .by('Sam', 'person.disabled', { person: idOf('Ann') }),
    );
    joins(fork).taking(entriesFrom(fork.lost, fork.from));
    expect(await verdict(fork.kept)).toEqual({
      problems: [],
      idle: ['-4: late', '-3: late', '-2: late', '-1: late'],
    });
  });

  test('and a decision settled on both sides is overtaken on the one that comes behind', async () => {
    const before = (ledger: LedgerBuilder) => ledger.by('Ann', 'case.assessed', drawnFacts('one'));
    const fork = forked(
      (lost) => lost.by('Sam', 'assessment.reviewed', reviewedFacts('one')),
      (kept) => kept.by('Tom', 'assessment.reviewed', reviewedFacts('one')),
      before,
    );
    joins(fork).taking(entriesFrom(fork.lost, fork.from));
    expect(await verdict(fork.kept)).toEqual({ problems: [], idle: ['-1: overtaken'] });
  });

  test('with what the log has already, given twice because an answer was lost', async () => {
    const fork = forked(together, claimed);
    const [first = '', ...others] = entriesFrom(fork.lost, fork.from);
    fork.kept.taking([first]);
    joins(fork).taking(others);
    expect(await verdict(fork.kept)).toEqual(HOLDS);
  });

  test('and a second one too, whose entries the first had in part', async () => {
    const fork = forked(together, claimed);
    const { kept, lost, from } = fork;
    const short = lost.copy();
    joins(fork);
    lost.at(THIRD).pulled().by('Ann', 'case.claimed');
    kept.by('Sam', 'log.joined', joinedData(lost, from)).taking(entriesFrom(lost, from));
    expect(short.size).toBeLessThan(lost.size);
    expect(await verdict(kept)).toEqual(HOLDS);
  });
});

describe('a branch hides nothing', () => {
  test('an entry of it that does not come again is named', async () => {
    const fork = forked(together, claimed);
    joins(fork).taking(entriesFrom(fork.lost, fork.from).slice(0, -1));
    expect(await verdict(fork.kept)).toEqual({
      problems: ['-4: joins a branch of which entries are missing: 1'],
      idle: [],
    });
  });

  test('one that is said to be shorter does not make right what its signers had seen', async () => {
    const fork = forked(together, claimed);
    const { kept, lost, from } = fork;
    const hidden = entriesFrom(lost, from)[2]!;
    // Tom's second entry is left out: those who signed after it had seen it.
    const shorter = {
      size: lost.size - 1,
      order: [
        [0, 1],
        [1, 1],
        [0, 1],
      ],
    };
    joins(fork, shorter).taking(entriesFrom(lost, from).filter((line) => line !== hidden));
    expect((await verdict(kept)).problems).toEqual([
      '-1: was made by a workstation that had seen another log',
      '-4: joins a branch whose entries are not the ones that are here',
    ]);
  });

  test.each<[string, (fork: Forked) => LedgerBuilder, string]>([
    ['signed by an analyst', (fork) => joins(fork, {}, 'Ann'), 'may not'],
    [
      'that begins where the log has not been',
      (fork) => joins(fork, { from: 900, size: 904 }),
      'cannot be one',
    ],
    ['with fewer entries than it has', (fork) => joins(fork, { order: [[0, 1]] }), 'cannot be one'],
    ['of nobody', (fork) => joins(fork, { order: [[7, 4]] }), 'cannot be one'],
    ['that names a seat twice', (fork) => joins(fork, { devices: [SECOND, SECOND] }), 'cannot be one'],
    ['that does not say where it began', (fork) => joins(fork, { from: 'there' }), 'does not say which'],
    [
      'of another root',
      (fork) => joins(fork, { root: fork.kept.rootAt(1) }).taking(entriesFrom(fork.lost, fork.from)),
      'not the ones that are here',
    ],
    [
      'that everybody has seen past',
      (fork) => {
        for (const seat of [SECOND, THIRD]) fork.kept.at(seat).pulled().by('Ann', 'case.claimed');
        return joins(fork);
      },
      'cannot be one',
    ],
    [
      'that a seat had seen which had seen more of the log',
      (fork) => {
        fork.kept.at(SECOND).pulled().by('Ann', 'case.claimed');
        const [one = ''] = entriesFrom(
          fork.lost.at(SECOND).pulled().by('Ann', 'case.claimed'),
          fork.from + 4,
        );
        return joins(fork).taking([one]);
      },
      'one is missing, added or moved',
    ],
  ])('none counts %s', async (_, act, what) => {
    const fork = forked(together, claimed);
    expect((await verdict(act(fork))).problems.join('\n')).toContain(what);
  });

  test('a seat that went on in the log does not go back to the branch', async () => {
    const fork = forked(together, claimed);
    joins(fork).taking(entriesFrom(fork.lost, fork.from));
    const { kept, lost, from } = fork;
    kept.at(SECOND).pulled().by('Ann', 'case.claimed');
    const back = lost
      .at(SECOND)
      .pulled()
      .body('case.claimed', { person: idOf('Ann') }, {});
    const here = kept.body('case.claimed', { person: idOf('Ann') }, {});
    kept.signed({ ...here, seen: { size: lost.size, root: lost.rootAt(lost.size) } as never }, 'Ann');
    expect([back.device, from > 0]).toEqual([SECOND, true]);
    expect((await verdict(kept)).problems).toEqual([
      '-1: says that its workstation had seen less of the log than before',
    ]);
  });
});
