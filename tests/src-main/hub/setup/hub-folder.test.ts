import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkHub } from '../../../../src-main/hub/check-hub.ts';
import { PostgresHub } from '../../../../src-main/hub/postgres-hub.ts';
import {
  issueHubAuthority,
  issueStationCertificate,
} from '../../../../src-main/hub/setup/hub-certificates.ts';
import { hubFolder } from '../../../../src-main/hub/setup/hub-folder.ts';
import { FolderAssets } from '../../../../src-main/ports/assets.ts';
import {
  contentOf,
  noPostgres,
  serverFiles,
  startPostgres,
  stopPostgres,
  superuser,
} from '../../../../tools/postgres-server.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aHubFolder, surroundings } from '../../../support/a-postgres.ts';

const ADA = '0190000a-0000-7000-8000-000000000000';
const BEN = '0190000b-0000-7000-8000-000000000000';
const ASSETS = new FolderAssets(join(import.meta.dirname, '..', '..', '..', '..', 'assets'));
const NOW_MS = Date.parse('2026-11-30T12:00:00Z');

test('the folder of a hub has what its README names, with the names of this hub in it', async () => {
  const authority = await issueHubAuthority('Meldpunt', NOW_MS);
  const hosts = ['hub.example', '192.0.2.7', '2001:db8::7'];
  const files = await hubFolder(
    { name: 'Meldpunt', hosts, firstDevice: ADA, authority, nowMs: NOW_MS },
    ASSETS,
  );
  const readme = contentOf(files, 'README.md');
  const named = [...readme.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  const server = new X509Certificate(contentOf(files, 'server.crt'));
  expect({
    files: files.map(({ name, mode }) => `${name} ${mode.toString(8)}`),
    readme: [
      readme.includes('# The hub of Meldpunt\n'),
      readme.includes(hosts.join(', ')),
      readme.includes('2028-11-29'),
      readme.includes('{{'),
    ],
    device: contentOf(files, 'first-device.sql').includes(ADA),
    certified: hosts.map((host) =>
      host.includes('.example') ? server.checkHost(host) : server.checkIP(host),
    ),
    isOfAuthority: server.checkIssued(new X509Certificate(authority.cert)),
    keyStaysOut: files.some(({ content }) => content.includes(authority.key.split('\n')[1] ?? '?')),
  }).toEqual({
    files: [
      'README.md 644',
      'install.sh 755',
      'hub.sql 644',
      'hashline.conf 644',
      'pg_hba.part 644',
      'pg_ident.part 644',
      'first-device.sql 644',
      'ca.crt 644',
      'server.crt 644',
      'server.key 600',
    ],
    readme: [true, true, true, false],
    device: true,
    certified: hosts,
    isOfAuthority: true,
    keyStaysOut: false,
  });
  expect(named.sort()).toEqual(
    files
      .map(({ name }) => name)
      .filter((name) => name !== 'README.md')
      .sort(),
  );
});

test('the folder of a hub takes no name, host or device that could mean something in SQL, a certificate or a text', async () => {
  const authority = await issueHubAuthority('Meldpunt', NOW_MS);
  const good = { name: 'Meldpunt', hosts: ['hub.example'], firstDevice: ADA, authority, nowMs: NOW_MS };
  const bad = [
    { name: 'a\nb' },
    { name: '' },
    { hosts: [] },
    { hosts: ['hub.example', 'a b'] },
    { hosts: ["'; DROP"] },
    { firstDevice: "'); DROP SCHEMA hl; --" },
  ];
  for (const each of bad) await expect(hubFolder({ ...good, ...each }, ASSETS)).rejects.toThrow();
  await expect(hubFolder(good, ASSETS)).resolves.toHaveLength(10);
});

test('the certificate of a station is for a device and for nothing else', async () => {
  const authority = await issueHubAuthority('Meldpunt', NOW_MS);
  const { cert } = await issueStationCertificate(authority, ADA, NOW_MS);
  const certificate = new X509Certificate(cert);
  expect([certificate.subject, certificate.keyUsage, certificate.validTo]).toEqual([
    `CN=${ADA}`,
    ['1.3.6.1.5.5.7.3.2'],
    'Nov 29 12:00:00 2028 GMT',
  ]);
  await expect(issueStationCertificate(authority, 'postgres', NOW_MS)).rejects.toThrow('unfit');
});

test.skipIf(process.platform === 'win32')(
  'the script of the folder is a shell’s, and stops where it cannot work',
  async () => {
    using folder = aFolder();
    for (const { name, content, mode } of await aHubFolder(await issueHubAuthority('x', NOW_MS), ADA))
      writeFileSync(join(folder.path, name), content, { mode });
    const script = join(folder.path, 'install.sh');
    execFileSync('sh', ['-n', script]);
    const run = (...given: string[]) =>
      spawnSync(script, given, { encoding: 'utf8', env: { PATH: process.env.PATH } });
    for (const given of [[], ['x'], ['14/main'], ['99/nowhere']]) {
      const { status, stderr } = run(...given);
      expect([status, stderr.split(':')[0]], given.join()).toEqual([1, 'Nothing was changed']);
    }
  },
);

describe.skipIf(noPostgres !== null)('the steps of the folder', () => {
  test('make a hub of a server that knows nothing, once or twice, to which the first device admits others', async () => {
    using folder = aFolder();
    const authority = await issueHubAuthority('a hotline', Date.now());
    const files = await aHubFolder(authority, ADA);
    const server = await startPostgres(folder.path, serverFiles(files, 'hashline'));
    onTestFinished(() => stopPostgres(server));
    {
      await using client = await superuser(server);
      await client.query('CREATE DATABASE hashline');
    }
    const step = async () => {
      await using client = await superuser(server, 'hashline');
      for (const name of ['hub.sql', 'first-device.sql']) await client.query(contentOf(files, name));
    };
    await step();
    const address = { host: 'localhost', port: server.port, database: 'hashline' };
    const seat = async (device: string) => {
      const certified = await issueStationCertificate(authority, device, Date.now());
      const tls = { ca: authority.cert, ...certified };
      const hub = new PostgresHub(address, tls, surroundings);
      onTestFinished(() => hub.close());
      return { hub, tls };
    };
    const [ada, ben] = [await seat(ADA), await seat(BEN)];
    await ada.hub.push(0, 0, [{ epoch: 1, sealed: new Uint8Array([7]) }]);
    await ada.hub.admit(BEN);
    const before = await ada.hub.head();
    await step();
    expect([await ben.hub.head(), await ben.hub.pull(0, 9)]).toEqual([
      before,
      [{ position: 0, device: ADA, seq: 0, epoch: 1, sealed: new Uint8Array([7]) }],
    ]);
    const checks = await checkHub(address, ben.tls, surroundings);
    expect(checks.filter(({ ok, what }) => !ok && what !== 'round-trip')).toEqual([]);
    stopPostgres(server);
  });
});
