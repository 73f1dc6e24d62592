import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aTerminal, aTerminalWithVault, type Terminal } from '../../support/a-terminal.ts';
import { PERSON } from '../../support/a-vault.ts';
import { SCART_HEADER, scartFile, scartRow, vicsHashSet } from '../../support/intake.ts';
import { aDesk } from '../receiver/a-desk.ts';

interface Queue {
  total: number;
  cases: { id: string; subject: string }[];
}

const ROWS = ['a', 'b', 'c'].map((name) => scartRow(`https://${name}.example/page`));

describe('the ways into a vault, at the terminal', () => {
  test('change: another passphrase, and another recovery key in two steps', {
    timeout: 180_000,
  }, async () => {
    using terminal = await aTerminalWithVault();
    const next = terminal.file('next', 'the next passphrase of tests\n');
    const { person } = await terminal.ask('passphrase', '--new-passphrase-file', next);
    const old = await terminal.run('queue', ...terminal.options);
    const now = ['--vault', terminal.vault, '--passphrase-file', next];
    const made = await terminal.run('recovery-key', 'make', ...now);
    const key = terminal.file('key', made.stdout);
    const used = await terminal.run('recovery-key', 'use', '--identity', key, ...now);
    const recovered = await terminal.run('recover', '--identity', key, '--name', 'Rita', ...now);
    expect({
      person: (person as { name: string }).name,
      exits: [old.exit, made.exit, used.exit, recovered.exit],
    }).toEqual({ person: PERSON, exits: [4, 0, 0, 0] });
  });
});

describe('the terminal', () => {
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = await aTerminalWithVault();
    await terminal.ask('import', terminal.file('reports.csv', scartFile(ROWS)));
  });
  afterAll(() => terminal[Symbol.dispose]());

  test('does the whole job, each command a process: import, queue, assess, send, outbox, verify, export, verify the export', async () => {
    using terminal = await aTerminalWithVault(1, 'process');
    await using desk = await aDesk();
    const { ca, cert, key } = desk.tls;
    const pem = {
      ca: terminal.file('ca.pem', ca),
      cert: terminal.file('cert.pem', cert),
      key: terminal.file('key.pem', key),
    };
    const imported = await terminal.ask('import', terminal.file('reports.csv', scartFile(ROWS)));
    await terminal.ask(
      'destination',
      'add',
      'police',
      '--kind',
      'https-json',
      '--url',
      desk.settings.url,
      '--ca',
      pem.ca,
      '--cert',
      pem.cert,
      '--key',
      pem.key,
    );
    const queue = (await terminal.ask('queue')) as unknown as Queue;
    const assessed = await terminal.ask(
      'assess',
      queue.cases[0]!.id,
      '--legality',
      'illegal',
      '--hosting',
      'BE',
      '--classification',
      'baseline',
    );
    const sent = await terminal.ask('send', '--until-empty');
    const outbox = (await terminal.ask('outbox')) as { referrals: { state: string }[] };
    const verified = await terminal.ask('audit', 'verify');
    const ledger = join(terminal.folder, 'ledger.jsonl');
    await terminal.ask('audit', 'export', ledger);
    const outside = await terminal.run('audit', 'verify', ledger, '--json');
    expect({
      imported: [imported.reports, imported.casesNew],
      queue: queue.total,
      assessed: assessed.state,
      sent,
      outbox: outbox.referrals.map((referral) => referral.state),
      verified: verified.ok,
      outside: [outside.exit, JSON.parse(outside.stdout).ok],
      atDesk: desk.receiver.size(),
    }).toEqual({
      imported: [3, 3],
      queue: 3,
      assessed: 'referred',
      sent: { delivered: 1, retrying: 0, refused: 0, parked: 0 },
      outbox: ['delivered'],
      verified: true,
      outside: [0, true],
      atDesk: 1,
    });
    expect(readdirSync(terminal.folder).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
    const lines = readFileSync(ledger, 'utf8').split('\n');
    writeFileSync(ledger, [...lines.slice(0, 3), ...lines.slice(4)].join('\n'));
    const tampered = await terminal.run('audit', 'verify', ledger, '--json');
    expect([tampered.exit, JSON.parse(tampered.stdout).ok]).toEqual([5, false]);
  }, 60_000);

  test('speaks words without --json, and JSON alone on stdout with it', async () => {
    const words = await terminal.run('queue', ...terminal.options);
    const json = await terminal.run('queue', ...terminal.options, '--json');
    expect([words.exit, words.stdout.includes('PRIORITY'), words.stdout.includes('hxxps://')]).toEqual([
      0,
      true,
      true,
    ]);
    expect(JSON.parse(json.stdout).total).toBeGreaterThan(0);
  });

  test.each<[string, string[], number, RegExp]>([
    ['no command', [], 2, /Usage/],
    ['an unknown command', ['destroy'], 2, /unknown command/],
    ['an unknown option', ['queue', '--all', '--vault', 'x'], 2, /unknown option/],
    ['no vault', ['queue'], 2, /--vault/],
    ['a limit beyond the largest page', ['queue', '--limit', '501', '--vault', 'x'], 2, /from 1 to 500/],
    ['a country that is none', ['queue', '--hosting', 'Belgium', '--vault', 'x'], 2, /two letters/],
    ['a state that is none', ['queue', '--state', 'lost', '--vault', 'x'], 2, /Allowed choices/],
    [
      'a case that is no id',
      ['assess', 'first', '--legality', 'legal', '--vault', 'x'],
      2,
      /not the id of a case/,
    ],
    ['a vault that is not there', ['queue', '--vault', 'nowhere'], 2, /there is no vault/],
    ['a file that is not there', ['audit', 'verify', 'nowhere.jsonl'], 2, /nowhere\.jsonl/],
    ['neither file nor vault', ['audit', 'verify'], 2, /name a file or a --vault/],
    [
      'a passphrase file that is not there',
      ['queue', '--vault', '@', '--passphrase-file', 'nowhere'],
      2,
      /cannot be read/,
    ],
    ['no passphrase and no terminal', ['queue', '--vault', '@'], 2, /--passphrase-file/],
  ])('answers %s with the exit code of its kind and a sentence', async (_what, args, exit, words) => {
    const ran = await terminal.run(...args.map((arg) => (arg === '@' ? terminal.vault : arg)));
    expect(ran.exit).toBe(exit);
    expect(ran.stderr + ran.stdout).toMatch(words);
    expect(ran.stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  });

  test('says in one line that a passphrase is wrong, and the ledger hears of it', async () => {
    const wrong = terminal.file('wrong', 'not the passphrase at all');
    const ran = await terminal.run('queue', '--vault', terminal.vault, '--passphrase-file', wrong);
    expect([ran.exit, ran.stdout, ran.stderr.trim().split('\n').length]).toEqual([4, '', 1]);
    const ledger = join(terminal.folder, 'after-wrong.jsonl');
    await terminal.ask('audit', 'export', ledger);
    expect(readFileSync(ledger, 'utf8')).toContain('session.unlock-failed');
  });

  test('refuses a note that is media with exit code 3 and without repeating it', async () => {
    const queue = (await terminal.ask('queue')) as unknown as Queue;
    const picture = `data:image/png;base64,${'QUJD'.repeat(30)}`;
    const ran = await terminal.run(
      'assess',
      queue.cases[0]!.id,
      '--legality',
      'legal',
      '--note',
      picture,
      ...terminal.options,
    );
    expect([ran.exit, ran.stderr.includes(picture), /note/.test(ran.stderr)]).toEqual([3, false, true]);
    expect(((await terminal.ask('queue')) as unknown as Queue).total).toBe(queue.total);
  });

  test('makes no second vault over the first', async () => {
    const ran = await terminal.run('init', '--name', 'Other', ...terminal.options);
    expect([ran.exit, ran.stderr]).toEqual([3, expect.stringContaining('There is a vault here already')]);
  });

  test('needs a passphrase of twelve characters for a new vault', async () => {
    using fresh = aTerminal();
    const short = fresh.file('short', 'too short');
    const ran = await fresh.run('init', '--name', PERSON, '--vault', fresh.vault, '--passphrase-file', short);
    expect([ran.exit, existsSync(join(fresh.vault, 'keyring.json'))]).toEqual([3, false]);
    expect(ran.stderr).toMatch(/passphrase/);
  });
});

describe('a bad file at the terminal', () => {
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = await aTerminalWithVault();
    await terminal.ask('import', terminal.file('good.csv', scartFile([scartRow('https://good.example/')])));
  });
  afterAll(() => terminal[Symbol.dispose]());

  const media = `data:image/jpeg;base64,${'/9j/4AAQSkZJRgABAQAAAQABAAD'.repeat(4)}`;

  test.each<[string, string | Uint8Array, string]>([
    ['empty', '', 'empty-file'],
    ['a header alone', `${SCART_HEADER}\n`, 'empty-file'],
    ['plain words', 'hello world\n', 'unknown-format'],
    ['not UTF-8', Buffer.from([0x55, 0x52, 0x4c, 0xff, 0xfe, 0x0a]), 'not-utf8'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), 'media'],
    ['an archive', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0]), 'archive'],
    ['a row without an address', scartFile([';;;BE-1;;;']), 'missing'],
    ['a row with no address', scartFile([scartRow('nothing like it')]), 'bad-url'],
    ['a row too wide', scartFile([`${scartRow('https://a.example/')};x;y;z`]), 'too-many-columns'],
    ['a row with media in it', `${SCART_HEADER};NOTE\nhttps://a.example/;;;;;;"${media}"\n`, 'media'],
    ['a hash too short', vicsHashSet([{ MediaID: 1, MD5: 'abc' }]), 'bad-hash'],
    ['a JSON cut off', vicsHashSet([{ MediaID: 1, MD5: 'a'.repeat(32) }]).slice(0, -4), 'truncated'],
    ['a JSON with a key twice', '{"value":[],"value":[]}', 'duplicate-key'],
    ['one bad row among good ones', scartFile([scartRow('https://ok.example/'), scartRow('bad')]), 'bad-url'],
  ])('%s is refused with exit code 3 and its reason', async (what, content, reason) => {
    const path = terminal.file(`${what.replaceAll(' ', '-')}.in`, content);
    const ran = await terminal.run('import', path, ...terminal.options, '--json');
    const answer = JSON.parse(ran.stdout) as { batch: null; refused: { reason: string }[] };
    expect([ran.exit, answer.batch, answer.refused.map((refusal) => refusal.reason)]).toEqual([
      3,
      null,
      [reason],
    ]);
    expect(ran.stderr + ran.stdout).not.toContain(media.slice(0, 60));
  });

  test('and all of them together changed nothing: one case, one batch, and no entry but those of coming and going', async () => {
    const ledger = join(terminal.folder, 'ledger.jsonl');
    await terminal.ask('audit', 'export', ledger);
    const kinds = readFileSync(ledger, 'utf8')
      .split('\n')
      .flatMap((line) => /"kind":"([^"]+)"/.exec(line)?.[1] ?? [])
      .filter((kind) => !kind.startsWith('session.'));
    expect([((await terminal.ask('queue')) as unknown as Queue).total, kinds]).toEqual([
      1,
      ['vault.created', 'sampling.opened', 'intake.imported', 'intake.stored', 'audit.exported'],
    ]);
  });

  test('gives its good rows with --keep-good, says which were refused, and exits with 0', async () => {
    const path = terminal.file('mixed.csv', scartFile([scartRow('https://mixed.example/'), scartRow('bad')]));
    const result = await terminal.ask('import', path, '--keep-good');
    expect([result.casesNew, (result.refused as unknown[]).length]).toEqual([1, 1]);
    const again = await terminal.run('import', path, ...terminal.options);
    expect([again.exit, again.stdout]).toEqual([0, 'mixed.csv was imported before; nothing was changed.\n']);
  });

  test('that is not there is a mistake of use', async () => {
    const ran = await terminal.run('import', 'nowhere.csv', ...terminal.options);
    expect([ran.exit, ran.stderr]).toEqual([2, 'error: there is no file nowhere.csv\n']);
  });
});
