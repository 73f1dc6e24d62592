import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SettingChanges } from '../../../../shared/contract/referral.contract.ts';
import { DestinationId } from '../../../../shared/domain/ids.ts';
import { makeCertificates } from '../../../../src-main/receiver/certificates.ts';
import { issueCertificate } from '../../../../src-main/receiver/issue-certificate.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { refer, sendAll, sendOnce, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { keyPin } from '../../../support/key-pin.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';
import { aDesk, type RunningDesk } from '../../receiver/a-desk.ts';

const POLICE = DestinationId.parse('police');

const change = (vault: AVault, settings: SettingChanges) =>
  vault.client.referral.changeDestination({ command: aCommand(), id: POLICE, settings });

const police = async (vault: AVault) =>
  (await vault.client.referral.destinations()).find(({ id }) => id === POLICE)!;

const counts = async (vault: AVault) => {
  const { waiting, delivered, parked } = await police(vault);
  return { waiting, delivered, parked };
};

const pinOf = ({ receiver }: RunningDesk) => keyPin(receiver.certificates.server.cert);

/** A key that the desk has made and not used yet. */
async function prepareKey({ dir, receiver, network }: RunningDesk) {
  const file = (name: string) => join(dir, 'certificates', name);
  const authority = { cert: receiver.certificates.ca, key: readFileSync(file('ca.key'), 'utf8') };
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
  const next = await issueCertificate(authority, 'localhost', 'server', ['127.0.0.1'], validity);
  const changeOver = async (): Promise<RunningDesk> => {
    network.close();
    await receiver.close();
    writeFileSync(file('server.pem'), next.cert);
    writeFileSync(file('server.key'), next.key);
    return aDesk({ dir, port: receiver.port });
  };
  return { pin: keyPin(next.cert), changeOver };
}

describe('a desk that changes the key of its server', () => {
  test('gets every referral once and in order where its next key was told, and nothing is parked', async () => {
    using folder = aFolder();
    using vault = await aVault();
    const before = await aDesk({ dir: folder.path });
    const next = await prepareKey(before);
    await sendTo(vault, 'police', before);
    await change(vault, { pin: pinOf(before), nextPin: next.pin });
    const cases = [];
    for (const name of ['a', 'b']) cases.push((await refer(vault, name)).case);
    const first = await sendAll(vault);
    cases.push((await refer(vault, 'c')).case);
    await using after = await next.changeOver();
    cases.push((await refer(vault, 'd')).case);
    const second = await sendOnce(vault);
    // The key of before is taken away: who still has it is nobody any more.
    const settled = await change(vault, { pin: next.pin, nextPin: null });
    cases.push((await refer(vault, 'e')).case);
    const third = await sendOnce(vault);
    expect({
      changed: pinOf(after) !== pinOf(before) && pinOf(after) === next.pin,
      sent: [first, second, third].map(({ delivered, parked, refused, retrying }) => [
        delivered,
        parked + refused + retrying,
      ]),
      pins: [settled.settings.pin, settled.settings.nextPin],
      order: (await storedAt(folder.path)).map(({ body }) => body.subject.case),
      counts: await counts(vault),
    }).toEqual({
      changed: true,
      sent: [
        [2, 0],
        [2, 0],
        [1, 0],
      ],
      pins: [next.pin, undefined],
      order: cases,
      counts: { waiting: 0, delivered: 5, parked: 0 },
    });
  });

  test('gets nothing where neither key is its own, however often it is tried; what waits goes at once when the pin is changed', async () => {
    using folder = aFolder();
    using vault = await aVault();
    const before = await aDesk({ dir: folder.path });
    await sendTo(vault, 'police', before);
    await change(vault, { pin: pinOf(before), nextPin: keyPin(before.settings.ca) });
    const first = await refer(vault, 'a');
    await sendOnce(vault);
    await using after = await (await prepareKey(before)).changeOver();
    const second = await refer(vault, 'b');
    const { maxAttempts } = vault.session.policy.courier;
    for (let round = 0; round < maxAttempts + 3; round++) {
      await sendOnce(vault);
      vault.clock.advance(900_000);
    }
    // As after the last attempt: its delay and the pause of the outage are not over.
    await sendOnce(vault);
    const during = await counts(vault);
    const { outage } = await police(vault);
    const reached = [...after.events];
    await change(vault, { pin: pinOf(after) });
    const sent = await sendOnce(vault);
    expect({
      during,
      trouble: outage?.trouble,
      reached,
      sent: sent.delivered,
      outage: (await police(vault)).outage,
      order: (await storedAt(folder.path)).map(({ body }) => body.subject.case),
    }).toEqual({
      during: { waiting: 1, delivered: 1, parked: 0 },
      trouble: { code: 'other-key' },
      reached: [],
      sent: 1,
      outage: null,
      order: [first.case, second.case],
    });
  });
});

describe('settings that are changed while referrals wait', () => {
  test('a new client certificate with its key is used by the next attempt, and its signature holds at the desk', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    await refer(vault, 'a');
    await sendOnce(vault);
    await refer(vault, 'b');
    const renewed = await makeCertificates({ dir: join(desk.dir, 'certificates'), hotline: 'hotline-2' });
    const { certificateExpiresAt } = await change(vault, renewed.client);
    const sent = await sendOnce(vault);
    expect([renewed.client.cert === desk.settings.cert, typeof certificateExpiresAt, sent.delivered]).toEqual(
      [false, 'string', 1],
    );
    expect([
      await counts(vault),
      desk.events.map(({ type }) => type),
      await problemsOf(vault.client),
    ]).toEqual([{ waiting: 0, delivered: 2, parked: 0 }, ['stored', 'stored'], []]);
  });

  test('in the middle of a queue they count from the next referral on, and a removed desk gets no further one', async () => {
    using vault = await aVault();
    await using last = await aDesk();
    const acts: (() => Promise<unknown>)[] = [];
    await using second = await aDesk({ log: () => acts.shift()?.() });
    await using first = await aDesk({ log: () => acts.shift()?.() });
    await sendTo(vault, 'police', first);
    const cases: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) cases.push((await refer(vault, name)).case);
    const { url, ...tls } = second.settings;
    const done: unknown[] = [];
    acts.push(
      async () => done.push(await change(vault, { url, ...tls })),
      async () =>
        done.push(await vault.client.referral.removeDestination({ command: aCommand(), id: POLICE })),
    );
    await sendOnce(vault);
    const during = await counts(vault);
    await sendTo(vault, 'police', last);
    await sendOnce(vault);
    const at = async (desk: RunningDesk) =>
      (await storedAt(desk.dir)).map(({ body }) => cases.indexOf(body.subject.case));
    expect([done.length, during, await at(first), await at(second), await at(last)]).toEqual([
      2,
      { waiting: 2, delivered: 2, parked: 0 },
      [0],
      [1],
      [2, 3],
    ]);
  });

  test('are not changed where something else than Hashline changed the row, or where there is none', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    const none = await failureOf(change(vault, { pin: pinOf(desk) }));
    await sendTo(vault, 'police', desk);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) =>
      db.execute(
        "UPDATE destinations SET settings = json_set(settings, '$.url', 'https://elsewhere.example/referrals')",
      ),
    );
    await vault.unlock();
    const changed = await failureOf(change(vault, { pin: pinOf(desk) }));
    expect([none, changed].map((failure) => [failure.code, failure.data])).toEqual([
      ['CONFLICT', { reason: 'destination-not-set-up' }],
      ['CONFLICT', { reason: 'destination-changed' }],
    ]);
  });

  test('are refused with the name of the setting where they do not fit, and stay as they were', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    const pin = pinOf(desk);
    const before = await police(vault);
    const other = await makeCertificates({ dir: join(desk.dir, 'certificates'), hotline: 'hotline-2' });
    const wrong: SettingChanges[] = [
      { pin, nextPin: pin },
      { pin: 'AAAA' },
      { cert: other.client.cert },
      { url: null },
      { password: 'a word' },
      { ca: desk.settings.cert },
    ];
    const refused = [];
    for (const settings of wrong) {
      const { code, data } = await failureOf(change(vault, settings));
      const { refusals } = data as { refusals: { field: string; detail: { code: string } }[] };
      refused.push([code, ...refusals.map(({ field, detail }) => `${field} ${detail.code}`)]);
    }
    expect(refused).toEqual([
      ['REFUSED', 'nextPin pin-twice'],
      ['REFUSED', 'pin malformed'],
      ['REFUSED', 'key not-the-key-of-certificate'],
      ['REFUSED', 'url missing'],
      ['REFUSED', 'password unknown-field'],
      ['REFUSED', 'ca not-an-authority'],
    ]);
    expect(await police(vault)).toEqual(before);
  });
});

test('a certificate is told about from 30 days before its end', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', desk);
  const { certificateExpiresAt } = await police(vault);
  const DAY_MS = 86_400_000;
  const leftMs = Date.parse(certificateExpiresAt!) - vault.clock.nowMs();
  const told = [(await police(vault)).ending];
  vault.clock.advance(leftMs - 30 * DAY_MS - 1000);
  told.push((await police(vault)).ending);
  vault.clock.advance(2000);
  told.push((await police(vault)).ending);
  expect(told).toEqual([[], [], [{ certificate: 'cert', at: certificateExpiresAt }]]);
});

test('the end of a desk’s own certificate is told once a connection showed it, and kept until it shows another', async () => {
  using folder = aFolder();
  using vault = await aVault();
  const before = await aDesk({ dir: folder.path });
  const next = await prepareKey(before);
  await sendTo(vault, 'police', before);
  await change(vault, { pin: pinOf(before), nextPin: next.pin });
  await refer(vault, 'a');
  await sendOnce(vault);
  const told = [(await police(vault)).ending];
  await using after = await next.changeOver();
  const ending = [{ certificate: 'server', at: endOf(after) }];
  told.push((await police(vault)).ending);
  await refer(vault, 'b');
  await sendOnce(vault);
  told.push((await police(vault)).ending);
  await vault.restart();
  told.push((await police(vault)).ending);
  // Another address may be another server.
  told.push((await change(vault, { pin: next.pin, nextPin: null })).ending);
  await vault.client.referral.testDestination({ id: POLICE });
  told.push((await police(vault)).ending);
  expect(told).toEqual([[], [], ending, ending, [], ending]);
});

const endOf = ({ receiver }: RunningDesk) =>
  new X509Certificate(receiver.certificates.server.cert).validToDate.toISOString();
