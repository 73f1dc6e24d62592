import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFolder } from '../../support/a-folder.ts';
import { PASSPHRASE } from '../../support/a-vault.ts';
import { programFile } from '../../support/programs.ts';

const folder = aFolder();
const at = (name: string) => join(folder.path, name);
const VAULT = ['--vault', at('vault'), '--passphrase-file', at('passphrase')];

function hashline(...args: string[]): { status: number | null; out: string; problem: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [programFile('hashline'), ...args], {
    encoding: 'utf8',
  });
  return { status, out: stdout, problem: stderr };
}
const answerOf = (...args: string[]) => JSON.parse(hashline(...args, '--json').out);

let witness: ChildProcess;
let witnessUrl = '';
let logKey = '';

beforeAll(async () => {
  writeFileSync(at('passphrase'), PASSPHRASE);
  hashline('init', '--name', 'Sam', ...VAULT);
  const checkpoint = answerOf('audit', 'checkpoint', ...VAULT);
  logKey = checkpoint.key;
  writeFileSync(at('note'), checkpoint.note);
  mkdirSync(at('witness'));
  writeFileSync(at('witness/logs.txt'), `# the one log of this test\n${logKey}\n`);
  witness = spawn(process.execPath, [programFile('hashline'), 'witness', '--dir', at('witness'), '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  witnessUrl = await new Promise((resolve) => {
    witness.stdout?.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()).url));
  });
}, 120_000);

afterAll(() => {
  witness.kill();
  folder[Symbol.dispose]();
});

describe('hashline audit', { timeout: 120_000 }, () => {
  test('verify --since holds with a checkpoint kept, and says what is no checkpoint', () => {
    expect([
      hashline('audit', 'verify', ...VAULT, '--since', at('note')).status,
      hashline('audit', 'verify', ...VAULT, '--since', at('passphrase')).status,
      hashline('audit', 'verify', ...VAULT, '--since', at('nowhere')).status,
    ]).toEqual([0, 2, 2]);
  });

  test('prove writes what check-proof accepts without a vault, under the right key alone', () => {
    const proof = at('entry.tlog-proof');
    const wrote = hashline('audit', 'prove', ...VAULT, '--seq', '1', '--out', proof);
    const check = (...args: string[]) => hashline('audit', 'check-proof', proof, ...args);
    const good = check('--key', logKey);
    const otherKey = check('--key', `${logKey.slice(0, -4)}AAA=`);
    writeFileSync(proof, readFileSync(proof, 'utf8').replace('index 1', 'index 2'));
    const changed = check('--key', logKey);
    const kept = readFileSync(proof, 'utf8').replace('index 2', 'index 1').replaceAll('\n', '\r\n');
    writeFileSync(proof, `\ufeff${kept}`, 'utf16le');
    const saved = check('--key', ` ${logKey}\n`);
    writeFileSync(proof, kept.replaceAll('\r\n', '\r\n> '));
    expect([
      wrote.status,
      good.status,
      otherKey.status,
      check().status,
      changed.status,
      saved.status,
      check('--key', logKey).status,
    ]).toEqual([0, 0, 2, 2, 5, 0, 2]);
    expect(good.out).toMatch(/^Entry 1 \(session\.unlocked, .*\) is in the ledger of \d+ entries/);
    expect(hashline('audit', 'prove', ...VAULT, '--seq', '9999').status).toBe(3);
  });

  test('select writes what check-proof accepts without a vault, as long as nothing of it is changed', () => {
    const file = at('selection.jsonl');
    const select = (name: string, ...args: string[]) =>
      hashline('audit', 'select', at(name), ...VAULT, ...args);
    const wrote = select('selection.jsonl', '--kind', 'sessions', 'vault.created', '--person', 'Sam');
    const check = (...args: string[]) => hashline('audit', 'check-proof', file, ...args);
    const good = check('--key', logKey);
    const answer = answerOf('audit', 'check-proof', file, '--key', logKey);
    const foreign = check('--key', `${logKey.slice(0, -4)}AAA=`);
    const selected = readFileSync(file, 'utf8');
    const savedAnew = [selected.replaceAll('\n', '\r\n'), `\ufeff${selected}`].map((text) => {
      writeFileSync(file, text);
      return check('--key', logKey);
    });
    writeFileSync(file, selected.replace('"host":"cli"', '"host":"cla"'));
    expect(
      savedAnew.map(({ status, problem }) => [status, /line ends|byte order mark/.test(problem)]),
    ).toEqual([
      [2, true],
      [2, true],
    ]);
    expect({
      wrote: wrote.out,
      good: good.status,
      answer,
      foreign: foreign.status,
      changed: check('--key', logKey).status,
      day: select('day.jsonl', '--from', '2026-01-01', '--to', '2026-01-31').status,
      wrong: [
        select('a', '--kind', 'nonsense').status,
        select('b', '--from', 'yesterday').status,
        select('c', '--person', 'Nobody').status,
        select('d', '--case', 'x').status,
      ],
    }).toEqual({
      wrote: `Wrote ${answer.entries} entries with their proofs to ${file}.\n`,
      good: 0,
      answer: expect.objectContaining({
        ok: true,
        asked: expect.objectContaining({ actor: expect.any(String) }),
        problems: [],
      }),
      foreign: 2,
      changed: 5,
      day: 0,
      wrong: [2, 2, 2, 2],
    });
  });

  test('verify of an exported file compares with checkpoints kept elsewhere', () => {
    hashline('audit', 'export', ...VAULT, at('ledger.jsonl'));
    writeFileSync(at('record.json'), JSON.stringify({ checkpoint: readFileSync(at('note'), 'utf8') }));
    writeFileSync(at('other'), readFileSync(at('note'), 'utf8').replace('hashline/', 'hushline/'));
    expect([
      hashline('audit', 'verify', at('ledger.jsonl'), '--anchor', at('note'), at('record.json')).status,
      hashline('audit', 'verify', at('ledger.jsonl'), '--since', at('other')).status,
    ]).toEqual([0, 5]);
  });

  test('anchor has a witness sign, anchors says so, and an old copy put back is named', () => {
    hashline('audit', 'anchors', ...VAULT);
    cpSync(at('vault'), at('copy'), { recursive: true });
    const anchored = hashline('audit', 'anchor', ...VAULT, '--witness', witnessUrl);
    const [anchor] = answerOf('audit', 'anchors', ...VAULT).anchors;
    rmSync(at('vault'), { recursive: true });
    cpSync(at('copy'), at('vault'), { recursive: true });
    const after = hashline('audit', 'anchor', ...VAULT, '--witness', witnessUrl);
    expect([anchored.status, anchor.by.split('+')[0], after.status]).toEqual([
      0,
      'localhost/hashline-witness',
      5,
    ]);
    expect(after.problem).toMatch(/it was taken back|written anew or forked/);
  });

  test('neither side leaves the loopback without TLS', () => {
    expect([
      hashline('audit', 'anchor', ...VAULT, '--witness', 'http://witness.example').status,
      hashline('witness', '--dir', at('elsewhere'), '--host', '0.0.0.0').status,
    ]).toEqual([2, 2]);
  });
});
