import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SettingsOf } from '../../../../../../shared/domain/channels/all-channels.ts';
import type { Contact } from '../../../../../../shared/domain/contact.ts';
import type { DeliveryOutcome } from '../../../../../../shared/domain/delivery.ts';
import type {
  FrozenReferral,
  Notices,
  ReferralExchange,
} from '../../../../../../src-main/engine/referral/channels/channel.ts';
import { xarfMail } from '../../../../../../src-main/engine/referral/channels/xarf-mail/xarf-mail.ts';
import { generateHotlineKey } from '../../../../../../src-main/exchange/hotline-signature.ts';
import { sha256Hex } from '../../../../../../src-main/exchange/sha256-hex.ts';
import {
  InMemoryMail,
  type Mail,
  MailFailure,
  type OutgoingMail,
} from '../../../../../../src-main/ports/mail.ts';
import { InMemoryNetwork } from '../../../../../../src-main/ports/network.ts';
import { NodeMail } from '../../../../../../src-main/ports/node-mail.ts';
import { aContact } from '../../../../../support/a-contact.ts';
import { aMailServer, type MailFault, type MailServer } from '../../../../../support/a-mail-server.ts';
import { aReferral } from '../../../../receiver/a-referral.ts';

type Settings = SettingsOf<'xarf-mail'>;

const PLAIN: Settings = {
  from: 'notices@hotline.example',
  organisation: 'Example Hotline',
  first: 'send',
};

const hotlineKey = await generateHotlineKey();

function exchangeWith(mail: Mail, notices: Partial<Notices> = {}, timeoutMs = 3000): ReferralExchange {
  return {
    network: new InMemoryNetwork(() => {
      throw new Error('a notice goes by mail alone');
    }),
    hotlineKey,
    timeoutMs,
    nowMs: Date.now,
    sleep: async () => {},
    kept: { read: () => null, write: () => {} },
    references: () => [],
    notices: { mail, contactFor: () => aContact(), hasWrittenTo: () => false, ...notices },
  };
}

const deliver = (settings: Settings, exchange: ReferralExchange, frozen: FrozenReferral = aReferral()) =>
  xarfMail.deliver!(frozen, settings, exchange);

/** A place where notices arrive, and how it is made to fail. */
interface World extends AsyncDisposable {
  settings: Settings;
  mail: Mail;
  fail(fault: MailFault): void;
  /** The whole messages it has. */
  texts(): string[];
}

async function overSmtp(tls: boolean): Promise<World> {
  const server = await aMailServer({ tls });
  return {
    settings: {
      ...PLAIN,
      server: `${tls ? 'smtps' : 'smtp'}://127.0.0.1:${server.port}`,
      ca: server.ca,
      user: 'hotline',
      password: 'right “é”',
    },
    mail: new NodeMail([`127.0.0.1:${server.port}`]),
    fail: (fault) => {
      server.fault = fault;
    },
    texts: () => server.received.map(({ text }) => text),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** How the twin fails where a real server does; the conformance suite compares the two. */
function twinFailure(fault: MailFault): MailFailure | null {
  const said = (status: number, error: string, detail: string) =>
    ({ code: 'answered-with', status, error, detail }) as const;
  switch (fault) {
    case 'none':
      return null;
    case 'no-starttls':
      return new MailFailure({ code: 'no-starttls' });
    case 'login':
      return new MailFailure({ code: 'login-refused', status: 535, detail: '' });
    case 'busy':
      return new MailFailure(said(451, '4.7.1', 'greylisted, come back'));
    case 'no-mailbox':
      return new MailFailure(said(550, '5.1.1', 'no such mailbox here'), 'sender', true);
    case 'no-mailbox-at-data':
      return new MailFailure(said(554, '5.6.0', 'refused after reading'), 'sender', true);
    case 'drop-before-data':
      return new MailFailure({ code: 'ended-unanswered', error: 'ECONNECTION' });
    case 'drop-in-data':
    case 'drop-after-dot':
    case 'silent':
      return new MailFailure({ code: 'outcome-unknown', error: 'ECONNECTION' }, 'unknown');
  }
}

async function inMemory(): Promise<World> {
  let fault: MailFault = 'none';
  const hasIt = (mail: OutgoingMail | null) =>
    mail !== null && (fault === 'drop-after-dot' || fault === 'silent');
  const twin = new InMemoryMail((mail) => {
    if (hasIt(mail)) twin.taken.push(mail!);
    return mail === null && fault !== 'login' && fault !== 'no-starttls' ? null : twinFailure(fault);
  });
  return {
    settings: { ...PLAIN, server: 'smtp://mail.example' },
    mail: twin,
    fail: (next) => {
      fault = next;
    },
    texts: () => twin.taken.map(({ message }) => new TextDecoder().decode(message)),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** An outcome without the words that differ between a server and its twin. */
function essence(outcome: DeliveryOutcome) {
  if (outcome.type === 'delivered') return [outcome.type];
  const reason = 'reason' in outcome ? outcome.reason.code : null;
  const isWithSender = 'isWithSender' in outcome && outcome.isWithSender === true;
  return [outcome.type, reason, isWithSender ? 'with sender' : 'anywhere'];
}

/** What the hotline concludes from each fault, and whether the server has the message all the same. */
const CONCLUSIONS: readonly [MailFault, ReturnType<typeof essence>, received: number][] = [
  ['none', ['delivered'], 1],
  ['login', ['retry', 'login-refused', 'with sender'], 0],
  ['busy', ['retry', 'answered-with', 'with sender'], 0],
  ['no-mailbox', ['stuck', 'answered-with', 'with sender'], 0],
  ['no-mailbox-at-data', ['stuck', 'answered-with', 'with sender'], 0],
  ['drop-before-data', ['retry', 'ended-unanswered', 'with sender'], 0],
  ['drop-in-data', ['stuck', 'outcome-unknown', 'anywhere'], 0],
  ['drop-after-dot', ['stuck', 'outcome-unknown', 'anywhere'], 1],
  ['silent', ['stuck', 'outcome-unknown', 'anywhere'], 1],
];

describe.each([
  ['a mail server with STARTTLS', () => overSmtp(false)],
  ['a mail server with TLS', () => overSmtp(true)],
  ['the twin in memory', inMemory],
])('a notice over %s', (_name, make) => {
  test.each(CONCLUSIONS)('is judged rightly where the fault is: %s', async (fault, expected, received) => {
    await using world = await make();
    world.fail(fault);
    const exchange = exchangeWith(world.mail, {}, fault === 'silent' ? 700 : 5000);
    const outcome = await deliver(world.settings, exchange);
    expect({ outcome: essence(outcome), received: world.texts().length }).toEqual({
      outcome: expected,
      received,
    });
  });

  test('is the same, byte for byte, at every attempt, and the evidence is of these bytes', async () => {
    await using world = await make();
    world.fail('drop-after-dot');
    await deliver(world.settings, exchangeWith(world.mail));
    world.fail('none');
    const again = await deliver(world.settings, exchangeWith(world.mail));
    const [first, second] = world.texts();
    expect(first).toBe(second);
    expect(again).toEqual({
      type: 'delivered',
      evidence: {
        type: 'notice',
        notice: {
          messageId: `<referral.${aReferral().referral}@hotline.example>`,
          messageSha256: sha256Hex(first!),
          by: 'smtp',
        },
        to: 'abuse@provider.example',
      },
    });
  });

  test('is never sent where an earlier attempt may have arrived', async () => {
    await using world = await make();
    const outcome = await deliver(world.settings, exchangeWith(world.mail), {
      ...aReferral(),
      attempted: true,
    });
    expect({ outcome: essence(outcome), received: world.texts() }).toEqual({
      outcome: ['stuck', 'outcome-unknown', 'anywhere'],
      received: [],
    });
  });

  test('can be tried without one: a login is made, and nothing arrives', async () => {
    await using world = await make();
    const exchange = exchangeWith(world.mail);
    const well = await xarfMail.test!(world.settings, exchange);
    world.fail('login');
    const ill = await xarfMail.test!(world.settings, exchange);
    expect({ well, ill: ill?.code, received: world.texts() }).toEqual({
      well: null,
      ill: 'login-refused',
      received: [],
    });
  });
});

describe('a mail server', () => {
  let server: MailServer;
  beforeEach(async () => {
    server = await aMailServer();
  });
  afterEach(() => server[Symbol.asyncDispose]());

  const settings = (change: Partial<Settings> = {}): Settings => ({
    ...PLAIN,
    server: `smtp://127.0.0.1:${server.port}`,
    ca: server.ca,
    user: 'hotline',
    password: 'right “é”',
    ...change,
  });
  const mail = () => new NodeMail([`127.0.0.1:${server.port}`]);

  test('without STARTTLS gets neither login nor message', async () => {
    server.fault = 'no-starttls';
    const outcome = await deliver(settings(), exchangeWith(mail()));
    expect({ outcome: essence(outcome), ...seen() }).toEqual({
      outcome: ['retry', 'no-starttls', 'with sender'],
      inTheClear: [],
      logins: [],
      received: [],
    });
  });

  test('with a certificate of another authority gets neither login nor message', async () => {
    await using other = await aMailServer();
    const outcome = await deliver(settings({ ca: other.ca }), exchangeWith(mail()));
    expect({ outcome: essence(outcome), ...seen() }).toEqual({
      outcome: ['retry', 'handshake-failed', 'with sender'],
      inTheClear: [],
      logins: [],
      received: [],
    });
  });

  test('with a certificate of an authority that the system does not trust gets none without an authority of its own', async () => {
    const { ca: _, ...rest } = settings();
    const outcome = await deliver(rest, exchangeWith(mail()));
    expect([essence(outcome), server.received]).toEqual([['retry', 'handshake-failed', 'with sender'], []]);
  });

  test('with a certificate for another name gets none', async () => {
    const named = new NodeMail([`127.0.0.2:${server.port}`]);
    const outcome = await deliver(
      settings({ server: `smtp://127.0.0.2:${server.port}` }),
      exchangeWith(named),
    );
    // Nothing listens on the other address either, so the certificate is asked for under a name that leads here.
    const local = new NodeMail([`ip6-localhost:${server.port}`, `localhost:${server.port}`]);
    const byName = await deliver(
      settings({ server: `smtp://localhost:${server.port}` }),
      exchangeWith(local),
    );
    expect([essence(outcome)[0], essence(byName)]).toEqual(['retry', ['delivered']]);
  });

  test('that is not a configured destination is not contacted', async () => {
    const outcome = await deliver(settings(), exchangeWith(new NodeMail(['mail.example:587'])));
    expect([essence(outcome), server.received, server.logins]).toEqual([
      ['retry', 'not-configured', 'with sender'],
      [],
      [],
    ]);
  });

  test('gets the message without login where none is set', async () => {
    const { user: _, password: __, ...rest } = settings();
    expect(essence(await deliver(rest, exchangeWith(mail())))).toEqual(['delivered']);
    expect(server.logins).toEqual([]);
  });

  test('never sees another line of its own words in the reason', async () => {
    server.fault = 'no-mailbox';
    const outcome = await deliver(settings(), exchangeWith(mail()));
    expect(outcome).toEqual({
      type: 'stuck',
      isWithSender: true,
      reason: { code: 'answered-with', status: 550, error: '5.1.1', detail: 'no such mailbox here' },
    });
  });

  test('gets 7-bit text whatever the words are, and as envelope the addresses alone', async () => {
    const contact = aContact({ address: 'abuse@bücher.example', name: 'Bücher „Öst“', language: 'de' });
    await deliver(
      settings({ organisation: 'Meldestelle Größe' }),
      exchangeWith(mail(), { contactFor: () => contact }),
    );
    const [received] = server.received;
    expect({ from: received!.from, to: received!.to }).toEqual({
      from: 'notices@hotline.example',
      // The server shows the domain decoded; on the wire it is ASCII, like the header.
      to: ['abuse@bücher.example'],
    });
    expect(received!.text).toContain('<abuse@xn--bcher-kva.example>');
    expect(received!.text).toMatch(/^[\r\n\t -~]*$/);
    expect(received!.text).not.toMatch(/[^\r]\n/);
  });

  function seen() {
    const { inTheClear, logins, received } = server;
    return { inTheClear, logins, received };
  }
});

describe('a notice into a folder', () => {
  test('is a message and its report, each whole, and the same again changes nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hashline-outgoing-'));
    try {
      const settings = { ...PLAIN, folder };
      const exchange = exchangeWith(new NodeMail([]));
      const outcome = await deliver(settings, exchange);
      const id = aReferral().referral;
      const read = async () => [
        await readFile(join(folder, `${id}.eml`), 'utf8'),
        await readFile(join(folder, `${id}.json`), 'utf8'),
      ];
      const before = await read();
      await deliver(settings, exchange);
      expect({
        outcome: essence(outcome),
        files: (await readdir(folder)).sort(),
        after: await read(),
      }).toEqual({
        outcome: ['delivered'],
        files: [`${id}.eml`, `${id}.json`],
        after: before,
      });
      expect(JSON.parse(before[1]!).xarf_version).toBe('4.2.0');
      expect(await xarfMail.test!(settings, exchange)).toBe(null);
      expect((await readdir(folder)).length).toBe(2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('waits while there is no such folder', async () => {
    const exchange = exchangeWith(new NodeMail([]));
    const settings = { ...PLAIN, folder: '/nowhere/at/all' };
    const outcome = await deliver(settings, exchange);
    expect([essence(outcome), (await xarfMail.test!(settings, exchange))?.code]).toEqual([
      ['retry', 'folder-unusable', 'with sender'],
      'folder-unusable',
    ]);
  });
});

describe('a notice is stopped, and nothing sent,', () => {
  const memory = () => {
    const mail = new InMemoryMail();
    return { mail, settings: { ...PLAIN, server: 'smtp://mail.example' } };
  };
  const outcomeOf = async (
    frozen: FrozenReferral,
    notices: Partial<Notices> = {},
    change: Partial<Settings> = {},
  ) => {
    const { mail, settings } = memory();
    const outcome = await deliver({ ...settings, ...change }, exchangeWith(mail, notices), frozen);
    return { outcome, taken: mail.taken.length };
  };
  const { subject, assessment } = JSON.parse(new TextDecoder().decode(aReferral().body));
  const stuck = (reason: object) => ({ outcome: { type: 'stuck', isWithSender: true, reason }, taken: 0 });

  test('where the book has nobody for it', async () => {
    expect(await outcomeOf(aReferral(), { contactFor: () => 'none' })).toEqual(
      stuck({ code: 'no-contact', host: 'site-1.example', country: 'BE' }),
    );
  });

  test('where the book is not the one that a person imported', async () => {
    expect(await outcomeOf(aReferral(), { contactFor: () => 'changed' })).toEqual(
      stuck({ code: 'contacts-changed' }),
    );
  });

  test.each(['magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567', null])(
    'where there is no address with a host: %s',
    async (url) => {
      const change = { ...subject, url, kind: url === null ? 'file' : 'link', hashes: null };
      expect(await outcomeOf(aReferral(1, { subject: change }))).toEqual(
        stuck({ code: 'notice-needs-address' }),
      );
    },
  );

  test('where the assessment does not say that it is illegal, except to withdraw', async () => {
    const judgement = { legality: 'legal', hosting: { country: 'BE', source: 'registry' } };
    const change = { assessment: { ...assessment, judgement } };
    expect(await outcomeOf(aReferral(1, change))).toEqual(stuck({ code: 'notice-needs-illegal' }));
    const withdrawn = { ...change, kind: 'retraction', inReplyTo: aReferral(9).referral };
    expect((await outcomeOf(aReferral(1, withdrawn))).outcome.type).toBe('delivered');
  });

  test('where it is the first one to an address, until a person lets it go or one went there', async () => {
    const ask = { first: 'ask' as const };
    const asked = [];
    const isFirst: Partial<Notices> = {
      hasWrittenTo: (address) => {
        asked.push(address);
        return false;
      },
    };
    expect(await outcomeOf(aReferral(), isFirst, ask)).toEqual(
      stuck({ code: 'first-notice', address: 'abuse@provider.example' }),
    );
    const { first: _, ...unsaid } = PLAIN;
    expect((await outcomeOf(aReferral(), isFirst, { first: undefined as never, ...unsaid })).taken).toBe(0);
    expect((await outcomeOf({ ...aReferral(), released: true }, isFirst, ask)).taken).toBe(1);
    expect((await outcomeOf(aReferral(), { hasWrittenTo: () => true }, ask)).taken).toBe(1);
  });

  test('and is looked up by host, address, network and country', async () => {
    const asked: unknown[] = [];
    const contactFor = (about: unknown): Contact => {
      asked.push(about);
      return aContact();
    };
    const hosting = { ip: '192.0.2.7', network: 'AS64496 Example' };
    await outcomeOf(aReferral(1, { subject: { ...subject, reportedHosting: hosting } }), { contactFor });
    await outcomeOf(aReferral(1, { subject: { ...subject, url: 'http://[2001:db8::1]:8080/a' } }), {
      contactFor,
    });
    expect(asked).toEqual([
      { host: 'site-1.example', ip: '192.0.2.7', asn: 64496, country: 'BE' },
      { host: '2001:db8::1', ip: '2001:db8::1', asn: null, country: 'BE' },
    ]);
  });
});
