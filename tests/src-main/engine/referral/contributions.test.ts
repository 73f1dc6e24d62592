import { expect, test } from 'vitest';
import { DestinationId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { refer, sendAll, sendTo } from '../../../support/a-referring-vault.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const POLICE = DestinationId.parse('police');

const police = async (vault: AVault) =>
  (await vault.client.referral.destinations()).find(({ id }) => id === POLICE)!;

const addsTo = (vault: AVault, base: string | null) =>
  vault.client.referral.changeDestination({ command: aCommand(), id: POLICE, settings: { base } });

test('what a desk was told of is counted for the base that it adds to: each case once, and nothing that still waits', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', desk);
  const unmarked = (await police(vault)).contributed;
  await addsTo(vault, 'ICSE');
  const { case: id } = await refer(vault, 'a');
  await refer(vault, 'b');
  await sendAll(vault);
  const { assessments } = await vault.client.review.case({ id });
  await vault.client.review.correct({
    command: aCommand(),
    case: id,
    assessment: assessments[0]!.id,
    judgement: illegalIn('BE', { classification: 'national' }),
    reason: 'a slip',
  });
  await sendAll(vault);
  await refer(vault, 'c');
  const { delivered, contributed, settings } = await police(vault);
  const { contributed: without } = await addsTo(vault, null);
  expect([unmarked, delivered, contributed, settings.base, without]).toEqual([null, 3, 2, 'ICSE', null]);
});

test('the base stands in the signed statement of the desk: a changed one is seen, and nothing is sent', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', desk);
  await addsTo(vault, 'TWINS');
  const { entries } = await vault.client.audit.entries({ kind: 'destination.added' });
  expect([entries[0]!.data.base, await problemsOf(vault.client)]).toEqual(['TWINS', []]);
  vault.lock();
  await inDatabaseOf(vault.folder, (db) =>
    db.execute("UPDATE destinations SET settings = json_set(settings, '$.base', 'Another')"),
  );
  await vault.unlock();
  expect((await police(vault)).isAsSetUp).toBe(false);
});
