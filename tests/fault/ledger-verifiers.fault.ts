/** Random and damaged ledgers to all three verifiers: `node tests/fault/ledger-verifiers.fault.ts [logs] [seed]`. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareVerifiers, pythonProblem } from '../support/three-verifiers.ts';

const logs = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const startedMs = performance.now();
const { held, kinds, disagreements } = await compareVerifiers(
  join(tmpdir(), 'hashline-verifiers'),
  logs,
  seed,
);
console.log(`seed ${seed}: ${logs} ledgers, ${held} hold, ${disagreements.length} disagreements`);
console.log(`without Python: ${pythonProblem() ?? 'no, with it'}`);
console.log(`${((performance.now() - startedMs) / 1000).toFixed(0)} s; ${JSON.stringify(kinds)}`);
for (const disagreement of disagreements.slice(0, 20)) console.log(disagreement);
process.exitCode = disagreements.length === 0 && held > 0 && held < logs ? 0 : 1;
