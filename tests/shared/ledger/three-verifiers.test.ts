import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DUTIES } from '../../../shared/domain/duty.ts';
import { CHECKPOINT_EVERY } from '../../../shared/ledger/checkpoint.ts';
import { exportLines, readHeader, verifyExport } from '../../../shared/ledger/export-file.ts';
import { EntryKind, KINDS } from '../../../shared/ledger/kinds/all-kinds.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { aFolder } from '../../support/a-folder.ts';
import {
  aLedger,
  exportBytes,
  idOf,
  invitationData,
  invitationOf,
  keyOf,
  type LedgerBuilder,
} from '../../support/a-ledger.ts';
import { witnessKeyOf } from '../../support/a-ledger-witness.ts';
import { anchoring } from '../../support/a-random-ledger.ts';
import { aWorkedLedger } from '../../support/a-worked-ledger.ts';
import { namingFacts, policyFacts } from '../../support/four-eyes-facts.ts';
import { savedInManyWays } from '../../support/saved-in-many-ways.ts';
import { thorough, thoroughly } from '../../support/thorough.ts';
import {
  COUNTS_ANYBODY,
  compareVerifiers,
  laxVerifier,
  OutsideVerifier,
  PYTHON,
  pythonProblem,
  SIGNS_ANYWHERE,
} from '../../support/three-verifiers.ts';

const SEED = Number(process.env.HASHLINE_SEED ?? Date.now() % 1_000_000);
const VERIFIERS = join(import.meta.dirname, '..', '..', '..', 'verifier');
const NODE = join(VERIFIERS, 'hashline-verify.mjs');
const PYTHON_SCRIPT = join(VERIFIERS, 'hashline_verify.py');
const noPython = pythonProblem();
if (noPython !== null) console.log(`without the Python verifier: ${noPython}`);

/** The verifiers as an outsider starts them. */
const COMMANDS: [string, string, string][] = [
  ['node', process.execPath, NODE],
  ...(noPython === null ? [['python', PYTHON, PYTHON_SCRIPT] as [string, string, string]] : []),
];

const run = (command: string, ...args: string[]) => {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return { status, report: JSON.parse(stdout || '{}') };
};

const LEDGERS = thorough(1000, 60);

describe(`the verifiers of an outsider (seed ${SEED})`, () => {
  test(`agree with ours about ${LEDGERS} random and damaged ledgers, and about where`, {
    timeout: 120_000,
  }, async () => {
    using folder = aFolder();
    const { held, anchored, trusted, disagreements } = await compareVerifiers(folder.path, LEDGERS, SEED);
    // Of sixty it happens once in some hundred runs that none holds.
    const some = (count: number) => LEDGERS < 500 || (count > 0 && count < LEDGERS);
    expect({
      disagreements,
      held: some(held),
      anchored: some(anchored),
      trusted: some(trusted),
    }).toEqual({ disagreements: [], held: true, anchored: true, trusted: true });
  });

  thoroughly(
    'the control: a verifier with a rule left out is found to disagree',
    {
      timeout: 120_000,
    },
    async () => {
      using folder = aFolder();
      const logs = join(folder.path, 'logs');
      const { disagreements } = await compareVerifiers(logs, LEDGERS, 4, laxVerifier(folder.path));
      expect(disagreements.length).toBeGreaterThan(0);
    },
  );

  thoroughly(
    'the control: a verifier that counts every signature is found to disagree',
    {
      timeout: 120_000,
    },
    async () => {
      using folder = aFolder();
      const lax = laxVerifier(folder.path, COUNTS_ANYBODY);
      const { disagreements } = await compareVerifiers(join(folder.path, 'logs'), 60, 5, lax);
      expect(disagreements.length).toBeGreaterThan(0);
    },
  );

  thoroughly(
    'the control: a verifier to which a key is good at every workstation is found to disagree',
    {
      timeout: 120_000,
    },
    async () => {
      using folder = aFolder();
      const lax = laxVerifier(folder.path, SIGNS_ANYWHERE);
      const { disagreements } = await compareVerifiers(join(folder.path, 'logs'), 200, 6, lax);
      expect(disagreements.length).toBeGreaterThan(0);
    },
  );

  test('say which line enrols again with a used invitation, and which its key signed', async () => {
    using folder = aFolder();
    const path = join(folder.path, 'ledger.jsonl');
    const facts = policyFacts('new');
    const invitation = invitationOf('Tom');
    /** Sam invites Tom as the second supervisor, and proposes what needs his word. */
    const invited = () =>
      aLedger().foundedBy('Sam').by('Sam', 'person.added', invitationData('Tom', 'supervisor'));
    const fair = () => invited().enrolled('Tom').by('Sam', 'policy.proposed', facts);
    const placesIn = async (ledger: LedgerBuilder) => {
      const bytes = exportBytes(ledger.exportedBy('Sam'));
      writeFileSync(path, bytes);
      const ours = await verifyExport(exportLines([bytes]), nodeLedgerCrypto);
      const others = COMMANDS.map(([, command, script]) => run(command, script, '--json', path).report);
      return [ours, ...others].map(({ problems }) => [
        ...new Set(problems.map(({ seq }: { seq: number }) => seq)),
      ]);
    };
    const all = (...places: number[]) => ['ours', ...COMMANDS].map(() => places);
    expect({
      fair: await placesIn(fair().by('Tom', 'policy.activated', facts)),
      enrolledAgain: await placesIn(
        fair().enrolled('Tom', 'Eve', invitation).by('Tom', 'policy.activated', facts, 'Eve'),
      ),
      signedAfter: await placesIn(fair().by('Tom', 'policy.activated', facts, invitation)),
      signedBefore: await placesIn(
        invited().by('Sam', 'policy.proposed', facts).by('Tom', 'policy.activated', facts, invitation),
      ),
      reset: await placesIn(
        fair()
          .by('Sam', 'person.role-changed', invitationData('Tom', 'supervisor', 'second'))
          .enrolled('Tom', 'Eve', invitation)
          .enrolled('Tom', 'Tom, again', 'second')
          .by('Tom', 'policy.activated', facts, 'Tom, again')
          .enrolled('Tom', 'Eve', 'second'),
      ),
    }).toEqual({
      fair: all(),
      enrolledAgain: all(4, 5),
      signedAfter: all(4),
      signedBefore: all(3),
      reset: all(5, 8),
    });
  });

  test('know the same kinds of entry and who may sign each', async () => {
    const rules: unknown = await import(NODE);
    expect(rules).toMatchObject({
      MAY_SIGN: Object.fromEntries(
        EntryKind.options.map((kind) => {
          const { duty } = KINDS[kind];
          return [kind, duty === null ? [] : DUTIES[duty]];
        }),
      ),
      DEVICE_MAY_SIGN: expect.toSatisfy(
        (kinds: string[]) =>
          kinds.toSorted().join() ===
          EntryKind.options
            .filter((kind) => KINDS[kind].signer === 'device')
            .toSorted()
            .join(),
      ),
    });
  });

  test('know the same kinds that a workstation signs only in contact with the others', async () => {
    const { FIRM } = (await import(NODE)) as { FIRM: string[] };
    const [, inPython = ''] = /^FIRM = \{([^}]*)\}/m.exec(readFileSync(PYTHON_SCRIPT, 'utf8')) ?? [];
    const firm = EntryKind.options.filter((kind) => KINDS[kind].class === 'firm');
    expect([FIRM, [...inPython.matchAll(/"([^"]+)"/g)].map(([, kind]) => kind)]).toEqual([firm, firm]);
  });

  test.skipIf(noPython !== null)('come to the same verdict with the Ed25519 that is written out', () => {
    using folder = aFolder();
    const path = join(folder.path, 'ledger.jsonl');
    const lines = aWorkedLedger(60);
    const changed = lines.with(
      20,
      lines[20]!.replace(/"sig":"(.)/, (_, first) => `"sig":"${first === 'A' ? 'B' : 'A'}`),
    );
    const plain = `import sys; sys.modules['cryptography'] = None; sys.argv = ['v', '--json', ${JSON.stringify(path)}]; import runpy; runpy.run_path(${JSON.stringify(PYTHON_SCRIPT)}, run_name='__main__')`;
    const verdicts = [lines, changed].map((each) => {
      writeFileSync(path, exportBytes(each));
      const slow = run(PYTHON, '-c', plain);
      const fast = run(process.execPath, NODE, '--json', path);
      expect(slow.report.problems).toEqual(fast.report.problems);
      return [slow.status, fast.status];
    });
    expect(verdicts).toEqual([
      [0, 0],
      [5, 5],
    ]);
  });
});

/** Longer than what the verifiers read once: they check its signatures while they read on. */
const aLongExport = (): string[] => {
  const ledger = aLedger().foundedBy('Sam').joined('Ann', 'analyst');
  while (ledger.lines.join('\n').length < 1_100_000)
    for (let more = 0; more < 500; more++) {
      ledger.by('Ann', 'case.claimed', { case: idOf(`case ${ledger.size}`), note: 'x'.repeat(400) });
      if (ledger.size % CHECKPOINT_EVERY === 0) ledger.sealed();
    }
  return ledger.exportedBy('Sam');
};

describe.each(COMMANDS)('the %s verifier', (_name, command, script) => {
  test('finds in a long export the one signature that does not fit, whoever checks it', () => {
    using folder = aFolder();
    const path = join(folder.path, 'ledger.jsonl');
    const lines = aLongExport();
    const damaged = (at: number) =>
      lines.with(
        at,
        lines[at]!.replace(/"sig":"(.)/, (_, first) => `"sig":"${first === 'A' ? 'B' : 'A'}`),
      );
    const told = [lines, damaged(5), damaged(900), damaged(lines.length - 2)].map((each) => {
      writeFileSync(path, exportBytes(each));
      const { status, report } = run(command, script, '--json', path);
      return [status, report.problems?.[0]?.what];
    });
    expect(told).toEqual([[0, undefined], ...Array(3).fill([5, "the person's signature does not fit"])]);
  });

  const ledger = (): LedgerBuilder => aLedger().foundedBy('Sam').by('Sam', 'session.unlocked');

  test('goes on from where it ended, in a longer export, and reads nothing before', () => {
    using folder = aFolder();
    const [early, late, state] = ['early', 'late', 'state'].map((name) => join(folder.path, name)) as [
      string,
      string,
      string,
    ];
    const growing = ledger();
    writeFileSync(early, exportBytes(growing.exportedBy('Sam')));
    const first = run(command, script, '--json', '--save', state, early);
    const longer = growing.by('Sam', 'duty.extended').exportedBy('Sam');
    // What was verified before is not read again: this is what resuming means, and why the state must be one's own.
    const beginning = longer[1]!.replace(/"sig":"./, '"sig":"-');
    writeFileSync(late, exportBytes(longer.with(1, beginning)));
    const resumed = run(command, script, '--json', '--resume', state, late);
    const whole = run(command, script, '--json', late);
    writeFileSync(late, exportBytes(longer.with(5, longer[5]!.replace('duty.extended', 'session.locked'))));
    const damaged = run(command, script, '--json', '--resume', state, late);
    expect(
      [first, resumed, whole, damaged].map(({ status, report }) => [
        status,
        report.entries,
        report.problems[0]?.seq,
      ]),
    ).toEqual([
      [0, 3, undefined],
      [0, 5, undefined],
      [5, 5, 0],
      [5, 5, 3],
    ]);
  });

  test('compares with what was kept elsewhere: a note, the record of a referral, a key', () => {
    using folder = aFolder();
    const at = (name: string, text: string | Uint8Array) => {
      writeFileSync(join(folder.path, name), text);
      return join(folder.path, name);
    };
    const growing = ledger().sealed();
    const note = at('note', growing.note());
    const record = at(
      'record.json',
      JSON.stringify({ body: JSON.stringify({ checkpoint: growing.note() }) }),
    );
    const file = at(
      'file',
      exportBytes(growing.byDevice('checkpoint.anchored', anchoring(growing)).exportedBy('Sam')),
    );
    const other = at(
      'other',
      exportBytes(aLedger().foundedBy('Sam').by('Sam', 'duty.extended').exportedBy('Sam')),
    );
    const key = readHeader(growing.lines[0]!)!.publicKey;
    const verdict = (...args: string[]) => run(command, script, '--json', ...args);
    expect([
      verdict(file, '--anchor', note, '--anchor', record, '--key', key).status,
      verdict(other).status,
      verdict(other, '--anchor', note).report.problems,
      verdict(other, '--anchor', record).report.problems[0].seq,
      verdict(file, '--key', keyOf('Eve').publicKeyText).report.problems[0].seq,
      verdict(file).report.witnesses.cosigned.map(({ key: by }: { key: string }) => by),
    ]).toEqual([
      0,
      0,
      [{ seq: 1, what: 'entries 0 to 1 are not the ones a checkpoint kept elsewhere was made over' }],
      1,
      null,
      [witnessKeyOf('w1')],
    ]);
  });

  test('says whom the ledger names and who signed, and believes the keys of its reader', () => {
    using folder = aFolder();
    const [path, state] = [join(folder.path, 'file'), join(folder.path, 'state')];
    const facts = namingFacts('p', { quorum: 2, keys: ['w1', 'w2'].map(witnessKeyOf) });
    const growing = ledger()
      .by('Sam', 'policy.proposed', facts)
      .by('Sam', 'policy.activated', facts)
      .sealed();
    const signed = ['w1', 'w2', 'w3'].map((who) => anchoring(growing, growing.size, 1_795_000_000, who));
    for (const anchor of signed.slice(1)) growing.byDevice('checkpoint.anchored', anchor);
    writeFileSync(path, exportBytes(growing.exportedBy('Sam')));
    run(command, script, '--json', '--save', state, path);
    const half = spawnSync(command, [script, path], { encoding: 'utf8' }).stdout;
    growing.byDevice('checkpoint.anchored', signed[0]!);
    writeFileSync(path, exportBytes(growing.exportedBy('Sam')));
    const whole = spawnSync(command, [script, path], { encoding: 'utf8' }).stdout;
    const trusting = (names: string[], ...more: string[]) => {
      const keys = names.flatMap((name) => ['--witness', witnessKeyOf(name)]);
      const { status, report } = run(command, script, '--json', '--resume', state, path, ...keys, ...more);
      return [status, report.trusted?.anchored, report.witnesses?.anchored];
    };
    expect(half.split('\n').filter((line) => /[Ww]itness|signed/.test(line))).toEqual([
      'Witnesses the ledger names: 2, of whom 2 must sign.',
      'No quorum of witnesses it named signed it.',
      "Whom it names is the hotline's own word: give the keys you trust with --witness.",
      expect.stringMatching(/^ {2}signed up to entry 3 at 2026-11-18T.*, named by the ledger: .*\/w2\+/),
      expect.stringMatching(/^ {2}signed up to .*, by nobody this hotline named: not counted: .*\/w3\+/),
    ]);
    expect(whole).toContain('A quorum of witnesses it named signed it up to entry 3.');
    expect([
      trusting(['w3']),
      trusting(['w3', 'w1']),
      trusting(['w3', 'w9']),
      trusting(['w3', 'w9'], '--quorum', '1'),
      trusting([], '--quorum', '1'),
      trusting(['w3', 'w3']),
      trusting(['w3'], '--quorum', '2'),
      trusting(['w3'], '--witness', 'a log+00000000+AQ=='),
    ]).toEqual([
      [0, 4, 4],
      [0, 4, 4],
      [5, 0, 4],
      [0, 4, 4],
      ...Array.from({ length: 4 }, () => [2, undefined, undefined]),
    ]);
  });

  test('reads a note however it was saved, and tells a changed one from a forged one', () => {
    using folder = aFolder();
    const at = (name: string, text: string | Uint8Array) => {
      writeFileSync(join(folder.path, name), text);
      return join(folder.path, name);
    };
    const growing = ledger().sealed();
    const note = growing.note();
    const file = at('file', exportBytes(growing.exportedBy('Sam')));
    const anchors = savedInManyWays(note).flatMap((bytes, index) => ['--anchor', at(`note-${index}`, bytes)]);
    const changed = at('changed', note.replaceAll('\n', '\n> '));
    const wanted = [anchors, ['--anchor', changed], ['--anchor', at('words', 'no note at all\n')]];
    expect(wanted.map((kept) => spawnSync(command, [script, '--json', file, ...kept]).status)).toEqual([
      0, 2, 2,
    ]);
  });

  test('says what is wrong with the command, and with a file that is none', () => {
    using folder = aFolder();
    const empty = join(folder.path, 'empty');
    writeFileSync(empty, '');
    expect([
      run(command, script, '--json', empty),
      spawnSync(command, [script]).status,
      spawnSync(command, [script, '--whatever', empty]).status,
    ]).toMatchObject([{ status: 5, report: { problems: [{ seq: null, what: 'the file is empty' }] } }, 2, 2]);
  });
});

test('OutsideVerifier answers in the order it was asked', async () => {
  using folder = aFolder();
  const paths = [40, 50].map((entries) => {
    const path = join(folder.path, `${entries}`);
    writeFileSync(path, exportBytes(aWorkedLedger(entries)));
    return path;
  });
  using node = new OutsideVerifier(process.execPath, 'hashline-verify.mjs');
  expect((await Promise.all(paths.map((path) => node.verify(path)))).map(({ entries }) => entries)).toEqual([
    40, 50,
  ]);
});
