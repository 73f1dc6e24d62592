import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BlocklistExport } from '../../../../shared/contract/blocklist.contract.ts';
import type { Assessment } from '../../../../shared/domain/assessment.ts';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { aBlockingVault, allowBlocking } from '../../../support/a-blocking-vault.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { decidedBy } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { dropTriggers } from '../../../support/forger.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const NONE = { waiting: 0, hostingUnknown: 0, gone: 0, noAddress: 0, unproven: 0 };

const list = ({ client }: AVault, input: { since?: number; published?: number } = {}) =>
  client.blocklist.export(input);

const file = ({ files }: BlocklistExport, name: string): string =>
  files.find((one) => one.name === name)?.text ?? '';

/** Lines of the plain list. */
const listed = (done: BlocklistExport): string[] => file(done, 'blocklist.txt').split('\n').filter(Boolean);

const decide = async (vault: AVault, url: string, judgement: Assessment = illegalIn('RO')): Promise<CaseId> =>
  (await decidedBy(vault, PERSON, aReport().of(url).build(), judgement)).case;

async function correct({ client }: AVault, id: CaseId, judgement: Assessment): Promise<void> {
  const [decision] = (await client.review.case({ id })).assessments;
  const assessment = decision!.id;
  await client.review.correct({ command: aCommand(), case: id, assessment, judgement, reason: 'an adult' });
}

/** The files in a folder, for the tools of those who read them. */
function inFolder({ files }: BlocklistExport, folder: string): void {
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
}

const isThere = (tool: string): boolean => spawnSync(tool, ['-V'], { stdio: 'ignore' }).error === undefined;

describe('a blocking list', () => {
  test('is given out only where the policy allows it, and only by supervisors', async () => {
    using bundled = await aVault();
    using vault = await aBlockingVault();
    await atWork(vault, 'Ann');
    const notAllowed = { code: 'CONFLICT', data: { reason: 'blocking-not-allowed' } };
    const notPermitted = { code: 'NOT_PERMITTED', data: { duty: 'block' } };
    expect([await failureOf(list(bundled)), await failureOf(list(vault))]).toEqual([
      notAllowed,
      notPermitted,
    ]);
    const looks = [bundled, vault].map(({ client }) => failureOf(client.blocklist.preview({})));
    expect(await Promise.all(looks)).toEqual([notAllowed, notPermitted]);
  });

  test('has what is confirmed and hosted abroad, and says how much else there is and why', async () => {
    using vault = await aBlockingVault();
    await decide(vault, 'hxxps://abroad[.]example:8443/a,"b"?c=d#e');
    await decide(vault, 'https://abroad.example/second');
    await decide(vault, 'https://home.example/', illegalIn('BE'));
    await decide(vault, 'https://legal.example/', legal());
    await decide(vault, 'https://somewhere.example/', illegalIn(null));
    await decide(vault, 'https://hidden.onion/', illegalIn('RO'));
    await decidedBy(
      vault,
      PERSON,
      aReport()
        .ofFile({ md5: aHash(32, 1) })
        .build(),
      illegalIn('RO'),
    );
    const done = await list(vault);
    expect({ ...done, files: done.files.map(({ name }) => name), text: listed(done) }).toEqual({
      serial: Math.floor(vault.clock.nowMs() / 1000),
      previous: null,
      urls: 2,
      hosts: 0,
      added: 2,
      removed: 0,
      leftOut: { ...NONE, hostingUnknown: 1, noAddress: 2 },
      files: [
        'blocklist.txt',
        'blocklist.csv',
        'blocklist.rpz',
        'blocklist.json',
        'SHA256SUMS',
        'SHA256SUMS.sig',
      ],
      text: ['https://abroad.example/second', 'https://abroad.example:8443/a,%22b%22?c=d'],
      signer: {
        publicKey: expect.stringMatching(/^ssh-ed25519 /),
        fingerprint: expect.stringMatching(/^SHA256:.{43}$/),
      },
    });
    expect(file(done, 'blocklist.csv')).toBe(
      `kind,value,since\r\nurl,https://abroad.example/second,${done.serial}\r\nurl,"https://abroad.example:8443/a,%22b%22?c=d",${done.serial}\r\n`,
    );
    expect(file(done, 'blocklist.rpz')).not.toContain('abroad');
  });

  test('is looked at before it is given out, since any list before, without a new serial', async () => {
    using vault = await aBlockingVault(['only.example']);
    const { client } = vault;
    const look = (input: { since?: number } = {}) => client.blocklist.preview(input);
    const moved = await decide(vault, 'https://only.example/a');
    await decide(vault, 'https://hidden.onion/', illegalIn('RO'));
    const entries = async () => (await client.audit.entries({ limit: 1 })).entries[0]!.seq;
    const before = await entries();
    const onlyHost = { kind: 'host', value: 'only.example' };
    const onlyUrl = { kind: 'url', value: 'https://only.example/a' };
    expect([await look(), await entries()]).toEqual([
      {
        ...{ given: [], urls: 1, hosts: 1, leftOut: { ...NONE, noAddress: 1 } },
        added: { total: 2, items: [onlyHost, onlyUrl] },
        removed: { total: 0, items: [] },
      },
      before,
    ]);
    const first = await list(vault);
    const at = new Date(vault.clock.nowMs()).toISOString();
    await correct(vault, moved, legal());
    await decide(vault, 'https://second.example/');
    const second = { kind: 'url', value: 'https://second.example/' };
    const gone = { total: 2, items: [onlyHost, onlyUrl] };
    const found = await look();
    expect(found).toEqual({
      ...{ urls: 1, hosts: 0, leftOut: { ...NONE, noAddress: 1 } },
      given: [{ serial: first.serial, at, by: vault.session.person.id }],
      ...{ added: { total: 1, items: [second] }, removed: gone },
    });
    const next = await list(vault);
    expect([next.added, next.removed]).toEqual([found.added.total, found.removed.total]);
    expect(await look()).toMatchObject({
      given: [{ serial: next.serial }, { serial: first.serial }],
      ...{ added: { total: 0, items: [] }, removed: { total: 0, items: [] } },
    });
    expect(await look({ since: first.serial })).toMatchObject({
      ...{ added: found.added, removed: gone },
    });
    expect(await failureOf(look({ since: 7 }))).toEqual({
      code: 'CONFLICT',
      data: { reason: 'serial-not-exported' },
    });
  });

  test('has a whole host only where the policy says it carries nothing else, and only that name', async () => {
    using vault = await aBlockingVault(['only.example', 'quiet.example']);
    await decide(vault, 'https://only.example/a');
    await decide(vault, 'https://shared.example/a');
    await decide(vault, 'https://below.only.example/a');
    const done = await list(vault);
    expect(file(done, 'blocklist.rpz').split('\n')).toEqual([
      '$TTL 300',
      `@ IN SOA localhost. nobody.invalid. ${done.serial} 3600 600 1209600 300`,
      '@ IN NS localhost.',
      'only.example IN CNAME .',
      '',
    ]);
    expect([listed(done), done.hosts, done.urls]).toEqual([
      ['only.example', 'https://below.only.example/a', 'https://only.example/a', 'https://shared.example/a'],
      1,
      3,
    ]);
    await allowBlocking(vault);
    const without = await list(vault);
    expect([without.hosts, without.removed]).toEqual([0, 1]);
  });

  test('loses what was corrected to legal, or found at home, with the next export', async () => {
    using vault = await aBlockingVault();
    const corrected = await decide(vault, 'https://corrected.example/');
    const moved = await decide(vault, 'https://moved.example/');
    await decide(vault, 'https://stays.example/');
    const first = await list(vault);
    await correct(vault, corrected, legal());
    vault.clock.advance(60_000);
    const report = aReport()
      .of('https://moved.example/')
      .hostedIn('BE')
      .receivedAt(vault.clock.nowMs())
      .build();
    await vault.client.intake.report({ command: aCommand(), report });
    const second = await list(vault);
    const since = await list(vault, { since: first.serial });
    expect([listed(first).length, listed(second), second.removed, second.leftOut]).toEqual([
      3,
      ['https://stays.example/'],
      2,
      NONE,
    ]);
    expect([since.added, since.removed, file(since, 'blocklist-removed.txt')]).toEqual([
      0,
      2,
      'https://corrected.example/\nhttps://moved.example/\n',
    ]);
    expect((await vault.client.review.case({ id: moved })).summary.state).toBe('open');
  });

  test('loses a decision that was taken back, and has none that still can be', async () => {
    using vault = await aBlockingVault([], { graceSeconds: 60 });
    const id = await decide(vault, 'https://slip.example/');
    await decide(vault, 'https://meant.example/');
    const held = await list(vault);
    const [decision] = (await vault.client.review.case({ id })).assessments;
    await vault.client.review.withdraw({ command: aCommand(), case: id, assessment: decision!.id });
    vault.clock.advance(61_000);
    const after = await list(vault);
    expect([listed(held), held.leftOut.waiting, listed(after)]).toEqual([[], 2, ['https://meant.example/']]);
  });

  test('has nothing that waits for a second person', async () => {
    using vault = await aBlockingVault([], { secondReview: 1 });
    await decide(vault, 'https://drawn.example/');
    expect(await list(vault)).toMatchObject({ urls: 0, leftOut: { ...NONE, waiting: 1 } });
  });

  test('has no row that nobody signed: the rows of a case alone put nothing on it', async () => {
    using vault = await aBlockingVault();
    await decide(vault, 'https://home.example/', illegalIn('BE'));
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      dropTriggers(db);
      db.execute(`UPDATE assessments SET judgement = replace(judgement, '"BE"', '"RO"')`);
    });
    await atWork(vault, PERSON);
    expect(await list(vault)).toMatchObject({ urls: 0, leftOut: { ...NONE, unproven: 1 } });
  });

  test('tells differences since any serial, and none since one it never had', async () => {
    using vault = await aBlockingVault(['a.example']);
    await decide(vault, 'https://a.example/');
    const first = await list(vault);
    await decide(vault, 'https://b.example/');
    const second = await list(vault);
    const third = await list(vault, { since: first.serial });
    const same = await list(vault, { since: third.serial });
    expect([first, second, third, same].map(({ added, removed }) => [added, removed])).toEqual([
      [2, 0],
      [1, 0],
      [1, 0],
      [0, 0],
    ]);
    expect([file(third, 'blocklist-added.txt'), file(same, 'blocklist-added.txt')]).toEqual([
      'https://b.example/\n',
      '',
    ]);
    expect(new Set([first, second, third, same].map(({ serial }) => serial)).size).toBe(4);
    expect(await failureOf(list(vault, { since: first.serial - 1 }))).toEqual({
      code: 'CONFLICT',
      data: { reason: 'serial-not-exported' },
    });
  });

  test('is never given out again under a serial resolvers have, though the vault does not know it', async () => {
    using vault = await aBlockingVault();
    const published = Math.floor(vault.clock.nowMs() / 1000) + 5000;
    expect([
      (await list(vault, { published })).serial - published,
      (await list(vault)).serial - published,
    ]).toEqual([1, 2]);
  });

  test('is in the record, which verifies and rebuilds the same rows', async () => {
    using vault = await aBlockingVault(['a.example']);
    using folder = aFolder();
    const id = await decide(vault, 'https://a.example/');
    await list(vault);
    await vault.client.review.correct({
      command: aCommand(),
      case: id,
      assessment: (await vault.client.review.case({ id })).assessments[0]!.id,
      judgement: legal(),
      reason: 'an adult',
    });
    await list(vault);
    const entries = (await vault.client.audit.entries({})).entries.filter(
      ({ kind }) => kind === 'blocklist.exported',
    );
    expect(entries.map(({ data }) => [data.urls, data.hosts, data.added, data.removed])).toEqual([
      [0, 0, 0, 2],
      [1, 1, 2, 0],
    ]);
    expect(await problemsOf(vault.client)).toEqual([]);
    await rebuiltFrom(vault, folder.path);
    expect(await recordedDifferences(vault.folder, folder.path)).toEqual([]);
  });
});

describe('with the tools of those who read it', () => {
  test.runIf(isThere('named-checkzone'))('BIND loads the zone, with its serial (bind9-utils)', async () => {
    using vault = await aBlockingVault(['a.example', 'xn--bcher-kva.example', `${'a'.repeat(63)}.example`]);
    using folder = aFolder();
    await decide(vault, 'https://a.example/');
    await decide(vault, 'https://bücher.example/');
    await decide(vault, `https://${'a'.repeat(63)}.example/`);
    const done = await list(vault);
    inFolder(done, folder.path);
    const check = (path: string) =>
      spawnSync('named-checkzone', ['-i', 'none', 'rpz.hotline.example', path], { encoding: 'utf8' });
    const checked = check(join(folder.path, 'blocklist.rpz'));
    expect([checked.status, checked.stdout, done.hosts]).toEqual([
      0,
      `zone rpz.hotline.example/IN: loaded serial ${done.serial}\nOK\n`,
      3,
    ]);
    writeFileSync(join(folder.path, 'broken'), file(done, 'blocklist.rpz').replace('CNAME .', 'CNAME'));
    expect(check(join(folder.path, 'broken')).status).not.toBe(0);
  });

  test.runIf(isThere('ssh-keygen'))('OpenSSH accepts the signature, and none of another list', async () => {
    using vault = await aBlockingVault();
    using folder = aFolder();
    await decide(vault, 'https://a.example/');
    const done = await list(vault);
    inFolder(done, folder.path);
    const at = (name: string) => join(folder.path, name);
    writeFileSync(at('allowed'), `hotline namespaces="hashline-blocklist" ${done.signer.publicKey}\n`);
    const verify = (input: string, namespace = 'hashline-blocklist') =>
      spawnSync(
        'ssh-keygen',
        [
          ...['-Y', 'verify', '-f', at('allowed'), '-I', 'hotline', '-n', namespace],
          ...['-s', at('SHA256SUMS.sig')],
        ],
        { input, encoding: 'utf8' },
      );
    const sums = file(done, 'SHA256SUMS');
    const good = verify(sums);
    expect([good.status, good.stdout]).toEqual([
      0,
      `Good "hashline-blocklist" signature for hotline with ED25519 key ${done.signer.fingerprint}\n`,
    ]);
    expect([verify(`${sums} `).status, verify(sums, 'file').status]).not.toContain(0);
    const sha256sum = () =>
      spawnSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder.path }).status;
    expect(sha256sum()).toBe(0);
    writeFileSync(at('blocklist.txt'), 'https://another.example/\n');
    expect(sha256sum()).not.toBe(0);
  });
});
