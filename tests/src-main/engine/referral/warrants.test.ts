import { expect, test } from 'vitest';
import type { SettingsOf } from '../../../../shared/domain/channels/all-channels.ts';
import { DestinationId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { refer, sendAll, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { type AVault, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { atWork, enrolled } from '../../../support/colleagues.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';
import { aDesk } from '../../receiver/a-desk.ts';

type Aim = SettingsOf<'https-json'>;

const FORGED = '01920000-0000-7000-8000-000000000000';
const outboxOf = async (vault: AVault) =>
  (await vault.client.referral.outbox({ limit: 1000 })).referrals.map(({ id, state, reason }) => [
    id,
    state,
    reason,
  ]);
const refused = { code: 'not-ordered' };

/** Somebody with the key to case content writes into the outbox, and the supervisor comes back. */
async function forge(vault: AVault, ...sql: string[]): Promise<void> {
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    for (const statement of sql) db.execute(statement);
  });
  await vault.unlock();
}

test('a referral that no decision orders never leaves, while those that were decided do', async () => {
  await using police = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', police);
  const honest = await refer(vault, 'one');
  await forge(
    vault,
    `INSERT INTO referrals (id, case_id, assessment_id, destination, purpose, state, queued_at, next_attempt_at, not_before, idempotency_key, body, position)
     SELECT '${FORGED}', case_id, 'of nobody', destination, 'new', 'queued', queued_at, 0, 0, 'another', body, position FROM referrals`,
  );
  await sendAll(vault);
  expect([
    (await outboxOf(vault)).sort(),
    (await storedAt(police.dir)).map(({ body }) => body.referral),
  ]).toEqual([
    [
      [FORGED, 'parked', refused],
      [honest.referrals[0]!.id, 'delivered', null],
    ].sort(),
    [honest.referrals[0]!.id],
  ]);
});

test.each([
  ['another body', "UPDATE referrals SET body = json_set(body, '$.subject.sightings', 7)"],
  ['another desk', "UPDATE referrals SET destination = 'police'"],
])('%s than the one that was signed never leaves', async (_, change) => {
  await using police = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', police);
  await refer(vault, 'one', change.includes('body') ? 'BE' : 'NL');
  await forge(vault, 'DROP TRIGGER referrals_frozen', 'DROP TRIGGER referrals_frozen_body', change);
  await sendAll(vault);
  expect([(await outboxOf(vault)).map(([, state]) => state), await storedAt(police.dir)]).toEqual([
    ['parked'],
    [],
  ]);
});

test('a referral with forged bytes is checked again when it is resumed, and stays', async () => {
  await using police = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', police);
  const { referrals } = await refer(vault, 'one');
  await forge(
    vault,
    'DROP TRIGGER referrals_frozen_body',
    "UPDATE referrals SET body = replace(body, 'one', 'two')",
  );
  await sendAll(vault);
  await vault.client.referral.resume({ command: aCommand(), id: referrals[0]!.id as never });
  await sendAll(vault);
  expect([(await outboxOf(vault)).map(([, state]) => state), await storedAt(police.dir)]).toEqual([
    ['parked'],
    [],
  ]);
});

test('a decision is also sent after the person who made it was disabled', async () => {
  await using police = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', police);
  const ann = await enrolled(vault, 'Ann', 'analyst');
  await atWork(vault, 'Ann');
  await refer(vault, 'one');
  await atWork(vault, PERSON);
  await vault.client.people.disable({ command: aCommand(), person: ann.id });
  await sendAll(vault);
  expect((await outboxOf(vault)).map(([, state]) => state)).toEqual(['delivered']);
});

test('a decision of a person who recovered the vault with a changed recovery key is sent', async () => {
  await using police = await aDesk();
  using vault = await aVault();
  const { identity } = await vault.client.vault.makeRecoveryKey();
  await vault.client.vault.changeRecoveryKey({ identity, passphrase: PASSPHRASE });
  vault.lock();
  await vault.client.vault.recover({
    identity,
    name: 'Rita Rescue',
    passphrase: 'a passphrase for the rescue',
  });
  await sendTo(vault, 'police', police);
  await refer(vault, 'one');
  await sendAll(vault);
  expect([(await outboxOf(vault)).map(([, state]) => state), (await storedAt(police.dir)).length]).toEqual([
    ['delivered'],
    1,
  ]);
});

/** What an analyst with the key to case content can write: the row that says where a desk is. */
async function redirect(vault: AVault, set: string, values: string[]): Promise<void> {
  vault.lock();
  await inDatabaseOf(vault.folder, (db) =>
    db
      .prepare(`UPDATE destinations SET settings = json_set(settings, ${set}) WHERE id = 'police'`)
      .run(values),
  );
  await vault.unlock();
}

test.each([
  ['its address', "'$.url', ?", ({ url }: Aim) => [url]],
  ['its authority', "'$.ca', ?", ({ ca }: Aim) => [ca]],
  ['a second authority beside it', "'$.ca', settings ->> '$.ca' || ?", ({ ca }: Aim) => [ca]],
  ['the certificate it is shown', "'$.cert', ?, '$.key', ?", ({ cert, key }: Aim) => [cert, key]],
  [
    'all of it',
    "'$.url', ?, '$.ca', ?, '$.cert', ?, '$.key', ?",
    ({ url, ca, cert, key }: Aim) => [url, ca, cert, key],
  ],
])('a desk whose row was changed in %s gets nothing, and verification says so', async (_what, set, of) => {
  await using police = await aDesk();
  await using evil = await aDesk({ name: 'Not the police' });
  using vault = await aVault();
  await sendTo(vault, 'police', police);
  await redirect(vault, set, of(evil.settings));
  await refer(vault, 'one');
  await sendAll(vault);
  const [desk] = (await vault.client.referral.destinations()).filter(({ id }) => id === 'police');
  expect({
    stored: [await storedAt(evil.dir), await storedAt(police.dir)],
    states: (await outboxOf(vault)).map(([, state]) => state),
    isAsSetUp: desk?.isAsSetUp,
    problems: (await problemsOf(vault.client)).map(({ what }) => what),
  }).toEqual({
    stored: [[], []],
    states: ['queued'],
    isAsSetUp: false,
    problems: ['destination police is another than the one that was set up'],
  });

  await vault.client.referral.removeDestination({ command: aCommand(), id: DestinationId.parse('police') });
  await sendTo(vault, 'police', police);
  await sendAll(vault);
  expect([(await storedAt(police.dir)).length, await problemsOf(vault.client)]).toEqual([1, []]);
});

test.each([
  [
    'removed',
    "DELETE FROM destinations WHERE id = 'police'",
    'destination police was set up and is not there',
  ],
  [
    'that nobody set up',
    "INSERT INTO destinations SELECT 'other', kind, settings, added_at FROM destinations",
    'destination other is there and nobody set it up',
  ],
])('verification finds a destination %s by something else than Hashline', async (_what, sql, problem) => {
  await using police = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', police);
  await forge(vault, sql);
  expect((await problemsOf(vault.client)).map(({ what }) => what)).toEqual([problem]);
});
