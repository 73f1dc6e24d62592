/**
 * The ledger's figures: `node tests/bench/ledger.bench.ts [entries to verify] [entries to append]`.
 * Verification against what the same machine can hash and verify at all; appending at three sizes; an export and what
 * verifying it alone takes. Memory is the peak of a process of its own.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CHECKPOINT_EVERY } from '../../shared/ledger/checkpoint.ts';
import { exportLines, verifyExport } from '../../shared/ledger/export-file.ts';
import { AuditStore } from '../../src-main/engine/audit/audit.store.ts';
import { Ledger } from '../../src-main/engine/audit/ledger.ts';
import { LogTree } from '../../src-main/engine/audit/log-tree.ts';
import { migrate } from '../../src-main/engine/migration.ts';
import { migrations } from '../../src-main/engine/migrations.ts';
import { Database } from '../../src-main/engine/vault/database.ts';
import { nodeLedgerCrypto, signingKeyFrom } from '../../src-main/engine/vault/signing-key.ts';
import { systemClock } from '../../src-main/ports/clock.ts';
import { aLedger, idOf, keyOf, personData } from '../support/a-ledger.ts';
import { pythonProblem } from '../support/three-verifiers.ts';

const toVerify = Number(process.argv[2] ?? 200_000);
const toAppend = Number(process.argv[3] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'hashline-bench-'));
const verifiers = join(import.meta.dirname, '..', '..', 'verifier');
const say = (words: string) => console.log(words);
const round = (value: number, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits });

/** An export as a hotline's would be, written as it is made. */
async function writeExport(path: string): Promise<{ bytes: number; meanLine: number }> {
  const ledger = aLedger().foundedBy('Sam').by('Sam', 'person.added', personData('Ann', 'analyst'));
  async function* text() {
    while (ledger.size < toVerify - 1) {
      const subject = idOf(`case ${ledger.size}`);
      ledger.by('Ann', ledger.size % 2 === 0 ? 'case.claimed' : 'case.assessed', {
        case: subject,
        judgement: { legality: 'illegal', hosting: { country: 'BE', source: 'analyst' }, reasons: [] },
        route: { category: '1', zone: 'own', outcome: 'refer', destinations: ['police'], deadlineHours: 24 },
      });
      if (ledger.size % CHECKPOINT_EVERY === 0) ledger.sealed();
      if (ledger.lines.length > 500) yield take(ledger.lines);
    }
    ledger.exportedBy('Sam');
    yield take(ledger.lines);
  }
  await pipeline(text, createWriteStream(path));
  const bytes = statSync(path).size;
  return { bytes, meanLine: bytes / toVerify };
}

const take = (lines: string[]): string =>
  lines
    .splice(0)
    .map((line) => `${line}\n`)
    .join('');

/** Bytes per second of SHA-256 by `openssl speed`, at blocks about as long as an entry. */
function opensslSha256(): number | null {
  try {
    const told = execFileSync('openssl', ['speed', '-seconds', '1', '-bytes', '512', 'sha256'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(/^sha256\s+([\d.]+)k/m.exec(told)?.[1] ?? Number.NaN) * 1000;
  } catch {
    return null;
  }
}

function ed25519Rate(): number {
  const { publicKey, sign } = keyOf('bench');
  const message = new Uint8Array(400);
  const signature = sign(message);
  const startedMs = performance.now();
  let count = 0;
  while (performance.now() - startedMs < 1000) {
    for (let each = 0; each < 100; each++) nodeLedgerCrypto.verifyEd25519(publicKey, message, signature);
    count += 100;
  }
  return count / ((performance.now() - startedMs) / 1000);
}

/** Runs a verifier in a process of its own. */
function alone(command: string, args: string[]): { seconds: number; peakMiB: number; ok: boolean } {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  const peakKiB = Number(/peak (\d+)/.exec(stderr)?.[1] ?? 0);
  return { seconds: (performance.now() - startedMs) / 1000, peakMiB: peakKiB / 1024, ok: status === 0 };
}

function sayAlone(name: string, { seconds, peakMiB, ok }: ReturnType<typeof alone>): void {
  const rate = toVerify / seconds;
  say(
    `${name}: ${ok ? 'holds' : 'DOES NOT HOLD'}, ${seconds.toFixed(1)} s, ${round(rate)} entries/s, peak ${round(peakMiB)} MiB; 1 M: ${round(1e6 / rate)} s, 10 M: ${round(1e7 / rate / 60)} min`,
  );
}

const path = join(folder, 'ledger.jsonl');
const { bytes, meanLine } = await writeExport(path);
say(
  `an export of ${round(toVerify)} entries: ${round(bytes / 2 ** 20)} MiB, ${round(meanLine)} bytes an entry`,
);
const sha = opensslSha256();
const ed = ed25519Rate();
say(
  `this machine: SHA-256 ${sha === null ? 'unknown (no openssl)' : `${round(sha / 1e6)} MB/s`}, Ed25519 ${round(ed)} verifications/s`,
);

const startedMs = performance.now();
const verdict = await verifyExport(exportLines(createReadStream(path)), nodeLedgerCrypto);
const seconds = (performance.now() - startedMs) / 1000;
const rate = toVerify / seconds;
say(
  `shared/ledger: ${verdict.ok ? 'holds' : 'DOES NOT HOLD'}, ${seconds.toFixed(1)} s, ${round(rate)} entries/s`,
);
if (sha !== null)
  say(`  (a) of the bytes openssl could hash: ${((bytes / seconds / sha) * 100).toFixed(2)} %`);
say(`  (b) of the Ed25519 rate of node:crypto: ${((rate / ed) * 100).toFixed(0)} %`);

const peakOfNode =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS))';
sayAlone(
  'hashline-verify.mjs',
  alone(process.execPath, ['--import', peakOfNode, join(verifiers, 'hashline-verify.mjs'), '--json', path]),
);
if (pythonProblem() === null) {
  const script = join(verifiers, 'hashline_verify.py');
  const wrapped = `import atexit, resource, runpy, sys; sys.argv = [${JSON.stringify(script)}, '--json', ${JSON.stringify(path)}]; atexit.register(lambda: print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)); runpy.run_path(sys.argv[0], run_name='__main__')`;
  sayAlone('hashline_verify.py', alone('python3', ['-c', wrapped]));
}

/** Appends to a real database and says what one entry costs at each size. */
function benchAppending(): void {
  const db = Database.open(join(folder, 'ledger.db'), new Uint8Array(32).fill(1));
  migrate(db, migrations);
  const device = idOf('device');
  const store = new AuditStore(db, device);
  const signer = { id: idOf('Ann'), key: signingKeyFrom(new Uint8Array(32).fill(2)) };
  let next = 0;
  const ledger = new Ledger(
    store,
    { person: signer, device: { id: device, key: signer.key } },
    systemClock,
    () => idOf(String(next++)),
  );
  const append = (count: number): number => {
    const begunMs = performance.now();
    db.transaction(() => {
      for (let each = 0; each < count; each++) ledger.byPerson('case.claimed', { case: device });
    });
    return ((performance.now() - begunMs) / count) * 1000;
  };
  for (const size of [1000, 100_000, 1_000_000].filter((each) => each <= toAppend)) {
    while (store.frontier().size < size) append(Math.min(1000, size - store.frontier().size));
    const costs = Array.from({ length: 5 }, () => append(256)).sort((a, b) => a - b);
    const tree = new LogTree(store);
    const present = store.frontier().size;
    const proofStartedMs = performance.now();
    for (let each = 0; each < 20; each++) tree.inclusion(Math.floor((present / 20) * each), present);
    const proofMs = (performance.now() - proofStartedMs) / 20;
    say(
      `at ${round(size)} entries: appending one costs ${round(costs[2] ?? 0)} µs, proving one ${proofMs.toFixed(1)} ms`,
    );
  }
  db.close();
}

benchAppending();
rmSync(folder, { recursive: true });
