import { pick, type SeededRandom } from '../../tools/fake-data.ts';
import {
  entriesFrom,
  epochData,
  idOf,
  invitationData,
  joinedData,
  type LedgerBuilder,
  personData,
} from './a-ledger.ts';
import { assessmentFacts, drawnFacts, reviewedFacts } from './four-eyes-facts.ts';

interface JoinParts {
  random: SeededRandom;
  /** What an entry says of a witness that signed the last checkpoint. */
  anchoring: (ledger: LedgerBuilder) => Record<string, unknown>;
}

/** What people at some seats do, each seat taking in now and then what the others did. */
function worked(
  ledger: LedgerBuilder,
  seats: string[],
  { random, anchoring }: JoinParts,
  steps: number,
): void {
  const added: string[] = [];
  for (let left = steps; left > 0; left--) {
    ledger.at(pick(random, seats as [string, ...string[]]));
    if (random() < 0.6) ledger.pulled();
    const name = `${ledger.size} ${random()}`;
    const acts: (() => unknown)[] = [
      () => ledger.by('Ann', 'case.claimed'),
      () => ledger.by('Ann', 'case.claimed'),
      () => ledger.by('Tom', 'case.claimed'),
      () => ledger.by('Ann', 'case.assessed', drawnFacts(name)),
      () => ledger.by(pick(random, ['Sam', 'Tom']), 'assessment.reviewed', reviewedFacts('both')),
      () => ledger.by('Sam', 'assessment.upheld', assessmentFacts('both')),
      () => ledger.by('Sam', 'destination.added', { destination: 'police' }),
      () => ledger.by('Sam', 'enclosures.erased', { entries: [Math.floor(random() * ledger.size)] }),
      () => ledger.joined(`Una ${name}`, 'analyst').by(`Una ${name}`, 'case.claimed'),
      () => ledger.by('Tom', 'person.disabled', { person: idOf(pick(random, ['Ann', 'Sam'])) }),
      () => ledger.by('Sam', 'person.role-changed', invitationData('Ann', 'auditor', 'again')),
      () => ledger.by('Sam', 'epoch.opened', epochData(1, [...seats, ...added])),
      () => ledger.by('Sam', 'device.removed', { device: pick(random, seats as [string, ...string[]]) }),
      () => {
        const next = idOf(`seat ${name}`);
        ledger.withDevice(next).seated(next, 'Ann').at(next).pulled().by('Ann', 'case.claimed');
        added.push(next);
      },
      () => ledger.byDevice('clock.jumped'),
    ];
    pick(random, acts as [() => unknown, ...(() => unknown)[]])();
    // A checkpoint of this branch, if of the other one, says nothing there.
    if (random() < 0.1) ledger.sealed().byDevice('checkpoint.anchored', anchoring(ledger));
  }
}

/** Two branches of one log, of which one is joined to the other, rightly or almost. */
export function aJoin(ledger: LedgerBuilder, parts: JoinParts): void {
  const { random } = parts;
  const below = (limit: number) => Math.floor(random() * limit);
  const seats = ['second', 'third'].map((name) => idOf(`joining ${name}`));
  for (const seat of seats) ledger.withDevice(seat).seated(seat, 'Sam', 'Tom', 'Ann');
  ledger.by('Ann', 'case.assessed', drawnFacts('both'));
  for (const seat of [...seats, ledger.device]) ledger.at(seat).pulled();
  const lost = ledger.copy();
  const from = ledger.size;
  worked(lost, seats, parts, 1 + below(8));
  const branch = entriesFrom(lost, from);
  ledger.at(ledger.device);
  if (random() < 0.2) ledger.taking(branch.slice(0, 1 + below(2)), lost);
  worked(ledger, [ledger.device], parts, 1 + below(4));
  const right = joinedData(lost, from);
  const odd = pick<unknown>(random, [
    null,
    1,
    0,
    -1,
    1.5,
    '',
    {},
    [],
    'x',
    [[0]],
    [[0, 1, 2]],
    [['0', 1]],
    2 ** 53,
  ]);
  const said = pick<Record<string, unknown>>(random, [
    right,
    ...Array.from({ length: 11 }, () => right),
    { ...right, [pick(random, ['from', 'size', 'root', 'devices', 'order'])]: odd },
    { ...right, root: ledger.rootAt(from) },
    { ...right, from: from - 1, size: lost.size - 1 },
    { ...right, size: lost.size - 1 },
    {
      ...right,
      devices: [...(right.devices as string[]), idOf('nobody')],
      order: [...(right.order as []), [1, 1]],
    },
    { ...right, more: 1 },
    joinedData(lost, from + below(2)),
  ]);
  ledger.at(ledger.device).pulled();
  const by = pick(random, ['Sam', 'Sam', 'Sam', 'Sam', 'Tom', 'Ann']);
  const signing = ledger.body('log.joined', { person: idOf(by) }, said);
  ledger.signed(signing, by);
  if (random() < 0.2) ledger.by('Sam', 'log.joined', right);
  const again = [...branch];
  if (random() < 0.15) again.splice(below(again.length), 1);
  if (random() < 0.1) again.reverse();
  const first = random() < 0.3 ? below(again.length) : again.length;
  ledger.taking(again.slice(0, first), lost);
  worked(ledger, [ledger.device], parts, below(3));
  ledger.taking(again.slice(first), lost);
  // What waited at the seats of the branch, and what they do since.
  const waiting = lost.size;
  worked(lost, seats, parts, below(4));
  ledger.taking(entriesFrom(lost, waiting), lost);
  if (random() < 0.7) worked(ledger, [...seats, ledger.device], parts, below(5));
  if (random() < 0.1) ledger.by('Ann', 'case.claimed', personData('Ann', 'analyst'));
  ledger.at(ledger.device).pulled();
}
