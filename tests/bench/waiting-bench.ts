/** What verification costs where much waits for a second person: each verifier, at two sizes. */
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CHECKPOINT_EVERY } from '../../shared/ledger/checkpoint.ts';
import { exportLines, verifyExport } from '../../shared/ledger/export-file.ts';
import { nodeLedgerCrypto } from '../../src-main/engine/keys/signing-key.ts';
import { aFolder } from '../support/a-folder.ts';
import { aLedger } from '../support/a-ledger.ts';
import { drawnFacts } from '../support/four-eyes-facts.ts';
import { PYTHON, pythonProblem } from '../support/three-verifiers.ts';
import { type Figure, figure, timed } from './figures.ts';

const VERIFIERS = join(import.meta.dirname, '..', '..', 'verifier');
/** An export shows all that waits to the person who takes it. */
const EXPORT_EVERY = 50;

/** @param draws how many assessments wait, at the larger size; the smaller is a quarter of it */
export async function waitingBench(draws: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of [draws / 4, draws]) figures.push(...(await verifying(count)));
  return figures;
}

async function verifying(draws: number): Promise<Figure[]> {
  using folder = aFolder();
  const path = join(folder.path, 'ledger.jsonl');
  await writeWaiting(path, draws);
  const what = `verify, ${draws} draws not settled`;
  let holds = false;
  const ms = await timed(async () => {
    holds = (await verifyExport(exportLines(createReadStream(path)), nodeLedgerCrypto)).ok;
  });
  if (!holds) throw new Error('the ledger of the bench does not hold');
  const figures = [figure(what, ms / 1000, 's')];
  const outside: [string, string, string][] = [
    ['alone in Node', process.execPath, 'hashline-verify.mjs'],
    ...(pythonProblem() === null
      ? [['alone in Python', PYTHON, 'hashline_verify.py'] as [string, string, string]]
      : []),
  ];
  for (const [where, command, script] of outside) {
    const took = await timed(() =>
      execFileSync(command, [join(VERIFIERS, script), path], { stdio: 'ignore' }),
    );
    figures.push(figure(`${what}, ${where}`, took / 1000, 's'));
  }
  return figures;
}

async function writeWaiting(path: string, draws: number): Promise<void> {
  const ledger = aLedger().foundedBy('Sam').joined('Ann', 'analyst').joined('Uma', 'auditor');
  async function* text() {
    for (let each = 0; each < draws; each++) {
      ledger.by('Ann', 'case.assessed', drawnFacts(`draw ${each}`));
      if (ledger.size % CHECKPOINT_EVERY === 0) ledger.sealed();
      if (each % EXPORT_EVERY === 0) ledger.by('Uma', 'audit.exported').sealed();
      if (ledger.lines.length > 500) yield taken(ledger.lines);
    }
    ledger.exportedBy('Sam');
    yield taken(ledger.lines);
  }
  await pipeline(text, createWriteStream(path));
}

const taken = (lines: string[]): string =>
  lines
    .splice(0)
    .map((line) => `${line}\n`)
    .join('');
