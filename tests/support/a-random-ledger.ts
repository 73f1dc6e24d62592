import type { Role } from '../../shared/domain/duty.ts';
import { anchoredData } from '../../shared/ledger/anchored.ts';
import { checkpointText, originOf } from '../../shared/ledger/checkpoint.ts';
import { signEntry } from '../../shared/ledger/entry.ts';
import { checkpointLine } from '../../shared/ledger/export-file.ts';
import { EntryKind } from '../../shared/ledger/kinds/all-kinds.ts';
import { pick, type SeededRandom } from '../../tools/fake-data.ts';
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
  seatData,
  seatInvitationOf,
  seatKeyOf,
} from './a-ledger.ts';
import { cosignatureOf, witnessKeyOf, witnessOf } from './a-ledger-witness.ts';
import { aJoin } from './a-random-branch.ts';
import { SMALL_ORDER_ENCODINGS } from './ed25519-edges.ts';
import {
  assessmentFacts,
  correctedFacts,
  drawFacts,
  drawnFacts,
  namingFacts,
  periodFacts,
  policyFacts,
  reviewedFacts,
  undrawnFacts,
} from './four-eyes-facts.ts';

const WITNESSES = ['w1', 'w2', 'w3'] as const;
const PEOPLE = ['Sam', 'Ann', 'Tom', 'Bob', 'Uma', 'Max', 'Eve'] as const;
const ROLES = ['analyst', 'supervisor', 'administrator', 'auditor'] as const;
const SMALL_ORDER = SMALL_ORDER_ENCODINGS.map(([, bytes]) => bytes) as [Buffer, ...Buffer[]];
const INVITATION = invitationOf('Eve');
const SEALED = ['session.locked', 'audit.exported', 'checkpoint.made'];

/** A digest of nothing in particular. */
const DIGEST = Buffer.alloc(32).toString('base64');

/** Values whose canonical JSON is easy to get wrong. */
const ODD_VALUES: readonly unknown[] = [
  0,
  -1.5,
  1e21,
  123456789012345680000,
  5e-324,
  1.7976931348623157e308,
  1e-7,
  0.000001,
  2 ** 53,
  4.35,
  '“é”\u0000\u001f\u007f\u2028',
  '\u{1f512}',
  'é',
  [],
  {},
  [[[]], null, true, false],
  { '\u{1f512}': 1, '\ufb33': 2, '': 3, a: { '10': 1, '9': 2 } },
];

/** A note cosigned by a witness, as an entry states it; `size` may be one that was never sealed. */
export function anchoring(ledger: LedgerBuilder, size = ledger.size, seconds = 1_795_000_000, who = 'w1') {
  const text = checkpointText({ origin: originOf(ledger.device), size, root: ledger.root });
  return anchoredData({ size, root: ledger.root }, witnessOf(who), cosignatureOf(who, text, seconds));
}

/** Verifier keys of some of the witnesses, and how many of them must sign. */
function someWitnesses(random: SeededRandom): { quorum: number; keys: string[] } {
  const keys = WITNESSES.filter(() => random() < 0.6).map(witnessKeyOf);
  return { quorum: Math.ceil(random() * keys.length), keys };
}

/**
 * An export in which every person did only what they may. It is random in who, what and when, and the same for the same
 * seed.
 */
export function aLawfulLedger(random: SeededRandom, name: string): LedgerBuilder {
  const first = namingFacts('first', someWitnesses(random));
  const ledger = aLedger(name)
    .foundedBy('Sam', random() < 0.3 ? { policy: first.policy } : {})
    .joined('Ann', 'analyst')
    .joined('Tom', 'supervisor');
  const below = (limit: number) => Math.floor(random() * limit);
  const pending: ReturnType<typeof anchoring>[] = [];
  const seconds = () => 1_795_000_000 + below(9);
  let recovery = 'recovery';
  let period: string | null = null;
  const undrawn: string[] = [];
  const seal = () => {
    for (const who of WITNESSES)
      if (random() < 0.6) pending.push(anchoring(ledger, ledger.size, seconds(), who));
    ledger.sealed();
  };
  const steps: (() => unknown)[] = [
    () =>
      ledger.by('Ann', 'case.claimed', {
        case: idOf(`case ${below(9)}`),
        odd: ODD_VALUES[below(ODD_VALUES.length)],
      }),
    () => ledger.by('Ann', 'case.assessed', { odd: ODD_VALUES[below(ODD_VALUES.length)] }),
    () => ledger.by('Sam', 'destination.added', { destination: 'police' }),
    () => {
      const name = `assessment ${ledger.size}`;
      const legality = pick(random, ['illegal', 'legal']);
      ledger.by('Ann', 'case.assessed', drawnFacts(name));
      if (random() < 0.2) {
        const [kind, facts] = pick(random, [
          ['assessment.withdrawn', assessmentFacts(name)],
          ['assessment.corrected', correctedFacts(name)],
        ] as const);
        ledger.by('Ann', kind, facts);
        return;
      }
      if (random() < 0.3) ledger.by('Tom', 'assessment.revealed', assessmentFacts(name));
      if (random() < 0.7) ledger.by('Sam', 'assessment.reviewed', reviewedFacts(name, legality));
      else return;
      if (legality === 'legal')
        ledger.by('Tom', pick(random, ['assessment.upheld', 'assessment.overturned']), assessmentFacts(name));
    },
    () => {
      if (period === null) {
        period = `period ${ledger.size}`;
        ledger.by('Sam', 'sampling.opened', periodFacts(period));
        return;
      }
      if (random() < 0.2) ledger.by('Tom', 'sampling.sealed', periodFacts(period));
      const open = period;
      for (let left = below(4); left > 0; left--) {
        const name = `undrawn ${ledger.size}`;
        ledger.by('Ann', 'case.assessed', undrawnFacts(name, 'illegal', open));
        const then = random();
        if (then < 0.2) ledger.by('Ann', 'assessment.withdrawn', assessmentFacts(name));
        else if (then < 0.4) {
          const facts = { ...correctedFacts(name), secondReview: undrawnFacts(name, '', open).secondReview };
          ledger.by('Ann', 'assessment.corrected', facts);
          undrawn.push(`correction of ${name}`);
        } else undrawn.push(name);
        const waits = undrawn.at(-1);
        if (waits !== undefined && random() < 0.1)
          ledger.by('Tom', 'assessment.revealed', assessmentFacts(waits));
      }
      if (random() < 0.6) {
        const all = undrawn.splice(0);
        const drawn = all.filter(() => random() < 0.5);
        const passed = all.filter((name) => !drawn.includes(name));
        ledger.by(pick(random, ['Sam', 'Tom']), 'sampling.drawn', drawFacts(drawn, passed, open));
        for (const name of drawn)
          if (!name.startsWith('correction') && random() < 0.4)
            ledger.by('Sam', 'assessment.reviewed', reviewedFacts(name));
      }
      if (undrawn.length === 0 && random() < 0.3) {
        ledger.by('Sam', 'sampling.closed', periodFacts(open));
        period = null;
      }
    },
    () => {
      const name = `policy ${ledger.size}`;
      const facts = random() < 0.3 ? policyFacts(name) : namingFacts(name, someWitnesses(random));
      ledger.by('Sam', 'policy.proposed', facts);
      if (random() < 0.7) ledger.by('Tom', pick(random, ['policy.activated', 'policy.withdrawn']), facts);
    },
    () => ledger.by(pick(random, ['Sam', 'Ann']), 'session.locked'),
    () => ledger.by('Ann', 'checkpoint.made'),
    () =>
      ledger.byDevice(
        pick(random, ['referral.delivered', 'takedown.recorded', 'clock.jumped', 'case.merged']),
      ),
    () => {
      for (let left = below(4); left > 0; left--) {
        const [anchor] = pending.splice(below(pending.length), 1);
        if (anchor) ledger.byDevice('checkpoint.anchored', anchor);
      }
    },
    () => ledger.byRecovery('vault.recovered', personData(`Rita ${ledger.size}`, 'supervisor'), recovery),
    () => {
      recovery = `recovery ${ledger.size}`;
      ledger.by('Sam', 'vault.recovery-key-changed', { recoveryPublicKey: keyOf(recovery).publicKeyText });
    },
    () => ledger.by('Ann', 'person.passphrase-changed', { person: idOf('Ann') }),
    () => {
      const who = `Ida ${ledger.size}`;
      ledger.by('Sam', 'person.added', invitationData(who, 'analyst'));
      if (random() < 0.7) ledger.enrolled(who).by(who, 'case.claimed');
      if (random() < 0.5)
        ledger
          .by('Tom', 'person.role-changed', invitationData(who, 'auditor', 'again'))
          .enrolled(who, `${who} again`, 'again')
          .by(who, 'duty.extended', {}, `${who} again`);
    },
  ];
  const seats = random() < 0.5 ? new Seats(ledger, random) : null;
  let last = '';
  for (let left = 3 + below(30); left > 0; left--) {
    const before = ledger.lines.length;
    if (seats === null || random() < 0.7) steps[below(steps.length)]!();
    else seats.step();
    seats?.change();
    if (ledger.lines.length > before) last = ledger.lines.at(-1)!;
    if (SEALED.some((kind) => last.includes(`"kind":"${kind}"`)) && ledger.lines.at(-1) === last) seal();
    else if (random() < 0.05 && ledger.lines.at(-1) === last) seal();
  }
  return ledger;
}

/** Several workstations that write one log, often without each other. All they do is right; some of it has no effect. */
class Seats {
  readonly #ledger: LedgerBuilder;
  readonly #random: SeededRandom;
  readonly #devices: string[];
  #epoch = 0;

  constructor(ledger: LedgerBuilder, random: SeededRandom) {
    this.#ledger = ledger;
    this.#random = random;
    this.#devices = [ledger.device];
  }

  /** Goes to any workstation, which takes in all there is. */
  change(): void {
    // One that is alone takes in nothing, and says nothing of it.
    if (this.#devices.length === 1 && this.#devices[0] === this.#ledger.device) return;
    this.#ledger.at(pick(this.#random, this.#devices as [string, ...string[]])).pulled();
  }

  /** Opens the next epoch for all that are at work, from the workstation that signs. */
  #open(by: string, epoch: number): void {
    this.#ledger.by(by, 'epoch.opened', epochData(epoch, this.#devices));
  }

  step(): void {
    const [ledger, random, devices] = [this.#ledger, this.#random, this.#devices];
    const chance = random();
    const next = idOf(`seat ${ledger.size}`);
    if (devices.length < 2 || chance < 0.2) {
      if (random() < 0.5) {
        ledger.withDevice(next).seated(next, 'Sam', 'Tom', 'Ann');
        devices.push(next);
        return;
      }
      const former = pick(random, devices as [string, ...string[]]);
      ledger.at(next).pulled().withDevice(next, { replaces: former });
      devices.splice(devices.indexOf(former), 1, next);
      return;
    }
    const [one, other] = [devices.at(-1)!, devices.at(-2)!];
    // Both have the same, and then act without each other.
    ledger.at(one).pulled().by('Ann', 'case.claimed').at(other).pulled().by('Ann', 'case.claimed');
    ledger.at(one).pulled().by('Ann', 'case.claimed');
    const apart: (() => unknown)[] = [
      () => {
        const name = `both ${ledger.size}`;
        ledger.by('Ann', 'case.assessed', drawnFacts(name));
        ledger.at(other).pulled();
        ledger.at(one).by('Sam', 'assessment.reviewed', reviewedFacts(name));
        ledger.at(other).by('Tom', 'assessment.reviewed', reviewedFacts(name));
      },
      () => {
        const name = `taken back ${ledger.size}`;
        ledger.by('Ann', 'case.assessed', drawnFacts(name));
        ledger.at(other).pulled();
        ledger.at(one).by('Ann', 'assessment.withdrawn', assessmentFacts(name));
        ledger.at(other).by('Tom', 'assessment.reviewed', reviewedFacts(name));
      },
      () => {
        ledger.by('Sam', 'destination.added', { destination: 'police' });
        ledger.at(other).by('Tom', pick(random, ['destination.removed', 'policy.proposed', 'person.added']), {
          ...policyFacts(`p ${ledger.size}`),
          ...invitationData(`Eve ${ledger.size}`, 'analyst'),
        });
      },
      () => {
        const who = `Uma ${ledger.size}`;
        ledger.joined(who, 'analyst').seated(other, who).at(other).pulled().by(who, 'case.claimed');
        ledger.at(one).by('Tom', 'person.disabled', { person: idOf(who) });
        ledger.at(other).by(who, pick(random, ['case.claimed', 'case.assessed', 'duty.extended']));
      },
      () => {
        // A passphrase is lost at one workstation: the key of the other goes on signing.
        const who = `Ivo ${ledger.size}`;
        ledger.joined(who, 'analyst').seated(other, who).at(other).pulled();
        ledger.at(one).by('Tom', 'person.invited', seatData(who, pick(random, [one, other])));
        ledger.at(other).by(who, 'case.claimed');
        if (random() < 0.5) ledger.at(one).by('Sam', 'person.role-changed', invitationData(who, 'auditor'));
        ledger.at(other).by(who, 'case.claimed');
      },
      () => {
        // An invitation that was replaced, or whose person was disabled, before it was used elsewhere.
        const who = `Ina ${ledger.size}`;
        ledger.joined(who, 'analyst').by('Sam', 'person.invited', seatData(who, other)).at(other).pulled();
        ledger.at(one);
        const data = { ...seatData(who, other), publicKey: keyOf('another').publicKeyText };
        if (random() < 0.5) ledger.by('Tom', 'person.disabled', { person: idOf(who) });
        else ledger.by('Tom', 'person.invited', data);
        ledger.at(other).enrolled(who, seatKeyOf(who, other), seatInvitationOf(who, other));
      },
      () => {
        ledger.by('Sam', 'device.removed', { device: other });
        devices.splice(devices.indexOf(other), 1);
        if (random() < 0.7) this.#open('Sam', ++this.#epoch);
        ledger.at(other).by('Ann', 'case.claimed');
        if (random() < 0.5) ledger.byDevice('clock.jumped');
        ledger.at(one);
      },
      () => {
        // The second one opens it too, and comes too late.
        this.#open('Sam', ++this.#epoch);
        ledger.at(other);
        this.#open('Tom', this.#epoch);
      },
      () => {
        ledger.at(next).pulled().withDevice(next, { replaces: other });
        devices.splice(devices.indexOf(other), 1, next);
        ledger.at(other).by('Ann', 'case.claimed').at(next);
      },
      () => {
        // One that was restored works on, while others make firm acts; perhaps a supervisor lets it in.
        ledger.at(next).pulled().at(one).by('Sam', 'destination.added', { destination: 'police' });
        const letsIn = () => {
          ledger.at(one).withDevice(next, { replaces: other });
          devices.splice(devices.indexOf(other), 1, next);
        };
        const chance = random();
        if (chance < 0.5) letsIn();
        ledger.at(next).withDevice(next, { replaces: other }).by('Ann', 'case.claimed');
        if (random() < 0.5) ledger.byDevice('clock.jumped');
        if (chance > 0.8) letsIn();
        ledger.at(next).by('Tom', 'person.passphrase-changed', { person: idOf('Tom') });
        ledger.at(other).by('Ann', 'case.claimed');
        if (chance < 0.5 || chance > 0.8) ledger.at(next).pulled().by('Ann', 'case.claimed');
        ledger.at(one);
      },
    ];
    pick(random, apart as [() => unknown, ...(() => unknown)[]])();
  }
}

/** Adds one forbidden entry, signed with a real key, to the end of a ledger. */
export function breakARule(ledger: LedgerBuilder, random: SeededRandom): void {
  const below = (limit: number) => Math.floor(random() * limit);
  const anyone = () => pick(random, PEOPLE);
  const kind = () => EntryKind.options[below(EntryKind.options.length)]!;
  const signed = (change: Record<string, unknown>) => {
    const body = { ...ledger.body('case.claimed', { person: idOf('Ann') }, {}), ...change };
    ledger.line(signEntry(body as typeof body, keyOf('Ann').sign));
  };
  const deep = (levels: number): unknown => (levels === 0 ? [] : [deep(levels - 1)]);
  /** An entry that waits for a second person, and one that settles it, mostly by a person who may not. */
  const fourEyes = () => {
    ledger.by(
      pick(random, ['Ann', 'Sam']),
      'case.assessed',
      drawnFacts('a', pick(random, ['illegal', 'legal'])),
    );
    if (random() < 0.3) ledger.by(pick(random, ['Sam', 'Tom']), 'assessment.revealed', assessmentFacts('a'));
    if (random() < 0.3) ledger.by(pick(random, ['Sam', 'Tom']), 'audit.exported').sealed();
    ledger.by(
      pick(random, ['Ann', 'Sam', 'Tom']),
      'assessment.reviewed',
      reviewedFacts('a', pick(random, ['illegal', 'legal']), random() < 0.5),
    );
    if (random() < 0.7)
      ledger.by(
        pick(random, ['Ann', 'Sam', 'Tom']),
        pick(random, [
          'assessment.upheld',
          'assessment.overturned',
          'assessment.reviewed',
          'assessment.withdrawn',
          'assessment.corrected',
        ]),
        pick(random, [
          assessmentFacts('a'),
          assessmentFacts('b'),
          {},
          reviewedFacts('a'),
          correctedFacts('a'),
          correctedFacts('a', false),
        ]),
      );
  };
  /** Draws that are almost right, by a person who may. */
  const sampling = () => {
    const supervisor = () => pick(random, ['Sam', 'Tom']);
    const period = () => pick<unknown>(random, ['2026-11', '2026-11', '2026-11', '2026-12', '__proto__', 1]);
    const names = () => ['a', 'b', 'correction of a', 'c'].filter(() => random() < 0.4);
    ledger.by('Sam', 'sampling.opened', { period: period() });
    for (let left = 2 + below(5); left > 0; left--) {
      const steps: (() => unknown)[] = [
        () => ledger.by(supervisor(), 'sampling.opened', { period: period() }),
        () => ledger.by(supervisor(), 'sampling.closed', { period: period() }),
        () => ledger.by(supervisor(), 'sampling.sealed', { period: period() }),
        () =>
          ledger.by(pick(random, ['Ann', 'Sam']), 'case.assessed', {
            ...undrawnFacts(pick(random, ['a', 'b'])),
            ...(random() < 0.3 ? { secondReview: { period: period(), drawn: null } } : {}),
          }),
        () => ledger.by('Ann', 'case.assessed', drawnFacts(pick(random, ['a', 'b']))),
        () => ledger.by(supervisor(), 'sampling.drawn', { ...drawFacts(names(), names()), period: period() }),
        () => ledger.by(supervisor(), 'sampling.drawn', drawFacts(pick(random, [['a'], ['a', 'a'], ['b']]))),
        () =>
          ledger.by(supervisor(), 'sampling.drawn', {
            ...drawFacts(['a']),
            [pick(random, ['drawn', 'passed'])]: pick(random, [null, 'a', {}, [1], [idOf('a'), null]]),
          }),
        () => ledger.byDevice('sampling.drawn', drawFacts(['a'])),
        () => ledger.by(pick(random, ['Ann', 'Sam']), 'assessment.reviewed', reviewedFacts('a')),
        () => ledger.by(supervisor(), 'assessment.revealed', assessmentFacts('a')),
        () => ledger.by(supervisor(), 'audit.exported').sealed(),
        () => ledger.by(pick(random, ['Ann', 'Sam']), 'assessment.withdrawn', assessmentFacts('a')),
        () =>
          ledger.by(
            pick(random, ['Ann', 'Sam']),
            'assessment.corrected',
            correctedFacts('a', pick(random, [true, false, null])),
          ),
      ];
      pick(random, steps as [() => unknown, ...(() => unknown)[]])();
    }
  };
  const policies = () => {
    ledger.by(pick(random, ['Sam', 'Tom']), 'policy.proposed', policyFacts('p', pick(random, ['aa', 'cc'])));
    if (random() < 0.3) ledger.by('Sam', 'person.disabled', { person: idOf('Tom') });
    for (let left = below(3); left >= 0; left--)
      ledger.by(
        pick(random, ['Sam', 'Tom']),
        pick(random, ['policy.activated', 'policy.withdrawn']),
        pick(random, [policyFacts('p'), policyFacts('q'), { proposal: idOf('p') }]),
      );
  };
  /** Facts in forms that are almost right. */
  const oddFacts = () => {
    const odd = pick(random, [null, 1, '', [], {}, true, 'illegal']);
    const facts = drawnFacts('a') as { judgement: object; route: object };
    ledger.by(
      'Ann',
      'case.assessed',
      pick(random, [
        { ...facts, judgement: { ...facts.judgement, classification: odd } },
        { ...facts, judgement: { ...facts.judgement, legality: odd } },
        { ...facts, judgement: odd },
        { ...facts, route: odd },
        { ...facts, route: { category: odd } },
        { ...facts, assessment: odd },
        { ...facts, secondReview: odd },
        { ...facts, secondReview: { drawn: odd } },
      ]),
    );
    ledger.by(
      'Sam',
      'assessment.reviewed',
      pick(random, [reviewedFacts('a'), { ...reviewedFacts('a'), agrees: odd }]),
    );
    ledger.by(
      'Sam',
      'policy.proposed',
      pick(random, [{ ...policyFacts('p'), policy: odd }, { proposal: odd }]),
    );
  };
  /**
   * A policy that names witnesses in forms that are almost right, by a person who may, and a cosignature of one of
   * them.
   */
  const oddWitnesses = () => {
    const [one, two] = ['w1', 'w2'].map(witnessKeyOf) as [string, string];
    const [name, id, key] = one.split('+') as [string, string, string];
    const odd = pick(random, [null, 1, '', [], {}, true, 1.5, -1, 21]);
    const facts = pick(random, [
      namingFacts('n', odd),
      namingFacts('n', { quorum: odd, keys: [one] }),
      namingFacts('n', { quorum: 1, keys: odd }),
      namingFacts('n', { quorum: 1, keys: [one, odd] }),
      namingFacts('n', { quorum: 1, keys: [one], more: 1 }),
      namingFacts('n', JSON.parse(`{"__proto__":1,"keys":["${one}"],"quorum":1}`)),
      namingFacts('n', { quorum: 1, keys: [one, one] }),
      namingFacts('n', { quorum: 1, keys: [one, two.replace('/w2', '/w1')] }),
      namingFacts('n', { quorum: 1, keys: [`witness.example/w9+${id}+${key}`] }),
      namingFacts('n', { quorum: 1, keys: [`${name}+${id.toUpperCase()}+${key}`] }),
      namingFacts('n', { quorum: 1, keys: [`${one}\n`] }),
      namingFacts('n', { quorum: 1, keys: [`${name}+${id}+${key}=`] }),
      namingFacts('n', { quorum: 2, keys: [one] }),
      namingFacts('n', { quorum: 0, keys: [one] }),
      namingFacts('n', { quorum: 1, keys: Array.from({ length: 21 }, (_, i) => witnessKeyOf(`w${i}`)) }),
      namingFacts('n', { quorum: 1, keys: [one] }, 'ff'),
      namingFacts('n', { quorum: 1, keys: [one] }),
      { ...policyFacts('n'), policy: { sha256: 'ff', body: odd } },
    ]);
    ledger
      .by('Tom', 'policy.proposed', facts)
      .by('Sam', 'policy.activated', facts)
      .sealed()
      .byDevice('checkpoint.anchored', anchoring(ledger));
    if (random() < 0.3)
      ledger.by('Sam', 'checkpoint.anchored', { ...anchoring(ledger, ledger.size, 1, 'w2') });
  };
  /** A person or a log whose key is read differently by every library, with signatures that some libraries accept. */
  const smallOrder = () => {
    const [key, r] = [pick(random, SMALL_ORDER), pick(random, SMALL_ORDER)];
    ledger
      .by('Sam', 'person.added', invitationData('Eve', 'analyst'))
      .by('Eve', 'person.enrolled', { person: idOf('Eve'), publicKey: key.toString('base64') }, INVITATION);
    for (let left = 4; left > 0; left--) {
      const body = ledger.body('case.claimed', { person: idOf('Eve') }, { left });
      ledger.line(signEntry(body, () => Buffer.concat([r, Buffer.alloc(32)])));
    }
  };
  /** The enclosure of an entry, right or almost. */
  const oddEnclosure = () => {
    const text = pick(random, ['{"note":"é"}', '', ' ', '\u2028']);
    ledger.enclosing('Ann', 'case.claimed', { case: idOf('x') }, text);
    const line = ledger.lines.pop() ?? '';
    const { salt } = JSON.parse(line).enclosure as { salt: string };
    const written = (enclosure: unknown) => JSON.stringify({ enclosure });
    ledger.lines.push(
      ...pick(random, [
        [line],
        [line, line],
        [],
        [ledger.note(), line],
        [checkpointLine(ledger.note()), line],
        [written({ salt, text: `${text}x` })],
        [written({ salt: salt.slice(4), text })],
        [written({ salt: DIGEST, text })],
        [written({ salt: salt.replace('=', ''), text })],
        [written({ text, salt })],
        [written({ salt, text, more: 1 })],
        [written({ salt, text: 1 })],
        [written({ salt: null, text })],
        [written(null)],
        [line.replace('"text"', ' "text"')],
        ['{"enclosure":"\ud800"}'],
      ] as [string[], ...string[][]]),
    );
  };
  /** Invitations used twice, by others, after their time, or for something else. */
  const invitations = () => {
    const invited = () => pick(random, [INVITATION, INVITATION, INVITATION, 'Eve', 'Ann', 'again']);
    ledger.by('Sam', 'person.added', invitationData('Eve', pick(random, ['analyst', ...ROLES])));
    for (let left = below(4); left >= 0; left--) {
      const data = {
        person: idOf(pick(random, ['Eve', 'Eve', 'Eve', 'Ann', 'Nobody'])),
        publicKey: pick<unknown>(random, [
          keyOf('Eve').publicKeyText,
          keyOf('Eve').publicKeyText,
          keyOf(INVITATION).publicKeyText,
          keyOf(INVITATION).publicKeyText,
          'a key',
          null,
        ]),
      };
      const steps: (() => unknown)[] = [
        () => ledger.by('Eve', 'person.enrolled', data, invited()),
        () => ledger.by('Eve', 'person.enrolled', data, INVITATION),
        () => ledger.by('Ann', 'person.enrolled', data),
        () => ledger.byDevice('person.enrolled', data),
        () =>
          ledger.by('Eve', pick(random, ['case.claimed', 'duty.extended', 'audit.exported']), {}, invited()),
        () => ledger.by('Sam', 'person.role-changed', invitationData('Eve', pick(random, ROLES), invited())),
        () => ledger.by('Sam', 'person.disabled', { person: idOf('Eve') }),
      ];
      pick(random, steps as [() => unknown, ...(() => unknown)[]])();
    }
  };
  /** People at workstations to which they were not invited, or with the keys they have at others. */
  const elsewhere = () => {
    const [first, second, third] = [ledger.device, idOf('second seat'), idOf('third seat')] as const;
    ledger.withDevice(second).seated(second, 'Sam');
    if (random() < 0.5) ledger.withDevice(third);
    for (let left = 2 + below(7); left > 0; left--) {
      const device = pick(random, [second, second, third, first]);
      const who = pick(random, ['Ann', 'Ann', 'Ann', 'Tom', 'Eve']);
      const odd = pick<unknown>(random, [null, 1, '', {}, 'x', '__proto__', idOf('nobody')]);
      const key = () => pick(random, [seatKeyOf(who, second), seatKeyOf(who, second), who, 'Sam', who]);
      const invitation = () => pick(random, [seatInvitationOf(who, device), invitationOf(who), who]);
      const steps: (() => unknown)[] = [
        () => ledger.at(device).pulled(),
        () => ledger.at(device),
        () => ledger.by('Sam', 'person.invited', seatData(who, device)),
        () => ledger.by('Sam', 'person.invited', seatData(who, device)),
        () => ledger.by('Sam', 'person.invited', { ...seatData(who, device), device: undefined }),
        () =>
          ledger.by(pick(random, ['Ann', 'Sam']), 'person.invited', {
            ...seatData(who, device),
            device: odd,
          }),
        () => ledger.by('Sam', 'person.invited', { ...seatData(who, device), publicKey: odd }),
        () =>
          ledger.by('Sam', 'person.added', {
            ...invitationData('Eve', 'analyst'),
            device: pick(random, [device, odd]),
          }),
        () => ledger.at(device).pulled().enrolled(who, key(), seatInvitationOf(who, device)),
        () => ledger.at(device).pulled().enrolled(who, key(), seatInvitationOf(who, device)),
        () => ledger.enrolled(who, key(), invitation()),
        () => ledger.by(who, pick(random, ['case.claimed', 'duty.extended']), {}, key()),
        () => ledger.by(who, 'case.claimed', {}, key()),
        () =>
          ledger.by(
            'Sam',
            pick(random, ['person.disabled', 'person.role-changed']),
            personData(who, 'analyst'),
          ),
        () => ledger.by('Sam', 'person.role-changed', { ...invitationData(who, 'analyst'), device }),
        () =>
          ledger
            .at(third)
            .pulled()
            .withDevice(third, { replaces: device }, pick(random, ['Sam', 'Tom'])),
        fourEyes,
      ];
      pick(random, steps as [() => unknown, ...(() => unknown)[]])();
    }
    if (random() < 0.5) ledger.at(first).pulled();
  };
  /** Workstations that are not known, or removed, or say of the log what is not so. */
  const devices = () => {
    const [first, second] = [ledger.device, idOf('second seat')];
    const all = [first, second, idOf('third seat'), idOf('fourth seat')] as const;
    const odd = pick<unknown>(random, [null, 1, '', {}, [], 'x', idOf('nobody'), '__proto__']);
    const some = () => (random() < 0.5 ? [first, second] : all.filter(() => random() < 0.5));
    if (random() < 0.8) ledger.withDevice(second);
    for (let left = 2 + below(8); left > 0; left--) {
      const device = pick(random, all);
      const size = below(ledger.size + 1);
      const seen = pick<unknown>(random, [
        { size, root: ledger.rootAt(size) },
        { size: ledger.size, root: ledger.rootAt(size) },
        { size: ledger.size + 1, root: DIGEST },
        { size: 0, root: ledger.rootAt(0) },
        { size: ledger.size, root: DIGEST },
        { size: odd, root: DIGEST },
        { size, root: odd },
        { size, root: ledger.rootAt(size), more: 1 },
        odd,
      ]);
      const added = { ...deviceData(device), ...(random() < 0.3 ? { replaces: pick(random, all) } : {}) };
      const steps: (() => unknown)[] = [
        () => ledger.at(device),
        () => ledger.at(device).pulled(),
        () => ledger.at(device).pulled(size),
        () =>
          ledger
            .at(device)
            .pulled()
            .withDevice(device, random() < 0.3 ? { replaces: second } : {}),
        () => signed({ seen }),
        () => ledger.by(pick(random, ['Sam', 'Ann']), 'device.added', added),
        () => ledger.by('Sam', 'device.added', { ...added, replaces: odd }),
        () =>
          ledger.by('Sam', 'device.added', {
            ...added,
            [pick(random, ['device', 'publicKey', 'sealingKey'])]: odd,
          }),
        () => ledger.by(pick(random, ['Sam', 'Ann']), 'epoch.opened', epochData(1 + below(3), some())),
        () =>
          ledger.by('Sam', 'epoch.opened', {
            ...epochData(1, some()),
            [pick(random, ['epoch', 'seats'])]: odd,
          }),
        () => ledger.by('Sam', 'epoch.opened', { ...epochData(1, []), seats: [odd, { device: odd }] }),
        () => ledger.by(pick(random, ['Sam', 'Ann', 'Tom']), 'device.removed', { device }),
        () => ledger.by('Sam', 'device.removed', { device: odd }),
        () => ledger.byDevice(kind(), {}, pick(random, all)),
        () => ledger.by('Ann', 'case.claimed'),
        () => ledger.line('{"v":1}'),
        () =>
          ledger.byRecovery('vault.recovered', {
            ...personData(`Rob ${ledger.size}`, 'supervisor'),
            added: pick<unknown>(random, [added, odd]),
          }),
        fourEyes,
        policies,
        invitations,
      ];
      pick(random, steps as [() => unknown, ...(() => unknown)[]])();
    }
    if (random() < 0.5) ledger.at(first).pulled();
  };
  const joins = () => aJoin(ledger, { random, anchoring });
  const breaches: (() => unknown)[] = [
    joins,
    joins,
    joins,
    joins,
    devices,
    devices,
    devices,
    devices,
    elsewhere,
    elsewhere,
    elsewhere,
    elsewhere,
    invitations,
    invitations,
    invitations,
    smallOrder,
    fourEyes,
    fourEyes,
    sampling,
    sampling,
    sampling,
    policies,
    policies,
    oddWitnesses,
    oddWitnesses,
    oddFacts,
    () =>
      ledger.by(anyone(), kind(), personData(anyone(), pick(random, ROLES as readonly [Role, ...Role[]]))),
    () => ledger.by('Ann', kind(), {}, anyone()),
    () => ledger.byDevice(kind(), {}, pick(random, [ledger.device, 'Sam', 'Ann'])),
    () => ledger.byRecovery(kind(), personData('Eve', 'supervisor'), pick(random, ['recovery', 'Ann'])),
    () => ledger.by('Sam', 'person.disabled', { person: idOf('Ann') }).by('Ann', 'case.claimed'),
    () => ledger.byDevice('checkpoint.anchored', { ...anchoring(ledger), size: below(40) }),
    () =>
      ledger
        .sealed()
        .byDevice('checkpoint.anchored', { ...anchoring(ledger), witness: 'witness.example/w2' }),
    () => ledger.sealed().byDevice('checkpoint.anchored', { ...anchoring(ledger), publicKey: 'AAAA' }),
    () => ledger.sealed().sealed(),
    () => ledger.lines.push(checkpointLine(`${ledger.note()}— witness.example/w1 AAAA\n`)),
    () => ledger.lines.push(checkpointLine(ledger.note().replace('hashline', 'hushline'))),
    () => ledger.lines.push(checkpointLine('a note')),
    () => ledger.by('Ann', 'checkpoint.made').by('Ann', 'case.claimed'),
    () => signed({ seq: ledger.size + 1 }),
    () => signed({ seq: -1 }),
    () => signed({ v: 2 }),
    () => signed({ device: idOf('another device') }),
    () => signed({ id: idOf('x').toUpperCase() }),
    () =>
      signed({
        at: pick(random, ['2026-02-29T00:00:00Z', '2024-02-29T00:00:00.1Z', '2026-11-21T24:00:00Z']),
      }),
    () =>
      signed({
        at: pick(random, ['2026-11-21T10:00Z', '2026-11-21T10:00:00+00:00', '0000-01-01T00:00:00Z']),
      }),
    () =>
      signed({
        at: `2026-11-21T10:00:00.${'1'.repeat(pick(random, [1, 8, 9, 10, 19, 20, 40]))}${pick(random, ['Z', 'z', ''])}`,
      }),
    () =>
      ledger
        .sealed()
        .byDevice(
          'checkpoint.anchored',
          anchoring(
            ledger,
            ledger.size,
            pick(random, [0, 253_402_300_799, 253_402_300_800, 2 ** 53 - 1, 2 ** 53]),
          ),
        ),
    () => signed({ data: { deep: deep(60 + below(8)) } }),
    () => signed({ data: JSON.parse('{"__proto__":1}') }),
    () => signed({ data: JSON.parse('{"deeper":{"__proto__":1}}') }),
    () => signed({ data: [] }),
    () => signed({ prev: pick(random, [null, '', DIGEST, DIGEST.slice(1), DIGEST.replace('A=', 'B=')]) }),
    () => signed({ enclosed: pick(random, [null, '', DIGEST, DIGEST.slice(1), DIGEST.replace('A=', 'B=')]) }),
    oddEnclosure,
    oddEnclosure,
    () => signed({ more: 1 }),
    () => signed({ actor: { person: idOf('Ann'), device: ledger.device } }),
    () => signed({ kind: 'case.forgotten' }),
    () => ledger.line('{"v":1}'),
    () => ledger.line('{"checkpoint":1}'),
    () => ledger.line(`{"checkpoint": "a"}`),
    () =>
      ledger.line(
        pick(random, ['1e400', '"\\ud800"', '[NaN]', 'null', '{"a":1,"a":1}', '-0', '9'.repeat(500)]),
      ),
  ];
  breaches[below(breaches.length)]!();
}
