// `npm test`: everything a change must pass, on a fresh clone too. Ends with one machine-readable line. `npm test --
// <path> ...`: only the tests in those files or folders, with what they need.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findOrInstallChromium, findOrInstallHeadlessShell } from './chromium.mjs';
import { buildPage, pinnedNode, prepare, root } from './prepare.mjs';

/** Tests that Playwright runs; vitest runs all others. */
const IN_A_BROWSER = /^tests\/e2e\b/;
/** Tests of the built page, in a browser or in a package. */
const WITH_PAGE = /^tests\/(e2e|at-rest|electron|electron-standin|packaging)\b/;
/** Tests that use a Chromium without our page. */
const WITH_CHROMIUM = /^tests\/src-main\/host-electron\b/;

const asked = process.argv.slice(2).map(inProject);
const isAsked = (pattern) => asked.length === 0 || asked.some((path) => pattern.test(path));

prepare();
if (isAsked(WITH_PAGE)) buildPage();
const chromium = isAsked(WITH_PAGE) || isAsked(WITH_CHROMIUM) ? findOrInstallChromium() : null;
const headless = isAsked(IN_A_BROWSER) ? (findOrInstallHeadlessShell() ?? chromium) : chromium;
const reports = join(root, 'test-results');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const module = (...parts) => join(root, 'node_modules', ...parts);
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');
const ZONES = ['shared', 'src-main', 'src-main/host-electron', 'src-renderer', 'tests'];

/**
 * `budget`: the seconds a stage should take here, out of 10 minutes for everything; tests beyond it move to `npm run
 * fault`. Stages that only read the sources (`reads`: the program and its arguments) use one core each, and run beside
 * one another.
 */
const everything = [
  { name: 'lint', budget: 15, reads: [module('@biomejs', 'biome', 'bin', 'biome'), 'check', '.'] },
  ...ZONES.map((zone) => ({
    name: `types of ${zone}`,
    budget: 25,
    reads: [module('typescript', 'bin', 'tsc'), '-p', zone],
  })),
  { name: 'unused code', budget: 15, reads: [module('knip', 'bin', 'knip.js')] },
  {
    name: 'vitest',
    budget: 270,
    run: () =>
      node(
        module('vitest', 'vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${vitestReport}`,
        ...asked.filter((path) => !IN_A_BROWSER.test(path)),
      ),
    count: () => countVitest(vitestReport),
    failures: vitestFailures,
  },
  {
    name: 'playwright',
    budget: 230,
    run: () =>
      node(
        module('@playwright', 'test', 'cli.js'),
        'test',
        '--project=e2e',
        '--reporter=line,json',
        ...asked.filter((path) => IN_A_BROWSER.test(path)),
      ),
    count: () => countPlaywright(playwrightReport),
    failures: playwrightFailures,
    browser: headless,
    needs: headless,
  },
];
const isFor = {
  vitest: asked.some((path) => !IN_A_BROWSER.test(path)),
  playwright: asked.some((path) => IN_A_BROWSER.test(path)),
};
const stages = asked.length === 0 ? everything : everything.filter(({ name }) => isFor[name]);

/** What the tests write, and compiled programs: away at the end. */
const work = mkdtempSync(join(inMemory() ?? tmpdir(), 'hashline-tests-'));
// PostgreSQL refuses to run as root, and so is another user.
chmodSync(work, 0o711);
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

/**
 * The limit for what hangs outside of a test; each test has a limit of its own. In CI it is well below the job's limit,
 * so that the part that hung is named.
 */
const LIMIT_MINUTES = process.env.CI ? 30 : 60;
const deadlineMs = performance.timeOrigin + LIMIT_MINUTES * 60_000;

/** The browser that the present stage uses. */
let browser = chromium;
const totals = { passed: 0, failed: 0, skipped: 0 };
const rows = [];
const failures = [];
const reading = stages.filter(({ reads }) => reads !== undefined);
const lanes = Array.from({ length: availableParallelism() }, async () => {
  for (let stage = reading.shift(); stage !== undefined; stage = reading.shift()) await readSources(stage);
});
await Promise.all(lanes);
for (const stage of stages.filter(({ run }) => run !== undefined)) {
  const startedMs = Date.now();
  process.stdout.write(`\n== ${stage.name}\n`);
  browser = stage.browser ?? chromium;
  const status = stage.needs === null ? 1 : await stage.run();
  if (stage.needs === null) process.stdout.write('There is no Chromium and none could be installed.\n');
  // Read at once: Playwright empties the folder of the reports when it starts.
  note(stage, startedMs, status, stage.count?.(), stage.failures?.());
}

process.stdout.write('\n');
for (const { name, ok, seconds, budget, passed, failed, skipped } of rows) {
  const counts =
    passed + failed + skipped > 0 ? `${passed} passed, ${failed} failed, ${skipped} skipped` : '';
  process.stdout.write(
    `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(26)} ${String(seconds).padStart(4)} s of ${String(budget).padStart(3)}  ${counts}${seconds > budget ? '  OVER ITS TIME' : ''}\n`,
  );
}
// At the end once more, since what shows a log often shows its end alone.
for (const failure of failures) process.stdout.write(`\n${failure}\n`);
if (flaky() > 0) process.stdout.write(`${flaky()} browser tests passed only at the second try.\n`);
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exit(rows.every((row) => row.ok) ? 0 : 1);

/**
 * The path below the project of an argument, which is relative to where npm was started and may end with the line of a
 * test.
 */
function inProject(given) {
  const [, path, line = ''] = /^(.*?)(:\d+)?$/.exec(given);
  const full = resolve(process.env.INIT_CWD ?? process.cwd(), path);
  if (existsSync(full)) return relative(root, full).replaceAll('\\', '/') + line;
  process.stderr.write(`There is no ${path} to test.\n`);
  process.exit(2);
}

/** Runs a stage that prints nothing while others print, but all at its end. */
async function readSources({ reads, ...stage }) {
  const startedMs = Date.now();
  const parts = [];
  const status = await start(reads, 'pipe', (part) => parts.push(part));
  process.stdout.write(`\n== ${stage.name}\n${Buffer.concat(parts).toString('utf8')}`);
  note(stage, startedMs, status);
}

/** Counts what a stage found. One that ends badly without a failed test (a type error, a crash) is one failure. */
function note({ name, budget }, startedMs, status, found, failed = []) {
  const counted = found ?? { passed: 0, failed: 0, skipped: 0 };
  failures.push(...failed);
  if (status !== 0 && counted.failed === 0) counted.failed = 1;
  for (const key of Object.keys(totals)) totals[key] += counted[key];
  const seconds = Math.round((Date.now() - startedMs) / 1000);
  rows.push({ name, budget, ok: status === 0, seconds, ...counted });
}

function node(...args) {
  return start(args, 'inherit');
}

/** Runs a program to its end, or until the time for all of them is over; then it and its children are ended. */
async function start(args, stdio, hear) {
  const child = spawn(pinnedNode(), args, {
    cwd: root,
    stdio: ['inherit', stdio, stdio],
    // In a process group of its own; on Windows that would open a window.
    detached: process.platform !== 'win32',
    env: {
      ...process.env,
      PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
      PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport,
      TMPDIR: work,
      NODE_COMPILE_CACHE: join(work, 'compiled'),
      ...(browser ? { HASHLINE_CHROMIUM: browser } : {}),
    },
  });
  if (hear) for (const output of [child.stdout, child.stderr]) output.on('data', hear);
  const interrupted = () => {
    end(child);
    process.exit(130);
  };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  const timer = setTimeout(
    () => {
      process.stdout.write(
        `\nThis did not end within the ${LIMIT_MINUTES} minutes there are for everything, and is stopped.\n`,
      );
      end(child);
    },
    Math.max(0, deadlineMs - Date.now()),
  );
  const status = await new Promise((resolve) => {
    child.on('close', resolve);
    child.on('error', () => resolve(1));
  });
  clearTimeout(timer);
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  return status ?? 1;
}

/**
 * A file system in memory, where there is one with room: a vault commits durably some ten times in a test, and a busy disk
 * takes its time. Tests of what is on a disk when the power goes have a disk of their own.
 */
function inMemory() {
  const place = '/dev/shm';
  if (process.platform !== 'linux' || !existsSync(place)) return null;
  const { type, bavail, bsize } = statfsSync(place);
  const TMPFS = 0x01021994;
  return type === TMPFS && bavail * bsize > 4 * 1024 ** 3 ? place : null;
}

function end({ pid }) {
  if (pid === undefined) return;
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
  else process.kill(-pid, 'SIGKILL');
}

function countVitest(path) {
  const report = readJson(path);
  return {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

function countPlaywright(path) {
  const stats = readJson(path)?.stats;
  return {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  };
}

function vitestFailures() {
  return (readJson(vitestReport)?.testResults ?? []).flatMap(
    ({ name, status, message, assertionResults }) => {
      const failed = assertionResults.filter((test) => test.status === 'failed');
      if (failed.length === 0 && status === 'failed') return [failure(name, 'the file itself', [message])];
      return failed.map((test) => failure(name, test.fullName, test.failureMessages));
    },
  );
}

/** Of the browser tests that failed, and of those that passed only at the second try, with what the first one said. */
function playwrightFailures() {
  const report = readJson(playwrightReport);
  const inSuite = ({ file, specs = [], suites = [] }) => [
    ...specs
      .filter(({ ok, tests }) => !ok || tests.some(({ status }) => status === 'flaky'))
      .map(({ ok, title, tests }) =>
        failure(
          join(report.config.rootDir, file),
          title,
          tests.flatMap(({ results }) =>
            results.flatMap(({ errors }) => errors.map(({ message }) => message)),
          ),
          ok ? 'FLAKY' : 'FAILED',
        ),
      ),
    ...suites.flatMap(inSuite),
  ];
  return (report?.suites ?? []).flatMap(inSuite);
}

function failure(file, title, messages, word = 'FAILED') {
  const LINES = 12;
  const said = messages.filter(Boolean).flatMap((message) => stripVTControlCharacters(message).split('\n'));
  return [`${word} ${relative(root, resolve(root, file))}: ${title}`, ...said.slice(0, LINES)].join('\n    ');
}

function flaky() {
  return readJson(playwrightReport)?.stats?.flaky ?? 0;
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
