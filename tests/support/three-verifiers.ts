import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import {
  exportLines,
  type TrustedWitnesses,
  type TrustReport,
  verifyExport,
} from '../../shared/ledger/export-file.ts';
import { WithoutEffect } from '../../shared/ledger/verify.ts';
import { WitnessReport } from '../../shared/ledger/witnessed.ts';
import { nodeLedgerCrypto } from '../../src-main/engine/keys/signing-key.ts';
import { type SeededRandom, seededRandom } from '../../tools/fake-data.ts';
import { exportBytes } from './a-ledger.ts';
import { witnessKeyOf } from './a-ledger-witness.ts';
import { aLawfulLedger, breakARule } from './a-random-ledger.ts';
import { LINE_CHANGES } from './line-changes.ts';

const VERIFIERS = join(import.meta.dirname, '..', '..', 'verifier');

/** The parts that all verifiers must agree about: the verdict, the place of each problem, and what each witness signed. */
export interface Verdict {
  ok: boolean;
  entries: number;
  checkpoints: number;
  root: string;
  places: (number | null)[];
  late: number;
  overtaken: number;
  withoutEffect: WithoutEffect[];
  witnesses: WitnessReport;
  trusted: TrustReport | null;
}

const toVerdict = (report: {
  ok: boolean;
  entries: number;
  checkpoints: number;
  root: string;
  problems: readonly { seq: number | null }[];
  late: number;
  overtaken: number;
  withoutEffect: WithoutEffect[];
  witnesses: WitnessReport;
  trusted: TrustReport | null;
}): Verdict => ({
  ok: report.ok,
  entries: report.entries,
  checkpoints: report.checkpoints,
  root: report.root,
  places: report.problems.map(({ seq }) => seq),
  late: report.late,
  overtaken: report.overtaken,
  withoutEffect: report.withoutEffect.map((one) => WithoutEffect.parse(one)),
  witnesses: WitnessReport.parse(report.witnesses),
  trusted: report.trusted,
});

/** A verifier in a process of its own that answers about one file after the other. */
export class OutsideVerifier implements Disposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  /** @param script a file of verifier/, or a path */
  constructor(command: string, script: string, ...options: string[]) {
    this.#process = spawn(command, [resolve(VERIFIERS, script), '--batch', ...options], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async verify(path: string): Promise<Verdict> {
    this.#process.stdin.write(`${path}\n`);
    const answer = await this.#answers.next();
    if (answer.done) throw new Error('the verifier ended');
    return toVerdict(JSON.parse(answer.value));
  }

  [Symbol.dispose](): void {
    this.#process.stdin.end();
  }
}

/**
 * The Python interpreter itself: `python3` may be a script that first looks for one, and takes longer for that than a
 * verifier for its work.
 */
const FOUND = spawnSync(
  'python3',
  ['-c', 'import sys; print(sys.executable); sys.exit(sys.version_info < (3, 11))'],
  { encoding: 'utf8' },
);
export const PYTHON = FOUND.stdout?.trim() || 'python3';

/** Why there is no Python to compare with, or null where there is one. */
export function pythonProblem(): string | null {
  if (FOUND.status === null) return 'there is no python3 here';
  return FOUND.status === 0 ? null : 'python3 is older than 3.11';
}

/** What each verifier there is says of an export, ours first. */
export async function everyVerdict(path: string): Promise<Verdict[]> {
  using node = new OutsideVerifier(process.execPath, 'hashline-verify.mjs');
  using python = pythonProblem() === null ? new OutsideVerifier(PYTHON, 'hashline_verify.py') : null;
  return Promise.all([
    verifyExport(exportLines([readFileSync(path)]), nodeLedgerCrypto).then(toVerdict),
    node.verify(path),
    ...(python ? [python.verify(path)] : []),
  ]);
}

/** A random export: lawful, lawful and then damaged, or with a rule broken by a person with keys. */
export function aRandomExport(random: SeededRandom, name: string): { kind: string; bytes: Uint8Array } {
  const ledger = aLawfulLedger(random, name);
  const chance = random();
  if (chance < 0.2) return { kind: 'lawful', bytes: exportBytes(ledger.exportedBy('Sam')) };
  if (chance < 0.6) {
    const changes = Object.entries(LINE_CHANGES);
    const [kind, change] = changes[Math.floor(random() * changes.length)]!;
    return { kind, bytes: change(ledger.exportedBy('Sam'), random) };
  }
  breakARule(ledger, random);
  if (random() < 0.7) ledger.by('Sam', 'session.unlocked');
  return { kind: 'a rule broken', bytes: exportBytes(ledger.exportedBy('Sam')) };
}

/** The witnesses that a reader trusts: one that ledgers name and one that most do not. */
const TRUSTED: TrustedWitnesses = { quorum: 1, keys: ['w1', 'w3'].map(witnessKeyOf) };

/** Rules that a verifier can forget: the text of the rule and the text in its place. */
const FORGOTTEN = [
  ['person.disabled) return', 'false) return'],
  ['.length > 1)', '.length > 9)'],
  ['if (named === undefined) return', 'if (false) return'],
] as const;
/** Lets the key that somebody has at one workstation sign at every other. */
export const SIGNS_ANYWHERE = [
  ['|| entry.device];', '|| entry.device] ?? Object.values(person.keys)[0];'],
] as const;
/** Makes every cosigner count, named or not. */
export const COUNTS_ANYBODY = [['log.named.includes(key) ?', 'true ?']] as const;

/** Writes a verifier for Node that forgets rules, so that a comparison shows it can find one. @returns its path */
export function laxVerifier(
  folder: string,
  forgotten: readonly (readonly [rule: string, instead: string])[] = FORGOTTEN,
): string {
  const path = join(folder, 'lax.mjs');
  const text = readFileSync(join(VERIFIERS, 'hashline-verify.mjs'), 'utf8');
  writeFileSync(
    path,
    forgotten.reduce((changed, [rule, instead]) => {
      if (!changed.includes(rule)) throw new Error(`the verifier does not say ${rule}`);
      return changed.replace(rule, instead);
    }, text),
  );
  return path;
}

export interface Comparison {
  logs: number;
  held: number;
  /** How many a quorum of the witnesses signed that they name, and of those a reader trusts. */
  anchored: number;
  trusted: number;
  /** How many hold and have entries without effect. */
  idle: number;
  kinds: Record<string, number>;
  disagreements: string[];
}

/**
 * Gives random exports to every verifier there is and lists those they do not agree about.
 * @param nodeScript the verifier for Node, or a copy with rules removed
 */
export async function compareVerifiers(
  folder: string,
  logs: number,
  seed: number,
  nodeScript = 'hashline-verify.mjs',
): Promise<Comparison> {
  mkdirSync(folder, { recursive: true });
  const random = seededRandom(seed);
  const options = TRUSTED.keys.flatMap((key) => ['--witness', key]).concat('--quorum', `${TRUSTED.quorum}`);
  using node = new OutsideVerifier(process.execPath, nodeScript, ...options);
  using python =
    pythonProblem() === null ? new OutsideVerifier(PYTHON, 'hashline_verify.py', ...options) : null;
  const comparison: Comparison = {
    ...{ logs, held: 0, kinds: {}, disagreements: [] },
    anchored: 0,
    trusted: 0,
    idle: 0,
  };
  for (let round = 0; round < logs; round++) {
    const { kind, bytes } = aRandomExport(random, `ledger ${round % 7}`);
    const path = join(folder, `${round}.jsonl`);
    writeFileSync(path, bytes);
    const [ours, ...others] = await Promise.all([
      verifyExport(exportLines([bytes]), nodeLedgerCrypto, undefined, [], TRUSTED).then(toVerdict),
      node.verify(path),
      ...(python ? [python.verify(path)] : []),
    ]);
    comparison.kinds[kind] = (comparison.kinds[kind] ?? 0) + 1;
    if (ours.ok) comparison.held += 1;
    if (ours.ok && ours.late + ours.overtaken > 0) comparison.idle += 1;
    if (ours.witnesses.anchored > 0) comparison.anchored += 1;
    if (ours.trusted !== null && ours.trusted.anchored > 0) comparison.trusted += 1;
    const same = others.every((other) => JSON.stringify(other) === JSON.stringify(ours));
    if (same) rmSync(path);
    else comparison.disagreements.push(`${kind}, ${path}: ${JSON.stringify([ours, ...others])}`);
  }
  return comparison;
}
