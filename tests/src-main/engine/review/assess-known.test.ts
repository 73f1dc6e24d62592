import { expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFileCase, aListOf, matched, withBitsFlipped } from '../../../support/a-matched-vault.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { aHash } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { atWork, enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';

const KNOWN = [1, 2, 3].map((seed) => aHash(40, seed));
const PDQ = aHash(64, 4);

/** A vault whose policy allows one stroke, with a trusted baseline list, and cases on it. */
async function aKnowingVault(oneStroke = true): Promise<{ vault: AVault; ids: CaseId[] }> {
  const vault = await aVault();
  await enrolled(vault, 'Tom', 'supervisor');
  const matching = { ...vault.session.policy.matching, oneStroke };
  const proposal = await proposed(vault, nextPolicy(vault, { matching }));
  await atWork(vault, 'Tom');
  await activate(vault, proposal);
  await aListOf(vault, [...KNOWN.map((sha1, index) => ({ id: `e${index}`, sha1 })), { id: 'pdq', pdq: PDQ }]);
  const ids: CaseId[] = [];
  for (const [index, sha1] of KNOWN.entries())
    ids.push(await aFileCase(vault, { sha1 }, index === 0 ? 'BE' : undefined));
  await matched(vault);
  return { vault, ids };
}

const assessKnown = ({ client }: AVault, cases: CaseId[], command = aCommand()) =>
  client.review.assessKnown({ command, cases, classification: 'baseline', note: 'known material' });

const states = async ({ client }: AVault, ids: readonly CaseId[]) =>
  Promise.all(ids.map(async (id) => (await client.review.case({ id })).summary.state));

test('known baseline cases are assessed in one stroke, each with an assessment, entry and referrals of its own', async () => {
  const { vault, ids } = await aKnowingVault();
  using _ = vault;
  const command = aCommand();
  const { assessed } = await assessKnown(vault, ids, command);
  expect(await assessKnown(vault, ids, command)).toEqual({ assessed });
  const { entries } = await vault.client.audit.entries({ kind: 'case.assessed' });
  const details = await Promise.all(ids.map((id) => vault.client.review.case({ id })));
  expect(assessed.map((one) => one.case)).toEqual(ids);
  expect(entries.map(({ data }) => data.case).sort()).toEqual([...ids].sort());
  expect(details.map(({ assessments }) => assessments.map(({ judgement }) => judgement))).toEqual(
    ['BE', null, null].map((country) => [
      {
        legality: 'illegal',
        classification: 'baseline',
        hosting: { country, source: country === null ? 'unknown' : 'reported' },
        reasons: [],
        note: 'known material',
      },
    ]),
  );
  expect(details[0]?.summary.state).toBe('referred');
  expect(details[0]?.referrals.map(({ destination }) => destination)).toEqual(['police']);
  expect(await problemsOf(vault.client)).toEqual([]);
});

test('one case that is not known baseline material refuses them all, and nothing is changed', async () => {
  const { vault, ids } = await aKnowingVault();
  using _ = vault;
  const others = [
    await aFileCase(vault, { sha1: aHash(40, 99) }),
    await aFileCase(vault, { pdq: withBitsFlipped(PDQ, 1) }),
  ];
  await matched(vault);
  for (const other of others) {
    expect((await failureOf(assessKnown(vault, [...ids, other]))).code).toBe('CONFLICT');
  }
  expect(await states(vault, [...ids, ...others])).toEqual(Array(5).fill('open'));
  expect((await vault.client.audit.entries({ kind: 'case.assessed' })).entries).toEqual([]);
});

test('a rejected match makes no known case', async () => {
  const { vault, ids } = await aKnowingVault();
  using _ = vault;
  const [id] = ids;
  const [match] = (await vault.client.review.case({ id: id! })).matches;
  await vault.client.matching.reject({ command: aCommand(), case: id!, match: match!.id });
  expect((await failureOf(assessKnown(vault, [id!]))).code).toBe('CONFLICT');
});

test('a policy that does not allow it is obeyed', async () => {
  const { vault, ids } = await aKnowingVault(false);
  using _ = vault;
  expect(await failureOf(assessKnown(vault, ids))).toEqual({
    code: 'CONFLICT',
    data: { reason: 'decided-one-by-one' },
  });
  expect(await states(vault, ids)).toEqual(Array(3).fill('open'));
});

test('a case that is decided already is not decided again', async () => {
  const { vault, ids } = await aKnowingVault();
  using _ = vault;
  await assessKnown(vault, [ids[0]!]);
  expect((await failureOf(assessKnown(vault, ids))).code).toBe('CONFLICT');
  expect((await states(vault, ids)).slice(1)).toEqual(['open', 'open']);
});
