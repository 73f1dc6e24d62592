import { describe, expect, test } from 'vitest';
import { FAILURES_TO_OPEN } from '../../../../shared/domain/desk-contact.ts';
import { DestinationId, ReferralId } from '../../../../shared/domain/ids.ts';
import { ATTEMPTS_KEPT } from '../../../../src-main/engine/referral/attempt.store.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { refer, sendAll, sendOnce, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';
import { aDesk, type RunningDesk } from '../../receiver/a-desk.ts';

const POLICE = DestinationId.parse('police');

const police = async (vault: AVault) =>
  (await vault.client.referral.destinations()).find(({ id }) => id === POLICE)!;

const outbox = async (vault: AVault) =>
  (await vault.client.referral.outbox({ limit: 100 })).referrals.reverse();

/** The desk is gone; its address, port and certificates stay set up. */
const unplug = (desk: RunningDesk) => desk.receiver.close();

/** Lets the time of every delay pass and tries again. */
async function tryFor(vault: AVault, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await sendOnce(vault);
    vault.clock.advance(900_000);
  }
}

describe('a desk that cannot be reached', () => {
  test('parks no referral, however long it lasts, tries one at a time, and gets all of them in order afterwards', async () => {
    const folder = aFolder();
    using vault = await aVault();
    const first = await aDesk({ dir: folder.path });
    await sendTo(vault, 'police', first);
    const { port } = first.receiver;
    await unplug(first);
    const cases = [];
    for (const name of ['a', 'b', 'c']) cases.push((await refer(vault, name)).case);
    const { maxAttempts } = vault.session.policy.courier;
    await tryFor(vault, maxAttempts + 5);
    const during = await outbox(vault);
    const { outage, waiting } = await police(vault);
    const back = await aDesk({ dir: folder.path, port });
    const sent = await sendAll(vault);
    const stored = await storedAt(folder.path);
    const after = await police(vault);
    await back[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
    expect({
      during: during.map(({ state, attempts }) => [state, attempts > maxAttempts]),
      outage: [outage?.trouble?.code, outage?.isLong, waiting],
      sent,
      order: stored.map(({ body }) => body.subject.case),
      after: after.outage,
    }).toEqual({
      during: [
        ['queued', true],
        ['queued', false],
        ['queued', false],
      ],
      outage: ['no-connection', true, 3],
      sent: { delivered: 3, retrying: 0, refused: 0, parked: 0 },
      order: cases,
      after: null,
    });
    expect(during.slice(1).map(({ attempts }) => attempts)).toEqual([0, 0]);
  });

  test('is told with the time of the first silence, also after the vault was locked, and is probed at once when asked', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    await unplug(desk);
    await refer(vault, 'a');
    const since = new Date(vault.clock.nowMs()).toISOString();
    await tryFor(vault, FAILURES_TO_OPEN);
    await sendOnce(vault);
    await vault.restart();
    const { outage } = await police(vault);
    const attempts = async () => (await outbox(vault))[0]!.attempts;
    const before = await attempts();
    await sendOnce(vault);
    const untried = await attempts();
    await vault.client.referral.retryDestination({ id: POLICE });
    await sendOnce(vault);
    expect({ since: outage?.since, tried: [untried - before, (await attempts()) - before] }).toEqual({
      since,
      tried: [0, 1],
    });
  });

  test('holds up no other desk', async () => {
    await using gone = await aDesk();
    await using iccam = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', gone);
    await sendTo(vault, 'iccam', iccam);
    await unplug(gone);
    await refer(vault, 'home', 'BE');
    await refer(vault, 'member', 'NL');
    await tryFor(vault, FAILURES_TO_OPEN + 1);
    expect([(await storedAt(iccam.dir)).length, (await police(vault)).waiting]).toEqual([1, 1]);
  });

  test('that answers with an error is no outage: its referral is parked at the limit, and those behind it pass', async () => {
    await using desk = await aDesk({ fail: { status: 503, rate: 1 } });
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    await refer(vault, 'a');
    await tryFor(vault, vault.session.policy.courier.maxAttempts + 1);
    expect([(await outbox(vault))[0]!.state, (await police(vault)).outage]).toEqual(['parked', null]);
  });
});

describe('a paused desk', () => {
  test('gets nothing until it goes on; both stand in the ledger, and the rows rebuilt from it are equal', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    await refer(vault, 'a');
    const { client } = vault;
    await client.referral.pauseDestination({ command: aCommand(), id: POLICE });
    const twice = await client.referral.pauseDestination({ command: aCommand(), id: POLICE });
    const paused = await sendOnce(vault);
    const { paused: told } = await police(vault);
    await client.referral.resumeDestination({ command: aCommand(), id: POLICE });
    const sent = await sendOnce(vault);
    await client.referral.pauseDestination({ command: aCommand(), id: POLICE });
    const { entries } = await client.audit.entries({ limit: 500 });
    using folder = aFolder();
    await rebuiltFrom(vault, folder.path);
    expect({
      twice: twice.paused,
      pauses: entries.filter(({ kind }) => kind === 'destination.paused').length,
      paused,
      told: told?.by,
      sent,
      rebuilt: await recordedDifferences(vault.folder, folder.path),
    }).toEqual({
      twice: told!,
      pauses: 2,
      paused: { delivered: 0, retrying: 1, refused: 0, parked: 0 },
      told: vault.session.person.id,
      sent: { delivered: 1, retrying: 0, refused: 0, parked: 0 },
      rebuilt: [],
    });
  });
});

describe('what a person sees of a referral before and after it goes', () => {
  test('is the very bytes the desk gets, with their digest, and each attempt with its outcome', async () => {
    await using broken = await aDesk({ fail: { status: 500, rate: 1 } });
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', broken);
    const { referrals } = await refer(vault, 'a');
    const id = ReferralId.parse(referrals[0]!.id);
    const before = await vault.client.referral.frozen({ id });
    await sendOnce(vault);
    await sendTo(vault, 'police', desk);
    vault.clock.advance(900_000);
    await sendOnce(vault);
    const [stored] = await storedAt(desk.dir);
    const after = await vault.client.referral.frozen({ id });
    expect({
      same: [before.body === stored!.record.body, before.bodySha256 === stored!.record.bodySha256],
      bytes: before.bytes,
      attempts: [
        before.attempts,
        after.attempts.map(({ number, outcome, trouble }) => [number, outcome, trouble?.code]),
      ],
      notKept: after.attemptsNotKept,
    }).toEqual({
      same: [true, true],
      bytes: Buffer.byteLength(stored!.record.body),
      attempts: [
        [],
        [
          [2, 'delivered', undefined],
          [1, 'retry', 'answered-with'],
        ],
      ],
      notKept: 0,
    });
  });

  test('keeps the last attempts only, and says how many it does not', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    await unplug(desk);
    const { referrals } = await refer(vault, 'a');
    await tryFor(vault, ATTEMPTS_KEPT + 4);
    const { attempts, attemptsNotKept } = await vault.client.referral.frozen({
      id: ReferralId.parse(referrals[0]!.id),
    });
    expect([attempts.length, attempts[0]!.number, attemptsNotKept]).toEqual([
      ATTEMPTS_KEPT,
      ATTEMPTS_KEPT + 4,
      4,
    ]);
  });

  test('all that is parked at a desk goes out again with one act, each with an entry of its own', async () => {
    await using broken = await aDesk({ fail: { status: 404, rate: 1 } });
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', broken);
    const cases = [];
    for (const name of ['a', 'b', 'c']) cases.push((await refer(vault, name)).case);
    await sendOnce(vault);
    await sendTo(vault, 'police', desk);
    const { resumed } = await vault.client.referral.resumeAll({ command: aCommand(), destination: POLICE });
    await sendOnce(vault);
    const { entries } = await vault.client.audit.entries({ limit: 500 });
    expect({
      resumed,
      order: (await storedAt(desk.dir)).map(({ body }) => body.subject.case),
      entries: entries.filter(({ kind }) => kind === 'referral.resumed').length,
    }).toEqual({ resumed: 3, order: cases, entries: 3 });
  });
});
