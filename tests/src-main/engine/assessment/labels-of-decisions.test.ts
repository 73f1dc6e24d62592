import { describe, expect, test } from 'vitest';
import type { AssessedLabels } from '../../../../shared/domain/assessed-labels.ts';
import type { EntryKind } from '../../../../shared/ledger/kinds/all-kinds.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aLabelSet } from '../../../support/a-label-set.ts';
import { aFileCase, aListOf, matched } from '../../../support/a-matched-vault.ts';
import { activate, nextPolicy, proposed, sent } from '../../../support/a-proposal.ts';
import { sendAll, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { aHash } from '../../../support/a-report.ts';
import { decidedBy, reviewedBy } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { chosenLabels, labelsInForce } from '../../../support/labels-in-force.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { rebuiltFrom, recordedDifferences } from '../../../support/rebuilt.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const A1 = chosenLabels({ A: ['A1'] });
const A2 = chosenLabels({ A: ['A2'], B: ['B.1'] });
const illegal = (labels?: AssessedLabels) => illegalIn('BE', labels === undefined ? {} : { labels });

const decide = (vault: AVault, name: string, labels?: AssessedLabels) =>
  decidedBy(vault, PERSON, name, illegal(labels));
const decisionsIn = async (vault: AVault, kind: EntryKind) =>
  (await vault.client.audit.entries({ kind })).entries.map(({ data }) => data);
const refusal = (field: string, detail: object) => ({
  code: 'REFUSED',
  data: { refusals: [{ field: `judgement.labels.${field}`, detail }] },
});

describe('a decision under a set of labels', () => {
  test('signs its labels, with what they say in its own fields, and shows them in the words of the set', async () => {
    using vault = await aVault();
    await labelsInForce(vault);
    const { case: id, assessment } = await decide(vault, 'one', A1);
    const { labels, assessments } = await vault.client.review.case({ id });
    const judgement = { ...illegal(A1), age: 'infant', virtual: false };
    expect(assessments.map((each) => each.judgement)).toEqual([judgement]);
    expect(labels).toEqual([
      {
        assessment,
        set: { id: 'made-up', version: 1, name: aLabelSet().name },
        groups: [{ code: 'A', name: { en: 'Group A' }, labels: [{ code: 'A1', name: { en: 'Label A1' } }] }],
      },
    ]);
    const { note: _, ...signed } = judgement;
    expect(await decisionsIn(vault, 'case.assessed')).toMatchObject([{ judgement: signed }]);
    expect((await vault.client.vault.session()).labels).toMatchObject({ id: 'made-up', version: 1 });
  });

  test('is refused at the place where it breaks a rule of the set, and changes nothing', async () => {
    using vault = await aVault();
    await labelsInForce(vault);
    expect([
      await failureOf(decide(vault, 'one')),
      await failureOf(decide(vault, 'two', chosenLabels({ A: ['A9'] }))),
      await failureOf(decide(vault, 'three', chosenLabels({ A: ['A1'] }, 2))),
    ]).toMatchObject([
      refusal('chosen.A', { code: 'label-required' }),
      refusal('chosen.A.0', { code: 'no-such-label' }),
      refusal('set', { code: 'other-labels-in-force', id: 'made-up', version: 1 }),
    ]);
    expect(await decisionsIn(vault, 'case.assessed')).toEqual([]);
  });

  test('has none where the policy names none, though a set is loaded', async () => {
    using vault = await aVault();
    const text = JSON.stringify(aLabelSet());
    await vault.client.policy.loadLabels({ command: aCommand(), text });
    await decide(vault, 'one');
    expect(await failureOf(decide(vault, 'two', A1))).toMatchObject({
      data: { refusals: [{ field: 'judgement.labels', detail: { code: 'no-labels-in-force' } }] },
    });
  });

  test('is made by a newer version once a policy names it; what stands keeps its own', async () => {
    using vault = await aVault();
    await labelsInForce(vault);
    const { case: id, assessment } = await decide(vault, 'one', A1);
    const text = JSON.stringify(aLabelSet({ version: 2 }));
    await vault.client.policy.loadLabels({ command: aCommand(), text });
    const correct = (labels: AssessedLabels) =>
      vault.client.review.correct({
        command: aCommand(),
        case: id,
        assessment,
        judgement: illegal(labels),
        reason: 'wrong label',
      });
    const command = { id: 'made-up', version: 2 };
    await activate(vault, await proposed(vault, nextPolicy(vault, { labels: command })));
    expect(await failureOf(correct(A2))).toMatchObject(
      refusal('set', { code: 'other-labels-in-force', ...command }),
    );
    await correct(chosenLabels({ A: ['A2'] }, 2));
    const { labels } = await vault.client.review.case({ id });
    expect(labels.map(({ set, groups }) => [set.version, groups.map((group) => group.labels)])).toEqual([
      [1, [[{ code: 'A1', name: { en: 'Label A1' } }]]],
      [2, [[{ code: 'A2', name: { en: 'Label A2' } }]]],
    ]);
  });

  test('goes to a desk with its labels', async () => {
    using vault = await aVault();
    await using desk = await aDesk();
    await sendTo(vault, 'police', desk);
    await labelsInForce(vault);
    await decide(vault, 'one', A2);
    await sendAll(vault);
    const [stored] = await storedAt(desk.dir);
    expect(stored?.body.assessment.judgement).toMatchObject({ labels: A2, age: 'pubescent' });
  });

  test('of several known cases together has the labels that were stated of all', async () => {
    using vault = await aVault();
    await labelsInForce(vault);
    const matching = { ...nextPolicy(vault).matching, oneStroke: true };
    await activate(vault, await proposed(vault, nextPolicy(vault, { matching })));
    await aListOf(vault, [{ id: 'e1', sha1: aHash(40, 1) }]);
    const known = await aFileCase(vault, { sha1: aHash(40, 1) }, 'BE');
    await matched(vault);
    const stated = { classification: 'baseline' as const };
    const assess = (labels?: AssessedLabels) =>
      vault.client.review.assessKnown({ command: aCommand(), cases: [known], ...stated, labels });
    expect(await failureOf(assess())).toMatchObject(refusal('chosen.A', { code: 'label-required' }));
    await assess(A1);
    expect((await vault.client.review.case({ id: known })).assessments).toMatchObject([
      { judgement: { labels: A1, age: 'infant' } },
    ]);
  });

  test('verifies, and makes the same rows again', async () => {
    using vault = await aVault();
    using elsewhere = aFolder();
    await labelsInForce(vault);
    await decide(vault, 'one', A1);
    expect(await problemsOf(vault.client)).toEqual([]);
    await rebuiltFrom(vault, elsewhere.path);
    expect(await recordedDifferences(vault.folder, elsewhere.path)).toEqual([]);
  });
});

test('a policy that names labels which were not loaded is refused', async () => {
  using vault = await aVault();
  const rules = sent(nextPolicy(vault, { labels: { id: 'made-up', version: 1 } }));
  expect(await failureOf(vault.client.policy.check({ rules }))).toMatchObject({
    data: { refusals: [{ field: 'policy.labels', detail: { code: 'labels-not-loaded' } }] },
  });
});

test('a second reviewer labels for themselves; other labels are compared, and are no disagreement', async () => {
  using vault = await aVault({ secondReview: 1, graceSeconds: 0, staff: [['Ann', 'analyst']] });
  await labelsInForce(vault);
  const one = await decide(vault, 'one', A1);
  const two = await decide(vault, 'two', A1);
  expect(await failureOf(reviewedBy(vault, 'Ann', one.case, illegal()))).toMatchObject(
    refusal('chosen.A', { code: 'label-required' }),
  );
  await reviewedBy(vault, 'Ann', one.case, illegal(A2));
  await reviewedBy(vault, 'Ann', two.case, illegalIn('NL', { labels: A2 }));
  await atWork(vault, PERSON);
  expect(await decisionsIn(vault, 'assessment.reviewed')).toMatchObject([
    { case: two.case, agrees: false, judgement: { labels: A2, age: 'pubescent' } },
    { case: one.case, agrees: true, judgement: { labels: A2 } },
  ]);
  const [disagreement] = await vault.client.secondReview.disagreements();
  expect(disagreement?.differences).toContainEqual({
    attribute: 'labels',
    first: 'A:A1',
    second: 'A:A2 B:B.1',
  });
});
