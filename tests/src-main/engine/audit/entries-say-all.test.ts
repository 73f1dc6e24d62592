import { expect, test } from 'vitest';
import { parseEntry } from '../../../../shared/ledger/entry.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { aReviewedVault, decidedBy, reviewedBy } from '../../../support/a-reviewed-vault.ts';
import { PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { aWorkedWeek } from '../../../support/a-worked-week.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { atWork } from '../../../support/colleagues.ts';
import { misfits } from '../../../support/misfits.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const entriesOf = (folder: string) =>
  inDatabaseOf(folder, (db) =>
    db
      .prepare('SELECT line FROM ledger_entries ORDER BY position')
      .all()
      .map(({ line }) => parseEntry(String(line))!),
  );

test('every entry of a worked week says what its kind says, and nothing besides', async () => {
  using folder = aFolder();
  await aWorkedWeek(
    {
      folder: folder.path,
      supervisor: { name: PERSON, passphrase: PASSPHRASE },
      analysts: [{ name: 'Ann', passphrase: PASSPHRASE }],
    },
    [
      { name: 'Ann', daysAgo: 2, minutes: 130, cases: 2 },
      { name: PERSON, daysAgo: 1, minutes: 5, cases: 1 },
    ],
  );
  const entries = await entriesOf(folder.path);
  expect([misfits(entries), entries.filter(({ kind }) => kind === 'case.assessed').length]).toEqual([[], 3]);
});

test('every entry of people who review, correct and settle says what its kind says', async () => {
  using vault = await aReviewedVault();
  const { client } = vault;
  const agreed = await decidedBy(vault, 'Ann', 'agreed');
  const disputed = await decidedBy(vault, 'Ann', 'disputed');
  const corrected = await decidedBy(vault, 'Ann', 'corrected');
  await client.review.correct({
    command: aCommand(),
    case: corrected.case,
    assessment: corrected.assessment,
    judgement: legal(),
    reason: 'It is another file.',
  });
  await reviewedBy(vault, 'Bob', agreed.case, illegalIn('BE'));
  await reviewedBy(vault, 'Bob', disputed.case, legal());
  await atWork(vault, 'Tom');
  const [dispute] = await client.secondReview.disagreements();
  await client.secondReview.settle({
    command: aCommand(),
    review: dispute!.review,
    settlement: { outcome: 'uphold' },
    note: 'Look at the page again.',
  });
  await client.secondReview.addGolden({ command: aCommand(), case: agreed.case });
  await client.audit.checkpoint();
  const proposal = await proposed(vault, nextPolicy(vault));
  await atWork(vault, PERSON);
  await activate(vault, proposal);
  vault.lock();
  expect(misfits(await entriesOf(vault.folder))).toEqual([]);
});
