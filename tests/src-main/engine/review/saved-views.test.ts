import { expect, test } from 'vitest';
import type { QueueView } from '../../../../shared/contract/queue-filter.ts';
import { SAVED_VIEWS } from '../../../../shared/contract/saved-view.contract.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { REVIEWERS } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { legal } from '../../../support/an-assessment.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';

const save = ({ client }: AVault, name: string, view: QueueView) =>
  client.views.save({ command: aCommand(), name, view });
const begin = ({ client }: AVault, name: string | null) =>
  client.views.beginWith({ command: aCommand(), name });
const names = async ({ client }: AVault) =>
  (await client.views.all()).map(({ name, total, isDefault }) => [name, total, isDefault]);

async function reported({ client }: AVault, host: string, country: string) {
  const report = aReport().of(`https://${host}.example/`).hostedIn(country).build();
  return (await client.intake.report({ command: aCommand(), report })).cases[0]!.id;
}

test('a list that one person named is there for everybody, with the number of its cases for whoever asks', async () => {
  using vault = await aVault({ staff: REVIEWERS });
  await atWork(vault, 'Ann');
  const dutch = await reported(vault, 'one', 'NL');
  await reported(vault, 'two', 'NL');
  await reported(vault, 'three', 'BE');
  await save(vault, '  Dutch ', { hosting: 'NL' });
  await save(vault, 'by me', { state: 'decided', decidedBy: 'me' });
  await begin(vault, 'Dutch');
  await vault.client.review.assess({ command: aCommand(), case: dutch, judgement: legal() });
  const ofAnn = await names(vault);
  await atWork(vault, 'Bob');
  const ofBen = await vault.client.views.all();
  expect(ofAnn).toEqual([
    ['by me', 1, false],
    ['Dutch', 1, true],
  ]);
  expect(ofBen).toMatchObject([
    { name: 'by me', total: 0, isExact: true, isDefault: false, view: { state: 'decided', decidedBy: 'me' } },
    { name: 'Dutch', total: 1, isExact: true, isDefault: false, savedBy: { name: 'Ann' } },
  ]);
});

test('a list saved under a name that exists takes its place, and one that is removed is nobody’s beginning', async () => {
  using vault = await aVault();
  await save(vault, 'mine', { heldBy: 'me' });
  await begin(vault, 'mine');
  await save(vault, 'MINE', { heldBy: 'me', sort: 'due' });
  const replaced = await vault.client.views.all();
  await vault.client.views.remove({ command: aCommand(), name: 'mine' });
  const gone = await failureOf(begin(vault, 'mine'));
  await save(vault, 'mine', {});
  expect(replaced).toMatchObject([
    { name: 'MINE', view: { heldBy: 'me', sort: 'due' }, isDefault: true, savedBy: { name: PERSON } },
  ]);
  expect(gone).toEqual({ code: 'NOT_FOUND', data: { what: 'saved-view' } });
  expect(await names(vault)).toEqual([['mine', 0, false]]);
});

test('a list whose parts contradict each other, or one too many, is not saved', async () => {
  using vault = await aVault();
  const misfit = await failureOf(save(vault, 'odd', { state: 'open', legality: 'legal' }));
  for (let number = 0; number < SAVED_VIEWS; number++) await save(vault, `view ${number}`, {});
  expect([misfit.code, await failureOf(save(vault, 'one more', {}))]).toEqual([
    'REFUSED',
    { code: 'CONFLICT', data: { reason: 'too-many-views' } },
  ]);
  await save(vault, 'view 3', { kind: 'url' });
  expect((await vault.client.views.all()).length).toBe(SAVED_VIEWS);
});
