/** What the ledger costs: verifying against what the machine can hash and verify at all, appending, proving, exporting. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CHECKPOINT_EVERY } from '../../shared/ledger/checkpoint.ts';
import { verifyExportFile } from '../../src-main/engine/audit/verify-export-file.ts';
import { nodeLedgerCrypto, signingKeyFrom } from '../../src-main/engine/keys/signing-key.ts';
import { AuditStore } from '../../src-main/engine/ledger/audit.store.ts';
import { Ledger } from '../../src-main/engine/ledger/ledger.ts';
import { LogTree } from '../../src-main/engine/ledger/log-tree.ts';
import { Database } from '../../src-main/engine/storage/database.ts';
import { migrate } from '../../src-main/engine/storage/migration.ts';
import { migrations } from '../../src-main/engine/whole/migrations.ts';
import { systemClock } from '../../src-main/ports/clock.ts';
import { systemEntropy } from '../../src-main/ports/entropy.ts';
import { aFolder } from '../support/a-folder.ts';
import { aLedger, idOf, keyOf } from '../support/a-ledger.ts';
import { pythonProblem } from '../support/three-verifiers.ts';
import { type Figure, figure, median, timed } from './figures.ts';

const VERIFIERS = join(import.meta.dirname, '..', '..', 'verifier');
const SIZES = [1000, 100_000, 1_000_000];

/** @param entries to export and verify, and up to where appending is measured */
export async function ledgerBench(entries: number): Promise<Figure[]> {
  using folder = aFolder();
  const path = join(folder.path, 'ledger.jsonl');
  const bytes = await writeExport(path, entries);
  return [
    ...(await verifyingBench(path, entries, bytes)),
    ...standaloneBench(path, entries),
    ...appendingBench(join(folder.path, 'ledger.db'), entries),
  ];
}

async function verifyingBench(path: string, entries: number, bytes: number): Promise<Figure[]> {
  let holds = false;
  const ms = await timed(async () => {
    holds = (await verifyExportFile(() => createReadStream(path))).ok;
  });
  if (!holds) throw new Error('the ledger of the bench does not hold');
  const rate = (entries / ms) * 1000;
  const sha = opensslSha256();
  return [
    figure(
      `verify, ${size(entries)} entries`,
      rate,
      'entries/s',
      'Ed25519 verifications/s of node:crypto',
      ed25519Rate(),
    ),
    figure(
      `verify, ${size(entries)} entries, in bytes`,
      (bytes / ms) * 1000,
      'bytes/s',
      sha === null ? null : 'openssl speed sha256',
      sha,
    ),
  ];
}

/** Each verifier of an outsider in a process of its own. */
function standaloneBench(path: string, entries: number): Figure[] {
  const peakOfNode =
    'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS))';
  const script = join(VERIFIERS, 'hashline_verify.py');
  const wrapped = `import atexit, resource, runpy, sys; sys.argv = [${JSON.stringify(script)}, '--json', ${JSON.stringify(path)}]; atexit.register(lambda: print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)); runpy.run_path(sys.argv[0], run_name='__main__')`;
  return [
    ...alone('hashline-verify.mjs', entries, process.execPath, [
      '--import',
      peakOfNode,
      join(VERIFIERS, 'hashline-verify.mjs'),
      '--json',
      path,
    ]),
    ...(pythonProblem() === null ? alone('hashline_verify.py', entries, 'python3', ['-c', wrapped]) : []),
  ];
}

function alone(name: string, entries: number, command: string, args: string[]): Figure[] {
  const before = performance.now();
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const seconds = (performance.now() - before) / 1000;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.slice(0, 500)}`);
  const peakKiB = Number(/peak (\d+)/.exec(stderr)?.[1] ?? Number.NaN);
  return [
    figure(`${name}, ${size(entries)} entries`, seconds, 's'),
    figure(`${name}, peak memory`, peakKiB / 1024, 'MiB'),
  ];
}

/** What appending and proving one entry costs at each size; the cost at the first size is the yardstick. */
function appendingBench(path: string, entries: number): Figure[] {
  const db = Database.create(path, new Uint8Array(32).fill(1));
  migrate(db, migrations);
  const device = idOf('device');
  const store = new AuditStore(db);
  const signer = { id: idOf('Ann'), key: signingKeyFrom(new Uint8Array(32).fill(2)) };
  let next = 0;
  const own = { id: device, key: signer.key };
  const keys = { person: signer, device: own, log: own };
  const ledger = new Ledger(store, {
    keys,
    clock: systemClock,
    newId: () => idOf(String(next++)),
    entropy: systemEntropy,
    acts: { apply: () => [] },
  });
  const append = (count: number): number => {
    const before = performance.now();
    db.transaction(() => {
      for (let each = 0; each < count; each++) ledger.byPerson('case.claimed', { case: device });
    });
    return ((performance.now() - before) / count) * 1000;
  };
  const figures: Figure[] = [];
  let first: number | null = null;
  for (const wanted of SIZES.filter((each) => each <= entries)) {
    while (store.frontier().size < wanted) append(Math.min(1000, wanted - store.frontier().size));
    const cost = median(Array.from({ length: 9 }, () => append(CHECKPOINT_EVERY)));
    figures.push(
      figure(`append at ${size(wanted)} entries`, cost, 'us', first === null ? null : 'at 1,000', first),
    );
    first ??= cost;
    const tree = new LogTree(store);
    const present = store.frontier().size;
    const before = performance.now();
    for (let each = 0; each < 20; each++) tree.inclusion(Math.floor((present / 20) * each), present);
    figures.push(figure(`prove one of ${size(wanted)}`, (performance.now() - before) / 20, 'ms'));
  }
  db.close();
  return figures;
}

/** An export as a hotline's would be, written as it is made. */
async function writeExport(path: string, entries: number): Promise<number> {
  const ledger = aLedger().foundedBy('Sam').joined('Ann', 'analyst');
  async function* text() {
    while (ledger.size < entries - 1) {
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
  return statSync(path).size;
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

const size = (entries: number): string => entries.toLocaleString('en');
