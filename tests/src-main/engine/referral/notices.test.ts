import { expect, test } from 'vitest';
import type { ChannelInput } from '../../../../shared/domain/channels/all-channels.ts';
import { DestinationId, ReferralId } from '../../../../shared/domain/ids.ts';
import { toldReferral } from '../../../../src-main/host-cli/terminal/told-referral.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aMailServer, type MailServer } from '../../../support/a-mail-server.ts';
import { refer, sendAll, sendOnce } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const POLICE = DestinationId.parse('police');
const BOOK = `scope,value,address,language,name
domain,other.example,abuse@registry.example,fr,Registry
domain,host.example,abuse@host.example,nl,Host
network,192.0.2.0/24,abuse@network.example,de,
asn,AS64496,abuse@asn.example,,
country,BE,abuse@country.example,pt,
`;

/** The policy of the test's vault knows no provider, so notices go to the destination that it knows. */
const setUp = (vault: AVault, server: MailServer, change: Record<string, string> = {}) => {
  const channel: ChannelInput = {
    kind: 'xarf-mail',
    settings: {
      server: `smtp://127.0.0.1:${server.port}`,
      ca: server.ca,
      from: 'notices@hotline.example',
      organisation: 'Example Hotline',
      first: 'send',
      ...change,
    },
  };
  return vault.client.referral.addDestination({ command: aCommand(), destination: { id: POLICE, channel } });
};

const importBook = (vault: AVault, text = BOOK) =>
  vault.client.referral.importContacts({ command: aCommand(), text });

const outboxOf = async (vault: AVault) =>
  (await vault.client.referral.outbox({ limit: 1000 })).referrals.reverse().map(toldReferral);

test('a notice goes to the contact that answers most specifically, and the record names the message', async () => {
  await using server = await aMailServer();
  using vault = await aVault();
  await setUp(vault, server);
  expect(await importBook(vault)).toEqual({ contacts: 5, added: 5, removed: 0, inEnglish: 1 });
  await refer(vault, 'a.host');
  await refer(vault, 'other');
  const hosting = { country: 'BE', ip: '192.0.2.9', network: 'AS64496 Example' };
  const { cases } = await vault.client.intake.report({
    command: aCommand(),
    report: aReport().of('https://elsewhere.test/x', { hosting }).build(),
  });
  const judgement = illegalIn('BE');
  await vault.client.review.assess({ command: aCommand(), case: cases[0]!.id, judgement });
  expect(await sendAll(vault)).toEqual({ delivered: 3, retrying: 0, refused: 0, parked: 0 });
  expect(server.received.map(({ to }) => to)).toEqual([
    ['abuse@host.example'],
    ['abuse@registry.example'],
    ['abuse@network.example'],
  ]);
  const [first] = await outboxOf(vault);
  expect(first!.reference).toBe(`<referral.${first!.id}@hotline.example>`);
  const { entries } = await vault.client.audit.entries({ limit: 100 });
  const delivered = entries.filter(({ kind }) => kind === 'referral.delivered');
  expect(delivered.length).toBe(3);
  expect(JSON.stringify(delivered)).not.toContain('abuse@');
});

test('a connection that ends behind the message parks it once, and only a person sends it again or says it arrived', async () => {
  await using server = await aMailServer();
  using vault = await aVault();
  await setUp(vault, server);
  await importBook(vault);
  server.fault = 'drop-after-dot';
  const { referrals } = await refer(vault, 'host');
  const id = ReferralId.parse(referrals[0]!.id);
  expect(await sendAll(vault)).toEqual({ delivered: 0, retrying: 0, refused: 0, parked: 1 });
  vault.clock.advance(86_400_000);
  await sendAll(vault);
  expect(server.received.length).toBe(1);
  const [parked] = await outboxOf(vault);
  expect([parked!.state, parked!.reason]).toEqual(['parked', expect.stringContaining('may have arrived')]);
  server.fault = 'none';
  await vault.client.referral.resume({ command: aCommand(), id });
  expect((await sendAll(vault)).delivered).toBe(1);
  expect(server.received.length).toBe(2);
  expect(server.received[0]!.text).toBe(server.received[1]!.text);
});

test('a notice that was being sent when the program ended is not sent again blindly', async () => {
  await using server = await aMailServer();
  using vault = await aVault();
  await setUp(vault, server);
  await importBook(vault);
  await refer(vault, 'host');
  vault.lock();
  await inDatabaseOf(vault.folder, (db) =>
    db.prepare("UPDATE referrals SET state = 'sending', attempts = 1, in_doubt = 1").run(),
  );
  await vault.unlock();
  expect(await sendAll(vault)).toEqual({ delivered: 0, retrying: 0, refused: 0, parked: 1 });
  expect(server.received).toEqual([]);
});

test('a server that comes back gets what waited, because it certainly did not have it', async () => {
  await using server = await aMailServer();
  using vault = await aVault();
  await setUp(vault, server);
  await importBook(vault);
  server.fault = 'busy';
  await refer(vault, 'host');
  expect(await sendOnce(vault)).toEqual({ delivered: 0, retrying: 1, refused: 0, parked: 0 });
  server.fault = 'none';
  vault.clock.advance(900_000);
  expect((await sendOnce(vault)).delivered).toBe(1);
});

test('the first notice to an address waits for a person, the next one goes', async () => {
  await using server = await aMailServer();
  using vault = await aVault();
  await setUp(vault, server, { first: 'ask' });
  await importBook(vault);
  const { referrals } = await refer(vault, 'host');
  expect((await sendAll(vault)).parked).toBe(1);
  expect((await outboxOf(vault))[0]!.reason).toContain('the first notice to abuse@host.example');
  await vault.client.referral.resume({ command: aCommand(), id: ReferralId.parse(referrals[0]!.id) });
  await refer(vault, 'b.host');
  expect((await sendAll(vault)).delivered).toBe(2);
});

test('a changed row of the book sends nothing, and a new import sends again', async () => {
  await using server = await aMailServer();
  using vault = await aVault();
  await setUp(vault, server);
  await importBook(vault);
  vault.lock();
  await inDatabaseOf(vault.folder, (db) =>
    db.prepare("UPDATE contacts SET address = 'evil@evil.example'").run(),
  );
  await vault.unlock();
  const { referrals } = await refer(vault, 'host');
  expect((await sendAll(vault)).parked).toBe(1);
  expect((await outboxOf(vault))[0]!.reason).toContain('not those that a person imported');
  await importBook(vault);
  await vault.client.referral.resume({ command: aCommand(), id: ReferralId.parse(referrals[0]!.id) });
  expect((await sendAll(vault)).delivered).toBe(1);
  expect(server.received.map(({ to }) => to)).toEqual([['abuse@host.example']]);
});

test('a book is taken as a whole or not at all, with the place of each fault', async () => {
  using vault = await aVault();
  await importBook(vault);
  const text = `Address;Scope;Value
abuse@host.example;domain;host.example
no address;domain;b.example
abuse@host.example;network;192.0.2.1/24
abuse@host.example;asn;ASx
abuse@host.example;planet;earth
abuse@host.example;domain;HOST.example.
`;
  const failure = await failureOf(importBook(vault, text));
  const { refusals } = failure.data as {
    refusals: { row: number; field: string; detail: { code: string } }[];
  };
  expect(refusals.map(({ row, field, detail }) => [row, field, detail.code])).toEqual([
    [3, 'ADDRESS', 'not-a-mail-address'],
    [4, 'VALUE', 'not-a-network'],
    [5, 'VALUE', 'not-an-asn'],
    [6, 'SCOPE', 'not-among'],
    [7, 'VALUE', 'contact-twice'],
  ]);
  expect((await vault.client.referral.contacts()).length).toBe(5);
  expect((await failureOf(importBook(vault, 'a,b\n'))).code).toBe('REFUSED');
  expect((await failureOf(importBook(vault, '\n'))).code).toBe('REFUSED');
});

test('a paused destination gets nothing until a person lets it go on, and a test sends nothing', async () => {
  await using server = await aMailServer();
  using vault = await aVault();
  await setUp(vault, server);
  await importBook(vault);
  const { client } = vault;
  const { paused } = await client.referral.pauseDestination({ command: aCommand(), id: POLICE });
  expect(paused?.by).toBe(vault.session.person.id);
  await refer(vault, 'host');
  expect(await sendOnce(vault)).toEqual({ delivered: 0, retrying: 1, refused: 0, parked: 0 });
  expect(await client.referral.testDestination({ id: POLICE })).toEqual({
    id: 'police',
    tried: 'connection',
    trouble: null,
  });
  expect(server.received).toEqual([]);
  expect((await client.referral.resumeDestination({ command: aCommand(), id: POLICE })).paused).toBeNull();
  expect((await sendOnce(vault)).delivered).toBe(1);
});

test.each([
  [{ server: 'http://mail.example' }, 'not-a-mail-server'],
  [{ server: 'smtp://user:secret@mail.example' }, 'not-a-mail-server'],
  [{ folder: '/tmp' }, 'server-or-folder'],
  [{ user: 'me' }, 'user-without-password'],
  [{ ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }, 'not-a-certificate'],
])('settings that contradict each other are refused: %o', async (change, code) => {
  await using server = await aMailServer();
  using vault = await aVault();
  const failure = await failureOf(setUp(vault, server, change as Record<string, string>));
  expect(failure).toMatchObject({ code: 'REFUSED', data: { refusals: [{ detail: { code } }] } });
});
