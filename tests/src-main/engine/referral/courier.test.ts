import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { DestinationId, ReferralId } from '../../../../shared/domain/ids.ts';
import type { RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { verifyReport } from '../../../../src-main/engine/referral/channels/https-json/receipt.ts';
import { sha256Hex } from '../../../../src-main/exchange/sha256-hex.ts';
import { toldReferral } from '../../../../src-main/host-cli/terminal/told-referral.ts';
import type { NetworkReply } from '../../../../src-main/ports/network.ts';
import { NodeNetwork } from '../../../../src-main/ports/node-network.ts';
import { answerSigner } from '../../../../src-main/receiver/answer-signer.ts';
import { makeCertificates } from '../../../../src-main/receiver/certificates.ts';
import { addTakedown } from '../../../../src-main/receiver/takedown-log.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { refer, sendAll, sendOnce, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { thorough } from '../../../support/thorough.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';
import { aDesk, seeded } from '../../receiver/a-desk.ts';

/** Entries of the referral kinds, oldest first, without what differs from run to run. */
async function ledgerOf(vault: AVault, ...kinds: string[]): Promise<unknown[]> {
  const { entries } = await vault.client.audit.entries({ limit: 500 });
  return entries
    .filter((entry) => kinds.includes(entry.kind))
    .reverse()
    .map(({ kind, data, actor }) => ({ kind, by: actor.name, ...data }));
}

const outboxOf = async (vault: AVault) =>
  (await vault.client.referral.outbox({ limit: 1000 })).referrals.reverse().map(toldReferral);

describe('the courier', () => {
  test('brings each referral to its desk with the bytes that were queued, and keeps the receipt', async () => {
    await using police = await aDesk();
    await using iccam = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', police);
    await sendTo(vault, 'iccam', iccam);
    const home = await refer(vault, 'home', 'BE');
    const member = await refer(vault, 'member', 'NL');
    expect(await sendOnce(vault)).toEqual({ delivered: 2, retrying: 0, refused: 0, parked: 0 });
    const [atPolice, atIccam] = [await storedAt(police.dir), await storedAt(iccam.dir)];
    expect(
      [atPolice, atIccam].map((stored) => stored.map(({ body }) => [body.subject.case, body.destination])),
    ).toEqual([[[home.case, 'police']], [[member.case, 'iccam']]]);
    const [referral] = await outboxOf(vault);
    expect(referral).toEqual({
      id: home.referrals[0]!.id,
      case: home.case,
      subject: expect.stringContaining('.example'),
      kind: 'url',
      destination: 'police',
      purpose: 'new',
      inReplyTo: null,
      state: 'delivered',
      attempts: 1,
      queuedAt: expect.any(String),
      nextAttemptAt: null,
      notBefore: null,
      deadlineAt: expect.any(String),
      reason: null,
      deliveredAt: new Date(vault.clock.nowMs()).toISOString(),
      reference: atPolice[0]!.record.reference,
      sealedAt: null,
      takedown: [],
      reportProblem: null,
    });
    const delivered = await ledgerOf(vault, 'referral.delivered');
    expect(delivered).toEqual(
      expect.arrayContaining([
        {
          kind: 'referral.delivered',
          by: 'this workstation',
          case: home.case,
          referral: home.referrals[0]!.id,
          destination: 'police',
          attempts: 1,
          receipt: expect.objectContaining({
            idempotencyKey: atPolice[0]!.record.idempotencyKey,
            bodySha256: atPolice[0]!.record.bodySha256,
          }),
        },
      ]),
    );
    vault.lock();
    const bodies = await inDatabaseOf(vault.folder, (db) =>
      db.prepare('SELECT body FROM referrals ORDER BY line').all(),
    );
    expect(bodies.map((row) => row.body)).toEqual([atPolice[0]!.record.body, atIccam[0]!.record.body]);
  });

  test('keeps the order of decisions at each desk, also where the first ones fail for a while', async () => {
    await using desk = await aDesk({
      fail: { status: 503, rate: 0.5, dropAfterAcceptRate: 0.3 },
      random: seeded(5),
    });
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const cases: string[] = [];
    for (let i = 0; i < 12; i++) cases.push((await refer(vault, `host-${i}`)).case);
    const result = await sendAll(vault);
    const stored = await storedAt(desk.dir);
    expect({ result, order: stored.map(({ body }) => body.subject.case) }).toEqual({
      result: { delivered: 12, retrying: 0, refused: 0, parked: 0 },
      order: cases,
    });
    const retried = desk.events.filter((event) => event.type === 'repeated').length;
    expect(retried).toBeGreaterThan(0);
  });

  test('does not come back before the desk asked it to', async () => {
    await using desk = await aDesk({ fail: { status: 503, rate: 1 } });
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    await refer(vault, 'a');
    const asked = () => desk.events.length;
    expect(await sendOnce(vault)).toEqual({ delivered: 0, retrying: 1, refused: 0, parked: 0 });
    const [waiting] = await outboxOf(vault);
    // The reference desk says `Retry-After: 1`.
    expect(Date.parse(waiting!.nextAttemptAt!) - vault.clock.nowMs()).toBeGreaterThanOrEqual(1000);
    expect(waiting!.reason).toBe('the destination answered 503 unavailable: fails on purpose');
    const before = asked();
    vault.clock.advance(999);
    await sendOnce(vault);
    expect(asked()).toBe(before);
    vault.clock.advance(900_000);
    await sendOnce(vault);
    expect(asked()).toBe(before + 1);
  });

  test('parks a referral after the limit of the policy, lets those behind it pass, and resumes it with the same bytes', async () => {
    await using good = await aDesk();
    using vault = await aVault();
    const { maxAttempts } = vault.session.policy.courier;
    await using broken = await aDesk({ fail: { status: 500, rate: 1 } });
    await sendTo(vault, 'police', broken);
    const first = await refer(vault, 'first');
    const id = ReferralId.parse(first.referrals[0]!.id);
    expect(await failureOf(vault.client.referral.resume({ command: aCommand(), id }))).toEqual({
      code: 'CONFLICT',
      data: { reason: 'referral-not-parked' },
    });
    expect(await sendAll(vault)).toEqual({ delivered: 0, retrying: 0, refused: 0, parked: 1 });
    const [parked] = await outboxOf(vault);
    await sendTo(vault, 'police', good);
    const second = await refer(vault, 'second');
    await sendOnce(vault);
    const command = aCommand();
    const resumed = await vault.client.referral.resume({ command, id });
    await vault.client.referral.resume({ command, id });
    expect(await sendOnce(vault)).toEqual({ delivered: 1, retrying: 0, refused: 0, parked: 0 });
    expect({
      parked: [parked!.state, parked!.attempts, parked!.reason],
      resumed: [resumed.state, resumed.attempts],
      order: (await storedAt(good.dir)).map(({ body }) => body.subject.case),
      tried: broken.events.length,
      ledger: await ledgerOf(vault, 'referral.parked', 'referral.resumed'),
    }).toEqual({
      parked: ['parked', maxAttempts, 'the destination answered 500 unavailable: fails on purpose'],
      resumed: ['queued', 0],
      order: [second.case, first.case],
      tried: maxAttempts,
      ledger: [
        {
          kind: 'referral.parked',
          by: 'this workstation',
          case: first.case,
          referral: id,
          destination: 'police',
          reason: 'the destination answered 500 unavailable: fails on purpose',
          attempts: maxAttempts,
        },
        {
          kind: 'referral.resumed',
          by: 'Sam Supervisor',
          case: first.case,
          referral: id,
          destination: 'police',
        },
      ],
    });
  });

  test.each([401, 403, 404, 410, 413])(
    'never loses a case to one answer %i: it is parked, and resumed with the same bytes',
    async (status) => {
      await using broken = await aDesk({ fail: { status, rate: 1 } });
      await using well = await aDesk();
      using vault = await aVault();
      await sendTo(vault, 'police', broken);
      const { case: id, referrals } = await refer(vault, 'a');
      expect(await sendOnce(vault)).toEqual({ delivered: 0, retrying: 0, refused: 0, parked: 1 });
      const [parked] = await outboxOf(vault);
      const desk = (await vault.client.referral.destinations()).find((one) => one.id === 'police');
      await sendTo(vault, 'police', well);
      await vault.client.referral.resume({
        command: aCommand(),
        id: ReferralId.parse(referrals[0]!.id),
      });
      const sent = await sendOnce(vault);
      const { summary } = await vault.client.review.case({ id });
      expect({
        parked: [parked!.state, parked!.reason, desk!.parked],
        sent,
        state: summary.state,
        stored: (await storedAt(well.dir)).map(({ body }) => body.referral),
        ledger: (await ledgerOf(vault, 'referral.parked', 'referral.resumed', 'referral.refused')).length,
      }).toEqual({
        parked: ['parked', `the destination answered ${status} unavailable: fails on purpose`, 1],
        sent: { delivered: 1, retrying: 0, refused: 0, parked: 0 },
        state: 'referred',
        stored: [referrals[0]!.id],
        ledger: 2,
      });
    },
  );

  test('a refusal the desk signed is final, and its case is open again for a person', async () => {
    await using desk = await aDesk({ fail: { refuseRate: 1 } });
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { case: id, referrals } = await refer(vault, 'a');
    await refer(vault, 'b');
    expect(await sendOnce(vault)).toEqual({ delivered: 0, retrying: 0, refused: 2, parked: 0 });
    const [refused] = await outboxOf(vault);
    const reason =
      'the destination answered 422 not-accepted: the desk does not take this referral (signed by Example Desk)';
    const { summary } = await vault.client.review.case({ id });
    const referral = referrals[0]!.id;
    expect({
      row: [refused!.state, refused!.reason],
      case: [summary.state, summary.reopened?.reason, summary.claimedBy],
      ledger: (await ledgerOf(vault, 'referral.refused', 'case.reopened')).slice(0, 2),
      resumed: await failureOf(
        vault.client.referral.resume({ command: aCommand(), id: ReferralId.parse(referral) }),
      ),
    }).toEqual({
      row: ['refused', reason],
      case: ['open', 'refused', null],
      ledger: [
        {
          kind: 'referral.refused',
          by: 'this workstation',
          case: id,
          referral,
          destination: 'police',
          reason,
          attempts: 1,
          refusal: expect.objectContaining({ error: 'not-accepted', receiver: 'Example Desk' }),
        },
        {
          kind: 'case.reopened',
          by: 'this workstation',
          case: id,
          reason: 'refused',
          from: 'referred',
          referral,
        },
      ],
      resumed: { code: 'CONFLICT', data: { reason: 'referral-not-parked' } },
    });
    // Decided once more it goes out as a new referral: what was refused stands at no desk.
    const again = await vault.client.review.assess({
      command: aCommand(),
      case: id,
      judgement: illegalIn('BE'),
    });
    const purposes = (await outboxOf(vault)).filter((one) => one.case === id).map(({ purpose }) => purpose);
    expect([again.state, purposes]).toEqual(['referred', ['new', 'new']]);
  });

  test('goes to no address that is not sent as it is written, and the desk is not set up under it', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    const { url } = desk.settings;
    const setUp = (address: string) =>
      sendTo(vault, 'police', { ...desk, settings: { ...desk.settings, url: address } });
    const refused = [];
    for (const address of [
      url.replace('//', '//user:pw@'),
      `${url}#part`,
      url.replace('127.0.0.1', '0x7f.1'),
    ]) {
      const { code, data } = await failureOf(setUp(address));
      refused.push([code, data]);
    }
    const why = (detail: RefusalDetail) => [
      'REFUSED',
      { refusals: [{ row: null, field: 'url', reason: 'bad-value', detail }] },
    ];
    expect(refused).toEqual([
      why({ code: 'address-with-name' }),
      why({ code: 'address-with-fragment' }),
      why({ code: 'address-read-as', spelling: url }),
    ]);
    const police = (await vault.client.referral.destinations()).find((one) => one.id === 'police');
    expect(police?.url).toBe(null);
  });

  test('waits where a destination is not configured, and goes as soon as it is', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await refer(vault, 'a');
    expect(await sendOnce(vault)).toEqual({ delivered: 0, retrying: 1, refused: 0, parked: 0 });
    const police = (await vault.client.referral.destinations()).find((one) => one.id === 'police');
    expect(police).toMatchObject({ kind: null, url: null, waiting: 1, delivered: 0, parked: 0 });
    expect((await outboxOf(vault))[0]!.attempts).toBe(0);
    await sendTo(vault, 'police', desk);
    expect((await sendOnce(vault)).delivered).toBe(1);
    await vault.client.referral.removeDestination({ command: aCommand(), id: DestinationId.parse('police') });
    await refer(vault, 'b');
    expect(await sendOnce(vault)).toEqual({ delivered: 0, retrying: 1, refused: 0, parked: 0 });
  });

  test('sends again with the same bytes what a lock cut off in the middle of an exchange', async () => {
    await using desk = await aDesk({ fail: { delayMs: 300 } });
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { case: id } = await refer(vault, 'a');
    const sending = sendOnce(vault).catch((error: unknown) => error);
    await wait(100);
    vault.lock();
    await sending;
    const between = await inDatabaseOf(vault.folder, (db) =>
      db.prepare('SELECT state, attempts FROM referrals').all(),
    );
    await wait(400);
    await vault.unlock();
    const result = await sendAll(vault);
    expect({
      between,
      result,
      stored: (await storedAt(desk.dir)).map(({ body }) => body.subject.case),
    }).toEqual({
      between: [{ state: 'sending', attempts: 1 }],
      result: { delivered: 1, retrying: 0, refused: 0, parked: 0 },
      stored: [id],
    });
    expect((await ledgerOf(vault, 'referral.delivered')).length).toBe(1);
  });

  test('two that send at the same time send each referral once', async () => {
    await using desk = await aDesk({ fail: { delayMs: 20 } });
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    for (let i = 0; i < 5; i++) await refer(vault, `host-${i}`);
    await Promise.all([sendOnce(vault), sendOnce(vault), sendOnce(vault)]);
    await sendAll(vault);
    expect(desk.events.map((event) => event.type)).toEqual(Array(5).fill('stored'));
  });

  test('takes nothing for delivered that has no receipt of the right authority', async () => {
    using vault = await aVault();
    using folder = aFolder();
    const certificates = await makeCertificates({ dir: folder.path });
    const server = createServer(
      {
        cert: certificates.server.cert,
        key: certificates.server.key,
        ca: certificates.ca,
        requestCert: true,
      },
      (request, response) => {
        request.resume().on('end', () => response.writeHead(201).end('eyJ.eyJ.x'));
      },
    );
    const port = await listen(server);
    await vault.client.referral.addDestination({
      command: aCommand(),
      destination: {
        id: DestinationId.parse('police'),
        channel: {
          kind: 'https-json',
          settings: {
            url: `https://127.0.0.1:${port}/referrals`,
            ca: certificates.ca,
            ...certificates.client,
          },
        },
      },
    });
    await refer(vault, 'a');
    expect(await sendOnce(vault)).toEqual({ delivered: 0, retrying: 1, refused: 0, parked: 0 });
    expect((await outboxOf(vault))[0]!.reason).toContain('its receipt does not hold');
    server.closeAllConnections();
    server.close();
  });

  test('works by itself in the background: decides, sends, and is told at once', async () => {
    await using desk = await aDesk();
    using vault = await aVault({ ports: { background: true } });
    await sendTo(vault, 'police', desk);
    await refer(vault, 'a');
    await expect.poll(async () => (await outboxOf(vault))[0]?.state, { timeout: 10_000 }).toBe('delivered');
  });
});

/** The events of the first referral as the desk told them. */
const toldEvents = async (vault: AVault) =>
  (await outboxOf(vault))[0]!.takedown.map(({ status, at, country }) => ({
    ...{ status, at },
    ...(country === undefined ? {} : { country }),
  }));

const hoursOn = (vault: AVault, hours: number): string =>
  new Date(vault.clock.nowMs() + hours * 3_600_000).toISOString();

describe('a takedown report', () => {
  test('is asked for and recorded once, however often it is asked', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { case: id, referrals } = await refer(vault, 'a');
    await sendOnce(vault);
    const referral = ReferralId.parse(referrals[0]!.id);
    const events = [
      { status: 'acknowledged' as const, at: hoursOn(vault, 1) },
      { status: 'temporarily-inaccessible' as const, at: hoursOn(vault, 2) },
    ];
    await addTakedown(desk.dir, referral, events[0]!);
    const asked = [await vault.client.referral.refreshTakedowns()];
    asked.push(await vault.client.referral.refreshTakedowns());
    await addTakedown(desk.dir, referral, events[1]!);
    await vault.restart();
    asked.push(await vault.client.referral.refreshTakedowns());
    asked.push(await vault.client.referral.refreshTakedowns());
    expect({ asked, shown: await toldEvents(vault) }).toEqual({
      asked: [
        { asked: 1, events: 1, refused: 0, unproven: 0, unanswered: 0 },
        { asked: 1, events: 0, refused: 0, unproven: 0, unanswered: 0 },
        { asked: 1, events: 1, refused: 0, unproven: 0, unanswered: 0 },
        { asked: 1, events: 0, refused: 0, unproven: 0, unanswered: 0 },
      ],
      shown: events,
    });
    expect(await ledgerOf(vault, 'takedown.recorded')).toEqual(
      events.map((event) => ({
        kind: 'takedown.recorded',
        by: 'this workstation',
        case: id,
        referral,
        destination: 'police',
        event,
        source: 'desk',
        reportSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      })),
    );
  });

  test('is recorded once each also where the desk adds an earlier event later', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { referrals } = await refer(vault, 'a');
    await sendOnce(vault);
    const referral = ReferralId.parse(referrals[0]!.id);
    const late = { status: 'written-order' as const, at: hoursOn(vault, 3) };
    const early = { status: 'acknowledged' as const, at: hoursOn(vault, 1) };
    await addTakedown(desk.dir, referral, late);
    await vault.client.referral.refreshTakedowns();
    await addTakedown(desk.dir, referral, early);
    await vault.client.referral.refreshTakedowns();
    await vault.client.referral.refreshTakedowns();
    const recorded = (await ledgerOf(vault, 'takedown.recorded')) as { event: unknown }[];
    expect(recorded.map((entry) => entry.event)).toEqual([late, early]);
    expect(await toldEvents(vault)).toEqual([late, early]);
  });

  test('that it moved opens the case again in the new country, to be routed anew', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { case: id, referrals } = await refer(vault, 'a');
    await sendOnce(vault);
    const referral = ReferralId.parse(referrals[0]!.id);
    await addTakedown(desk.dir, referral, { status: 'moved', at: hoursOn(vault, 3), country: 'NL' });
    await vault.client.referral.refreshTakedowns();
    const { summary } = await vault.client.review.case({ id });
    const again = await vault.client.review.assess({
      command: aCommand(),
      case: id,
      judgement: illegalIn('NL'),
    });
    expect([summary.state, summary.hosting, again.referrals.map((one) => one.destination)]).toEqual([
      'open',
      'NL',
      ['iccam'],
    ]);
  });

  test('is bounded: a desk that tells hundreds of things, or of other times, fills no ledger', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { referrals } = await refer(vault, 'a');
    await sendOnce(vault);
    const referral = ReferralId.parse(referrals[0]!.id);
    const at = (minutes: number) => new Date(vault.clock.nowMs() + minutes * 60_000).toISOString();
    for (const when of ['2001-01-01T00:00:00.000Z', '2090-01-01T00:00:00.000Z'])
      await addTakedown(desk.dir, referral, { status: 'acknowledged', at: when });
    for (let minute = 0; minute < 240; minute++)
      await addTakedown(desk.dir, referral, { status: 'acknowledged', at: at(minute) });
    const asked = [];
    for (let times = 0; times < 8; times++) asked.push(await vault.client.referral.refreshTakedowns());
    expect(asked.map(({ events }) => events)).toEqual([20, 20, 20, 20, 20, 0, 0, 0]);
    expect(asked.at(-1)).toEqual({ asked: 1, events: 0, refused: 142, unproven: 0, unanswered: 0 });
    expect(await ledgerOf(vault, 'takedown.recorded')).toHaveLength(100);
  });

  test('is recorded only where the desk signed it, about this very referral; anything else is counted and shown', async () => {
    await using desk = await aDesk();
    let lie: (honest: NetworkReply) => NetworkReply | Promise<NetworkReply> = (honest) => honest;
    using vault = await aVault({
      ports: {
        network: (hosts) => {
          const real = new NodeNetwork(hosts);
          return {
            request: async (request) => {
              const reply = await real.request(request);
              return request.method === 'GET' ? lie(reply) : reply;
            },
            close: () => real.close(),
          };
        },
      },
    });
    await sendTo(vault, 'police', desk);
    const { case: id, referrals } = await refer(vault, 'a');
    const { referrals: others } = await refer(vault, 'b');
    await sendOnce(vault);
    const referral = ReferralId.parse(referrals[0]!.id);
    const moved = { status: 'moved' as const, at: hoursOn(vault, 1), country: 'NL' as const };
    await addTakedown(desk.dir, referral, moved);
    const { receipt, client } = desk.receiver.certificates;
    const bodySha256 = sha256Hex((await storedAt(desk.dir))[0]!.record.body);
    const report = {
      format: 'hashline-takedown/1' as const,
      referral,
      bodySha256,
      reportedAt: moved.at,
      receiver: 'Example Desk',
      events: [moved],
    };
    const sign = answerSigner(receipt).takedown;
    const lies: [string, string][] = [
      [JSON.stringify({ referral, events: [moved] }), 'not-a-report'],
      [JSON.stringify(report), 'not-a-report'],
      [await answerSigner(client).takedown(report), 'wrong-purpose'],
      [await sign({ ...report, referral: ReferralId.parse(others[0]!.id) }), 'other-referral'],
      [await sign({ ...report, bodySha256: '0'.repeat(64) }), 'other-body'],
    ];
    const told = [];
    for (const [body] of lies) {
      lie = (honest) => ({ ...honest, body: new TextEncoder().encode(body) });
      const { asked, events, unproven } = await vault.client.referral.refreshTakedowns();
      const [shown] = await outboxOf(vault);
      told.push([asked, events, unproven, shown!.takedown.length, shown!.reportProblem]);
    }
    expect(told).toEqual(
      lies.map(([, problem]) => {
        // One of these reports is of the other referral, and is about other bytes than that one's.
        const reason = `the destination answered 200, but its report does not hold (${problem})`;
        return [2, 0, 2, 0, reason];
      }),
    );
    expect(await ledgerOf(vault, 'takedown.recorded', 'case.reopened')).toEqual([]);
    expect((await vault.client.review.case({ id })).summary.state).toBe('referred');
    lie = (honest) => honest;
    expect(await vault.client.referral.refreshTakedowns()).toMatchObject({
      asked: 2,
      events: 1,
      unproven: 0,
    });
    expect((await outboxOf(vault)).map(({ takedown, reportProblem }) => [takedown, reportProblem])).toEqual([
      [[expect.objectContaining(moved)], null],
      [[], null],
    ]);
    expect((await vault.client.review.case({ id })).summary.state).toBe('open');
  });

  test('can be shown later: what the desk signed is kept, and the ledger names it', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const { referrals } = await refer(vault, 'a');
    await sendOnce(vault);
    const referral = ReferralId.parse(referrals[0]!.id);
    const events = [1, 2, 3].map((hours) => ({
      status: 'acknowledged' as const,
      at: hoursOn(vault, hours),
    }));
    for (const event of events.slice(0, 2)) await addTakedown(desk.dir, referral, event);
    await vault.client.referral.refreshTakedowns();
    await vault.client.referral.refreshTakedowns();
    await addTakedown(desk.dir, referral, events[2]!);
    await vault.client.referral.refreshTakedowns();
    const named = (await ledgerOf(vault, 'takedown.recorded')) as { reportSha256: string }[];
    const at = new Date(vault.clock.nowMs());
    vault.lock();
    const [kept, frozen] = await inDatabaseOf(vault.folder, (db) => [
      db.prepare('SELECT sha256, report FROM takedown_reports ORDER BY rowid').all(),
      String(db.prepare('SELECT body FROM referrals').get()?.body),
    ]);
    const asked = { referral, body: new TextEncoder().encode(frozen) };
    const proved = await Promise.all(
      kept.map(async ({ sha256, report }) => {
        const check = await verifyReport(String(report), asked, desk.receiver.certificates.ca, at);
        return [sha256, sha256Hex(String(report)), check.valid && check.report.events];
      }),
    );
    const [first, second] = [kept[0]!.sha256, kept[1]!.sha256];
    expect(proved).toEqual([
      [first, first, events.slice(0, 2)],
      [second, second, events],
    ]);
    expect(named.map(({ reportSha256 }) => reportSha256)).toEqual([first, first, second]);
  });

  test('is not lost where the desk does not answer', async () => {
    const desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    await refer(vault, 'a');
    await sendOnce(vault);
    await desk[Symbol.asyncDispose]();
    expect(await vault.client.referral.refreshTakedowns()).toEqual({
      asked: 0,
      events: 0,
      refused: 0,
      unproven: 0,
      unanswered: 1,
    });
  });
});

const OFFLINE = thorough(1000, 30);

test(`an outage: ${OFFLINE} decisions offline, then all delivered once and in order`, async () => {
  await using folder = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', folder);
  const { port } = folder.receiver;
  await folder.receiver.close();
  const cases: string[] = [];
  for (let i = 0; i < OFFLINE; i++) {
    cases.push((await refer(vault, `host-${i}`)).case);
    if (i % 50 === 0) {
      await sendOnce(vault);
      vault.clock.advance(60_000);
    }
  }
  const destinations = await vault.client.referral.destinations();
  const waiting = destinations.find((one) => one.id === 'police');
  await using back = await aDesk({ dir: folder.dir, port, certificates: folder.receiver.certificates });
  vault.clock.advance(900_000);
  const result = await sendAll(vault);
  const stored = await storedAt(folder.dir);
  expect({
    waiting: waiting?.waiting,
    age: waiting?.oldestQueuedAt !== null,
    result,
    once: back.events.filter((event) => event.type === 'stored').length,
    repeated: back.events.filter((event) => event.type !== 'stored').length,
    order: stored.map(({ body }) => body.subject.case),
  }).toEqual({
    waiting: OFFLINE,
    age: true,
    result: { delivered: OFFLINE, retrying: 0, refused: 0, parked: 0 },
    once: OFFLINE,
    repeated: 0,
    order: cases,
  });
}, 120_000);

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
