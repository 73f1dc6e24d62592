import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFolder } from '../../support/a-folder.ts';
import { aLedger, exportBytes } from '../../support/a-ledger.ts';
import { witnessKeyOf } from '../../support/a-ledger-witness.ts';
import { anchoring } from '../../support/a-random-ledger.ts';
import { runHere } from '../../support/a-shell.ts';
import { anEngine, PASSPHRASE } from '../../support/a-vault.ts';
import { namingFacts } from '../../support/four-eyes-facts.ts';
import { naming } from '../../support/naming-witnesses.ts';
import { programFile } from '../../support/programs.ts';

const folder = aFolder();
const at = (name: string) => join(folder.path, name);
const VAULT = ['--vault', at('vault'), '--passphrase-file', at('passphrase')];

async function hashline(...args: string[]): Promise<{ status: number | null; out: string; problem: string }> {
  const { exit, stdout, stderr } = await runHere(args);
  return { status: exit, out: stdout, problem: stderr };
}
const answerOf = async (...args: string[]) => JSON.parse((await hashline(...args, '--json')).out);

let witness: ChildProcess;
let witnessUrl = '';
let witnessKey = '';
let logKey = '';

/** As Sam, the one supervisor there is. */
async function nameWitnesses(keys: readonly string[], quorum: number): Promise<void> {
  const running = anEngine(at('vault'));
  await running.client.vault.unlock({ name: 'Sam', passphrase: PASSPHRASE });
  await naming(running, keys, quorum);
  running.engine.close();
}

beforeAll(async () => {
  writeFileSync(at('passphrase'), PASSPHRASE);
  await hashline('init', '--name', 'Sam', ...VAULT);
  const checkpoint = await answerOf('audit', 'checkpoint', ...VAULT);
  logKey = checkpoint.key;
  writeFileSync(at('note'), checkpoint.note);
  mkdirSync(at('witness'));
  writeFileSync(at('witness/logs.txt'), `# the one log of this test\n${logKey}\n`);
  witness = spawn(process.execPath, [programFile('hashline'), 'witness', '--dir', at('witness'), '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  ({ url: witnessUrl, verifierKey: witnessKey } = await new Promise<{ url: string; verifierKey: string }>(
    (resolve) => {
      witness.stdout?.once('data', (line: Buffer) => resolve(JSON.parse(line.toString())));
    },
  ));
}, 120_000);

afterAll(() => {
  witness.kill();
  folder[Symbol.dispose]();
});

describe('hashline audit', { timeout: 120_000 }, () => {
  test('verify --since holds with a checkpoint kept, and says what is no checkpoint', async () => {
    const verified = await hashline('audit', 'verify', ...VAULT, '--since', at('note'));
    // Keys of witnesses can be given for a file alone.
    expect(verified.out).toMatch(
      /\nThe ledger names no witness at its end\.\nNo quorum of witnesses it named signed it\.\n$/,
    );
    expect([
      verified.status,
      (await hashline('audit', 'verify', ...VAULT, '--since', at('passphrase'))).status,
      (await hashline('audit', 'verify', ...VAULT, '--since', at('nowhere'))).status,
    ]).toEqual([0, 2, 2]);
  });

  test('prove writes what check-proof accepts without a vault, under the right key alone', async () => {
    const proof = at('entry.tlog-proof');
    const wrote = await hashline('audit', 'prove', ...VAULT, '--seq', '1', '--out', proof);
    const check = (...args: string[]) => hashline('audit', 'check-proof', proof, ...args);
    const good = await check('--key', logKey);
    const otherKey = await check('--key', `${logKey.slice(0, -4)}AAA=`);
    writeFileSync(proof, readFileSync(proof, 'utf8').replace('index 1', 'index 2'));
    const changed = await check('--key', logKey);
    const kept = readFileSync(proof, 'utf8').replace('index 2', 'index 1').replaceAll('\n', '\r\n');
    writeFileSync(proof, `\ufeff${kept}`, 'utf16le');
    const saved = await check('--key', ` ${logKey}\n`);
    writeFileSync(proof, kept.replaceAll('\r\n', '\r\n> '));
    expect([
      wrote.status,
      good.status,
      otherKey.status,
      (await check()).status,
      changed.status,
      saved.status,
      (await check('--key', logKey)).status,
    ]).toEqual([0, 0, 2, 2, 5, 0, 2]);
    expect(good.out).toMatch(/^Entry 1 \(session\.unlocked, .*\) is in the ledger of \d+ entries/);
    expect((await hashline('audit', 'prove', ...VAULT, '--seq', '9999')).status).toBe(3);
  });

  test('select writes what check-proof accepts without a vault, as long as nothing of it is changed', async () => {
    const file = at('selection.jsonl');
    const select = (name: string, ...args: string[]) =>
      hashline('audit', 'select', at(name), ...VAULT, ...args);
    const wrote = await select('selection.jsonl', '--kind', 'sessions', 'vault.created', '--person', 'Sam');
    const check = (...args: string[]) => hashline('audit', 'check-proof', file, ...args);
    const good = await check('--key', logKey);
    const answer = await answerOf('audit', 'check-proof', file, '--key', logKey);
    const foreign = await check('--key', `${logKey.slice(0, -4)}AAA=`);
    const selected = readFileSync(file, 'utf8');
    const savedAnew: Awaited<ReturnType<typeof check>>[] = [];
    for (const text of [selected.replaceAll('\n', '\r\n'), `\ufeff${selected}`]) {
      writeFileSync(file, text);
      savedAnew.push(await check('--key', logKey));
    }
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
      changed: (await check('--key', logKey)).status,
      day: (await select('day.jsonl', '--from', '2026-01-01', '--to', '2026-01-31')).status,
      wrong: [
        (await select('a', '--kind', 'nonsense')).status,
        (await select('b', '--from', 'yesterday')).status,
        (await select('c', '--person', 'Nobody')).status,
        (await select('d', '--case', 'x')).status,
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

  test('verify of an exported file compares with checkpoints kept elsewhere', async () => {
    await hashline('audit', 'export', ...VAULT, at('ledger.jsonl'));
    writeFileSync(at('record.json'), JSON.stringify({ checkpoint: readFileSync(at('note'), 'utf8') }));
    writeFileSync(at('other'), readFileSync(at('note'), 'utf8').replace('hashline/', 'hushline/'));
    expect([
      (await hashline('audit', 'verify', at('ledger.jsonl'), '--anchor', at('note'), at('record.json')))
        .status,
      (await hashline('audit', 'verify', at('ledger.jsonl'), '--since', at('other'))).status,
    ]).toEqual([0, 5]);
  });

  test('export with enclosures writes them too, and verifies', async () => {
    const made = await hashline('audit', 'export', ...VAULT, '--with-enclosures', at('with.jsonl'));
    const checked = await hashline('audit', 'verify', at('with.jsonl'));
    const isRecorded = readFileSync(at('with.jsonl'), 'utf8').includes('"kind":"audit.disclosed"');
    expect([made.status, checked.status, isRecorded]).toEqual([0, 0, true]);
  });

  test('anchor asks no witness that the policy does not name, and says which line the policy needs', async () => {
    const asked = await hashline('audit', 'anchor', ...VAULT, '--witness', witnessUrl);
    const given = await hashline('audit', 'anchor', ...VAULT, '--witness', witnessUrl, '--key', witnessKey);
    expect([asked.status, asked.problem.includes(witnessKey), given.status, given.problem.trim()]).toEqual([
      1,
      true,
      3,
      'error: The policy in force names no witness with this key. Check the key, or have the policy changed.',
    ]);
    expect((await hashline('audit', 'anchors', ...VAULT)).out).toMatch(
      /^Nothing is anchored: all \d+ entries could .* The policy in force names no witness\.\n$/,
    );
  });

  test('anchor has a named witness sign, anchors says so, and an old copy put back is named', async () => {
    await nameWitnesses([witnessKey, witnessKeyOf('w2')], 1);
    cpSync(at('vault'), at('copy'), { recursive: true });
    const anchored = await hashline('audit', 'anchor', ...VAULT, '--witness', witnessUrl);
    const { witnesses } = await answerOf('audit', 'anchors', ...VAULT);
    const told = (await hashline('audit', 'anchors', ...VAULT)).out;
    rmSync(at('vault'), { recursive: true });
    cpSync(at('copy'), at('vault'), { recursive: true });
    const after = await hashline('audit', 'anchor', ...VAULT, '--witness', witnessUrl);
    expect([anchored.status, witnesses.map((one: { by: string }) => one.by), after.status]).toEqual([
      0,
      [witnessKey, witnessKeyOf('w2')],
      5,
    ]);
    expect(told).toMatch(
      /^Anchored up to entry \d+, \d+ entries since\. 1 of the 2 witnesses the policy in force names must sign\.\nwitness +up to entry \d+ .*\nwitness +signed nothing yet /,
    );
    expect(after.problem).toMatch(/it was taken back|written anew or forked/);
  });

  test('verify of an exported file says whom the ledger names, and believes the keys it is given', async () => {
    const [one, other] = [witnessKeyOf('w1'), witnessKeyOf('w3')];
    const facts = namingFacts('policy', { quorum: 1, keys: [one, witnessKeyOf('w2')] });
    const ledger = aLedger()
      .foundedBy('Sam')
      .by('Sam', 'policy.proposed', facts)
      .by('Sam', 'policy.activated', facts)
      .sealed();
    ledger.byDevice('checkpoint.anchored', anchoring(ledger));
    writeFileSync(at('anchored.jsonl'), exportBytes(ledger.exportedBy('Sam')));
    const verify = (...args: string[]) => hashline('audit', 'verify', at('anchored.jsonl'), ...args);
    const trusting = (...args: string[]) => verify('--witness', ...args);
    expect((await verify()).out).toMatch(
      /Witnesses the ledger names: 2, of whom 1 must sign\.\nA quorum of witnesses it named signed it up to entry 2\.\nWhom it names is the hotline’s own word: .*\n {2}signed up to entry 2 at .*, named by the ledger: witness\.example\/w1/,
    );
    expect((await trusting(one)).out).toMatch(
      /Witnesses you trust: 1, of whom 1 must sign: they did up to entry 2\./,
    );
    expect([
      (await trusting(one, other, '--quorum', '1')).status,
      (await trusting(one, other)).status,
      (await trusting('a key')).status,
      (await trusting(one, one)).status,
      (await verify('--quorum', '1')).status,
      (await hashline('audit', 'verify', ...VAULT, '--witness', one)).status,
      (await hashline('audit', 'anchor', ...VAULT, '--key', one, '--witness', witnessUrl, witnessUrl)).status,
    ]).toEqual([0, 5, 2, 2, 2, 2, 2]);
  });

  test('neither side leaves the loopback without TLS', async () => {
    expect([
      (await hashline('audit', 'anchor', ...VAULT, '--witness', 'http://witness.example')).status,
      (await hashline('witness', '--dir', at('elsewhere'), '--host', '0.0.0.0')).status,
    ]).toEqual([2, 2]);
  });
});
