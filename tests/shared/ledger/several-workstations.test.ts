import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntryBody } from '../../../shared/ledger/entry.ts';
import { exportLines, verifyExport } from '../../../shared/ledger/export-file.ts';
import { LeafTail } from '../../../shared/ledger/leaf-tail.ts';
import { append, EMPTY_FRONTIER, textLeafHash } from '../../../shared/ledger/merkle.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import {
  aLedger,
  deviceData,
  epochData,
  exportBytes,
  idOf,
  invitationData,
  type LedgerBuilder,
  personData,
} from '../../support/a-ledger.ts';
import { assessmentFacts, drawnFacts, policyFacts, reviewedFacts } from '../../support/four-eyes-facts.ts';
import { problemsByLine } from '../../support/problems-by-line.ts';

const SECOND = idOf('second seat');
const THIRD = idOf('third seat');

/** A hotline with people and two workstations, which both have all there is; the first one signs next. */
const shared = (): LedgerBuilder => {
  const ledger = aLedger()
    .foundedBy('Sam')
    .joined('Tom', 'supervisor')
    .joined('Ann', 'analyst')
    .joined('Bob', 'analyst')
    .withDevice(SECOND)
    .seated(SECOND, 'Sam', 'Tom', 'Ann', 'Bob');
  return ledger.at(SECOND).pulled().by('Ann', 'case.claimed').at(ledger.device).pulled();
};

/** What an export says of a ledger: its problems, and which of its last entries have no effect. */
async function verdict(ledger: LedgerBuilder) {
  const before = ledger.size;
  const lines = ledger.at(ledger.device).pulled().exportedBy('Sam');
  const { late, overtaken, withoutEffect } = await verifyExport(
    exportLines([exportBytes(lines)]),
    nodeLedgerCrypto,
  );
  return {
    problems: problemsByLine(ledger),
    late,
    overtaken,
    idle: withoutEffect.map(({ seq, why }) => `${seq - before}: ${why}`),
  };
}
const HOLDS = { problems: [], late: 0, overtaken: 0, idle: [] };

describe('several workstations write one log', () => {
  test('each with its own numbers, following its own lines', async () => {
    const ledger = shared().by('Bob', 'case.claimed').at(SECOND).byDevice('clock.jumped');
    expect(await verdict(ledger.by('Ann', 'case.claimed'))).toEqual(HOLDS);
  });

  test('and none that nobody added, or that signs with another key than the one it was added with', async () => {
    const unknown = shared().at(THIRD).pulled().by('Ann', 'case.claimed');
    const other = shared().at(SECOND).byDevice('clock.jumped', {}, THIRD);
    expect([problemsByLine(unknown), problemsByLine(other)]).toEqual([
      [`${unknown.size - 1}: is of a workstation nobody added`],
      [`${other.size - 1}: the device's signature does not fit`],
    ]);
  });

  test('a number of another workstation is not its own', () => {
    const ledger = shared().at(SECOND);
    const body = { ...ledger.body('case.claimed', { person: idOf('Ann') }, {}), seq: ledger.size };
    expect(problemsByLine(ledger.signed(body, 'Ann'))).toEqual([
      `${ledger.size - 1}: says it is entry ${ledger.size - 1}: one is missing, added or moved`,
    ]);
  });
});

describe('a workstation is added', () => {
  test('by a supervisor at another one', async () => {
    expect(
      await verdict(shared().withDevice(THIRD).seated(THIRD, 'Bob').at(THIRD).by('Bob', 'case.claimed')),
    ).toEqual(HOLDS);
  });

  test('by a supervisor at itself, in the place of one that may be lost', async () => {
    const ledger = shared().at(THIRD).pulled().withDevice(THIRD, { replaces: SECOND });
    expect(await verdict(ledger.by('Bob', 'case.claimed'))).toEqual(HOLDS);
  });

  test('by whoever holds the recovery key, and becomes a supervisor by that', async () => {
    const added = { ...deviceData(THIRD), replaces: SECOND };
    const ledger = shared()
      .at(THIRD)
      .pulled()
      .byRecovery('vault.recovered', { ...personData('Rob', 'supervisor'), added });
    expect(await verdict(ledger.by('Rob', 'case.claimed'))).toEqual(HOLDS);
  });

  test.each([
    ['by an analyst', shared().at(THIRD).pulled().withDevice(THIRD, {}, 'Ann')],
    ['by itself, without having seen who is a supervisor', shared().at(THIRD).withDevice(THIRD)],
    ['a second time', shared().withDevice(SECOND)],
    ['in the place of one nobody added', shared().withDevice(THIRD, { replaces: idOf('nobody') })],
    ['in its own place', shared().withDevice(THIRD, { replaces: THIRD })],
    ['without a key', shared().by('Sam', 'device.added', { device: THIRD })],
    ['without a key to seal to', shared().withDevice(THIRD, { sealingKey: null })],
  ])('never %s', (_, ledger) => {
    expect(problemsByLine(ledger).length).toBeGreaterThan(0);
  });

  test('and nothing counts of one that had not seen that it was', () => {
    const ledger = shared().withDevice(THIRD).at(THIRD).by('Ann', 'case.claimed');
    expect(problemsByLine(ledger)).toEqual([`${ledger.size - 1}: is signed by somebody nobody added`]);
  });
});

describe('an epoch is opened', () => {
  const opening = (ledger: LedgerBuilder, epoch: number, devices: string[], by = 'Sam') =>
    ledger.by(by, 'epoch.opened', epochData(epoch, devices));
  const both = (ledger: LedgerBuilder) => [ledger.device, SECOND];

  test('one after the other, by a supervisor, for the workstations that are not removed', async () => {
    const ledger = shared();
    opening(ledger, 1, both(ledger));
    ledger.by('Sam', 'device.removed', { device: SECOND });
    expect(await verdict(opening(ledger, 2, [ledger.device]))).toEqual(HOLDS);
  });

  test('once where two supervisors open it at once: the second comes too late', async () => {
    const ledger = shared();
    opening(ledger, 1, both(ledger));
    opening(ledger.at(SECOND), 1, both(ledger), 'Tom');
    expect(await verdict(ledger)).toEqual({ ...HOLDS, overtaken: 1, idle: ['-1: overtaken'] });
  });

  test.each<[string, (ledger: LedgerBuilder) => LedgerBuilder, string]>([
    ['out of turn', (ledger) => opening(ledger, 2, both(ledger)), 'opens an epoch that is not the next'],
    [
      'for a removed one',
      (ledger) => opening(ledger.by('Sam', 'device.removed', { device: SECOND }), 1, both(ledger)),
      'opens an epoch for others than the workstations there are',
    ],
    [
      'without one of them',
      (ledger) => opening(ledger, 1, [ledger.device]),
      'opens an epoch for others than the workstations there are',
    ],
    [
      'for one of them twice',
      (ledger) => opening(ledger, 1, [SECOND, SECOND]),
      'opens an epoch for others than the workstations there are',
    ],
    [
      'for a stranger',
      (ledger) => opening(ledger, 1, [...both(ledger), THIRD]),
      'opens an epoch for others than the workstations there are',
    ],
    [
      'without a word',
      (ledger) => ledger.by('Sam', 'epoch.opened', {}),
      'does not say which epoch it opens, for which workstations',
    ],
    [
      'by an analyst',
      (ledger) => opening(ledger, 1, both(ledger), 'Ann'),
      'a person with the role analyst may not manage-people',
    ],
  ])('never %s', (_, open, fault) => {
    const ledger = open(shared());
    expect(problemsByLine(ledger)).toEqual([`${ledger.size - 1}: ${fault}`]);
  });
});

describe('what a workstation says it has seen', () => {
  const saying = (seen: (ledger: LedgerBuilder) => unknown): string[] => {
    const ledger = shared().at(SECOND).pulled().by('Ann', 'case.claimed');
    const body = { ...ledger.body('case.claimed', { person: idOf('Ann') }, {}), seen: seen(ledger) };
    return problemsByLine(ledger.signed(body as EntryBody, 'Ann')).map((line) => line.replace(/^\d+: /, ''));
  };

  test('is the log up to there', () => {
    expect([
      saying(({ size, rootAt }) => ({ size, root: rootAt(size) })),
      saying(({ size, rootAt }) => ({ size: size - 1, root: rootAt(size - 1) })),
    ]).toEqual([[], ['says that its workstation had seen less of the log than before']]);
  });

  test('is never another log, nor more than there is, nor less than before', () => {
    expect([
      saying(({ size, rootAt }) => ({ size, root: rootAt(size - 1) })),
      saying(({ size, rootAt }) => ({ size: size + 1, root: rootAt(size) })),
      saying(({ rootAt }) => ({ size: 3, root: rootAt(3) })),
    ]).toEqual([
      ['was made by a workstation that had seen another log'],
      ['says that its workstation had seen more of the log than there was'],
      ['says that its workstation had seen less of the log than before'],
    ]);
  });

  test.each([
    ['nothing', { size: 0, root: aLedger().foundedBy('Sam').rootAt(0) }],
    ['a part', { size: 1.5, root: aLedger().foundedBy('Sam').rootAt(0) }],
    ['no root', { size: 1 }],
    ['more', { size: 1, root: aLedger().foundedBy('Sam').rootAt(1), more: 1 }],
  ])('is no statement where it says %s', (_, seen) => {
    expect(saying(() => seen)).toEqual(['is not a well-formed entry']);
  });

  test('is found long after, whichever workstation is slow', async () => {
    const ledger = shared();
    for (let each = 0; each < 40; each += 1) ledger.by('Bob', 'case.claimed');
    const size = ledger.size - 17;
    ledger.at(SECOND).pulled(size).by('Ann', 'case.claimed');
    for (let each = 0; each < 9; each += 1) ledger.at(ledger.device).pulled().by('Bob', 'case.claimed');
    expect(
      await verdict(
        ledger
          .at(SECOND)
          .pulled(size + 5)
          .by('Ann', 'case.claimed'),
      ),
    ).toEqual(HOLDS);
  });
});

describe('an entry is judged by what its signer had seen, and takes effect by its place', () => {
  test('late where its signer was disabled meanwhile, and a fault where they knew', async () => {
    const late = shared()
      .by('Sam', 'person.disabled', { person: idOf('Ann') })
      .at(SECOND);
    const knowing = shared()
      .by('Sam', 'person.disabled', { person: idOf('Ann') })
      .at(SECOND)
      .pulled();
    expect([
      await verdict(late.by('Ann', 'case.claimed')),
      problemsByLine(knowing.by('Ann', 'case.claimed')),
    ]).toEqual([
      { ...HOLDS, late: 1, idle: ['-1: late'] },
      [`${knowing.size - 1}: is signed by somebody who was disabled before`],
    ]);
  });

  test('late where the workstation was removed meanwhile, and a fault where it knew', async () => {
    const late = shared()
      .by('Sam', 'device.removed', { device: SECOND })
      .at(SECOND)
      .by('Ann', 'case.claimed');
    const knowing = shared().by('Sam', 'device.removed', { device: SECOND }).at(SECOND).pulled();
    expect([await verdict(late), problemsByLine(knowing.by('Ann', 'case.claimed'))]).toEqual([
      { ...HOLDS, late: 1, idle: ['-1: late'] },
      [`${knowing.size - 1}: is of a workstation that was removed before`],
    ]);
  });

  test('an act that comes too late has no effect', () => {
    const ledger = shared().by('Tom', 'person.disabled', { person: idOf('Sam') });
    ledger.at(SECOND).by('Sam', 'person.added', invitationData('Eve', 'analyst'));
    expect(problemsByLine(ledger.at(ledger.device).pulled().enrolled('Eve'))).toEqual([
      `${ledger.size - 1}: enrols somebody nobody added`,
      `${ledger.size - 1}: is signed by somebody nobody added`,
    ]);
  });

  test('overtaken where two review the same without each other, and the first one counts', async () => {
    const ledger = shared().by('Ann', 'case.assessed', drawnFacts('one')).at(SECOND).pulled();
    ledger.at(ledger.device).by('Bob', 'assessment.reviewed', reviewedFacts('one', 'legal'));
    ledger.at(SECOND).by('Tom', 'assessment.reviewed', reviewedFacts('one'));
    const again = shared().by('Ann', 'case.assessed', drawnFacts('one'));
    again.by('Bob', 'assessment.reviewed', reviewedFacts('one', 'legal')).at(SECOND).pulled();
    again.by('Tom', 'assessment.reviewed', reviewedFacts('one'));
    expect([await verdict(ledger), problemsByLine(again)]).toEqual([
      { ...HOLDS, overtaken: 1, idle: ['-1: overtaken'] },
      [`${again.size - 1}: is about an assessment that does not wait for it`],
    ]);
  });

  test('overtaken where it was taken back meanwhile', async () => {
    const ledger = shared().by('Ann', 'case.assessed', drawnFacts('one')).at(SECOND).pulled();
    ledger.at(ledger.device).by('Ann', 'assessment.withdrawn', assessmentFacts('one'));
    expect(await verdict(ledger.at(SECOND).by('Bob', 'assessment.reviewed', reviewedFacts('one')))).toEqual({
      ...HOLDS,
      overtaken: 1,
      idle: ['-1: overtaken'],
    });
  });

  test('a firm act is worth nothing after a firm one that its signer had not seen', async () => {
    const ledger = shared().by('Sam', 'destination.added', { destination: 'police' });
    ledger.at(SECOND).by('Tom', 'policy.proposed', policyFacts('p'));
    const after = shared().by('Sam', 'destination.added', { destination: 'police' }).at(SECOND).pulled();
    expect([
      await verdict(ledger),
      await verdict(after.by('Tom', 'policy.proposed', policyFacts('p'))),
    ]).toEqual([{ ...HOLDS, overtaken: 1, idle: ['-1: overtaken'] }, HOLDS]);
  });

  describe('of a workstation that was restored and introduced itself, where others came first', () => {
    /** Third introduces itself in the place of Second, not knowing of a firm act; then Bob claims a case there. */
    const apart = (before: (ledger: LedgerBuilder) => unknown = () => {}) => {
      const ledger = shared().at(THIRD).pulled().at(shared().device);
      before(ledger.by('Sam', 'destination.added', { destination: 'police' }));
      return ledger.at(THIRD).withDevice(THIRD, { replaces: SECOND }).by('Bob', 'case.claimed');
    };
    const letIn = (ledger: LedgerBuilder) =>
      ledger.at(ledger.device).pulled().withDevice(THIRD, { replaces: SECOND });

    test('what was signed there counts where a supervisor lets it in before, and the introduction is overtaken', async () => {
      const ledger = apart(letIn);
      const own = await verdict(ledger);
      const after = await verdict(apart(letIn).pulled().by('Bob', 'case.claimed'));
      expect([own, after]).toEqual([
        { ...HOLDS, overtaken: 1, idle: ['-2: overtaken'] },
        { ...HOLDS, overtaken: 1, idle: ['-3: overtaken'] },
      ]);
    });

    test('it is late where nobody did, or only afterwards: the control', async () => {
      const idle = (...why: string[]) => ({ ...HOLDS, late: 1, overtaken: 1, idle: why });
      expect([await verdict(apart()), await verdict(letIn(apart()))]).toEqual([
        idle('-2: overtaken', '-1: late'),
        idle('-3: overtaken', '-2: late'),
      ]);
    });

    test('it is late too of whoever was disabled meanwhile, and of the one it replaces', async () => {
      const ledger = apart((before) => letIn(before.by('Sam', 'person.disabled', { person: idOf('Bob') })));
      const former = apart(letIn).at(SECOND).by('Ann', 'case.claimed');
      expect([await verdict(ledger), await verdict(former)]).toEqual([
        { ...HOLDS, late: 1, overtaken: 1, idle: ['-2: overtaken', '-1: late'] },
        { ...HOLDS, late: 1, overtaken: 1, idle: ['-3: overtaken', '-1: late'] },
      ]);
    });

    test('nobody is at work there by that who may not add a workstation', () => {
      const ledger = shared().at(THIRD).pulled().at(shared().device);
      ledger.by('Sam', 'destination.added', { destination: 'police' });
      ledger.at(THIRD).withDevice(THIRD, { replaces: SECOND }, 'Ann').by('Bob', 'case.claimed');
      expect(problemsByLine(ledger).slice(-1)).toEqual([
        `${ledger.size - 1}: is of a workstation nobody added`,
      ]);
    });
  });

  test('what was seen by the same person elsewhere is seen', () => {
    const ledger = shared().by('Ann', 'case.assessed', drawnFacts('one')).at(SECOND).pulled();
    ledger.at(ledger.device).by('Tom', 'audit.exported').sealed();
    ledger.at(SECOND).by('Tom', 'assessment.reviewed', reviewedFacts('one'));
    expect(problemsByLine(ledger)).toEqual([
      `${ledger.size - 1}: is a second review by somebody who had seen the first`,
    ]);
  });
});

test('a tail gives the frontier at each size since it began, from wherever, and each branch its own', () => {
  const { sha256 } = nodeLedgerCrypto;
  const frontiers = [EMPTY_FRONTIER];
  const leaves = Array.from({ length: 90 }, (_, index) => textLeafHash(`${index}`, sha256));
  for (const leaf of leaves) frontiers.push(append(frontiers.at(-1)!, leaf, sha256));
  fc.assert(
    fc.property(fc.nat(30), fc.nat(30), fc.nat(29), fc.nat(29), (base, cut, from, to) => {
      let tail = LeafTail.at(frontiers[base]!);
      for (const leaf of leaves.slice(base, 60)) tail = tail.with(leaf, 'one');
      const branch = tail.with(leaves[0]!, 'one');
      for (const leaf of leaves.slice(60)) tail = tail.with(leaf, 'one');
      const later = tail.after(frontiers[base + cut]!);
      const start = base + cut + from;
      const size = Math.min(90, start + to);
      expect([
        later.frontierAt(size, frontiers[Math.min(start, size)]!, sha256),
        later.frontierAt(base + cut - 1, frontiers[base + cut]!, sha256),
        later.frontierAt(91, later.base, sha256),
        branch.frontierAt(61, branch.base, sha256)?.roots.at(-1),
      ]).toEqual([frontiers[size], null, null, append(frontiers[60]!, leaves[0]!, sha256).roots.at(-1)]);
    }),
  );
});

describe('a workstation leaves', () => {
  const leaves = (ledger: LedgerBuilder, device: string) => ledger.by('Ann', 'device.removed', { device });

  test('as whoever works there says, and what it signs from then on is a fault', async () => {
    const ledger = leaves(shared().at(SECOND), SECOND);
    expect(await verdict(ledger)).toEqual(HOLDS);
    expect(problemsByLine(ledger.at(SECOND).by('Ann', 'case.claimed'))).toEqual([
      `${ledger.size - 1}: is of a workstation that was removed before`,
    ]);
  });

  test('and no other one does by that', () => {
    const ledger = leaves(shared().at(SECOND), idOf('device one'));
    expect(problemsByLine(ledger)).toEqual([
      `${ledger.size - 1}: a person with the role analyst may not manage-people`,
    ]);
  });
});
