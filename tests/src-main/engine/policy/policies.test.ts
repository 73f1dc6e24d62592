import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import type { MemberTable } from '../../../../shared/domain/member-table.ts';
import type { Policy } from '../../../../shared/domain/policy.ts';
import type { Refusal } from '../../../../shared/domain/refusal.ts';
import { canonicalText } from '../../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../../../src-main/exchange/sha256-hex.ts';
import { aCommand } from '../../../support/a-command.ts';
import { witnessKeyOf } from '../../../support/a-ledger-witness.ts';
import { activate, nextPolicy, proposed, sent } from '../../../support/a-proposal.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn } from '../../../support/an-assessment.ts';
import { atWork, enrolled, invited } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const HOUR_MS = 3_600_000;
const TOM = 'Tom Supervisor';

const problems = async (vault: AVault) => {
  let last: unknown;
  for await (const step of await vault.client.audit.verify()) last = step;
  return (last as { report: { problems: unknown[] } }).report.problems;
};

async function reported(vault: AVault, url: string, country = 'RO'): Promise<CaseId> {
  const report = aReport().of(url).hostedIn(country).receivedAt(vault.clock.nowMs()).build();
  return (await vault.client.intake.report({ command: aCommand(), report })).cases[0]!.id;
}

/** A policy whose first category goes elsewhere, sooner. */
const withFirst = (policy: Policy, change: Partial<Policy['categories'][number]>): Policy['categories'] =>
  policy.categories.map((category, index) => (index === 0 ? { ...category, ...change } : category));

/** What a supervisor says of a country somebody has to confirm. */
const withWord = (members: MemberTable, country: string, routing: 'inhope' | null): MemberTable => ({
  ...members,
  asOf: '2026-11-21',
  members: members.members.flatMap((row) =>
    row.country !== country ? [row] : routing === null ? [] : [{ ...row, routing, confidence: 'A' as const }],
  ),
});

describe('the policy in force', () => {
  test('is the one the vault was made with, by digest and in full, and its entry holds the whole text', async () => {
    using vault = await aVault({ isNew: true });
    const { version, policy, members } = await vault.client.policy.inForce();
    expect(version).toEqual({
      id: 'be-2017',
      version: 1,
      name: policy.name,
      membersAsOf: members.asOf,
      digests: { policy: sha256Hex(canonicalText(policy)), members: sha256Hex(canonicalText(members)) },
      activatedAt: new Date(vault.clock.nowMs()).toISOString(),
      proposedBy: null,
      activatedBy: { id: vault.session.person.id, name: PERSON },
      inForce: true,
    });
    const { entries } = await vault.client.audit.entries({ kind: 'vault.created' });
    expect(entries[0]?.data).toMatchObject({
      policy: { id: 'be-2017', version: 1, sha256: version.digests.policy, body: policy },
      members: { asOf: members.asOf, sha256: version.digests.members, body: members },
    });
    expect(await problems(vault)).toEqual([]);
  });

  test('is shown to everybody who may read, and changed by supervisors only', async () => {
    using vault = await aVault();
    const rules = sent(nextPolicy(vault));
    await enrolled(vault, 'Ann', 'analyst');
    await atWork(vault, 'Ann');
    expect((await vault.client.policy.versions()).map(({ version }) => version)).toEqual([1]);
    expect(await failureOf(vault.client.policy.check({ rules }))).toEqual({
      code: 'NOT_PERMITTED',
      data: { duty: 'manage-policy' },
    });
  });
});

describe('the rule of two', () => {
  test('stands over who witnesses the ledger, and a key whose key id is another one is refused', async () => {
    using vault = await aVault();
    await enrolled(vault, TOM, 'supervisor');
    const key = witnessKeyOf('w1');
    const mistyped = key.replace(/\+[0-9a-f]{8}\+/, '+00000000+');
    const wrong = nextPolicy(vault, { witnesses: { quorum: 1, keys: [mistyped] } });
    expect(await failureOf(vault.client.policy.check({ rules: sent(wrong) }))).toEqual({
      code: 'REFUSED',
      data: {
        refusals: [
          {
            row: null,
            field: 'policy.witnesses.keys.0',
            reason: 'bad-value',
            detail: { code: 'not-the-key-id' },
          },
        ],
      },
    });
    const own = await proposed(vault, nextPolicy(vault, { witnesses: { quorum: 1, keys: [key] } }));
    expect(await failureOf(activate(vault, own))).toMatchObject({ code: 'CONFLICT' });
    await atWork(vault, TOM);
    const [waiting] = await vault.client.policy.proposals();
    await activate(vault, waiting!);
    expect((await vault.client.policy.inForce()).policy.witnesses).toEqual({ quorum: 1, keys: [key] });
  });

  test('lets another supervisor activate, at once for everything that works by the policy', async () => {
    using vault = await aVault();
    await enrolled(vault, TOM, 'supervisor');
    const policy = nextPolicy(vault, {
      session: { ...nextPolicy(vault).session, idleLockMinutes: 3, dutyMinutesPerDay: 60 },
      categories: withFirst(nextPolicy(vault), { destinations: ['provider' as never], deadlineHours: 2 }),
    });
    const own = await proposed(vault, policy);
    expect(own.activation).toBe('own');
    expect(await failureOf(activate(vault, own))).toEqual({
      code: 'CONFLICT',
      data: { reason: 'own-proposal' },
    });

    await atWork(vault, TOM);
    const [waiting] = await vault.client.policy.proposals();
    expect([waiting!.activation, waiting!.proposedBy.name]).toEqual(['allowed', PERSON]);
    const command = aCommand();
    const { id: proposal, digests } = waiting!;
    const activated = await vault.client.policy.activate({ command, proposal, digests });
    expect(activated).toEqual({ id: 'be-2017', version: 2 });
    expect(await vault.client.policy.activate({ command, proposal, digests })).toEqual(activated);

    const session = await vault.client.vault.session();
    expect([session.policy.version, session.policy.session.idleLockMinutes]).toEqual([2, 3]);
    expect((await vault.client.vault.active()).limitMs).toBe(HOUR_MS);
    expect((await vault.client.referral.destinations()).map(({ id }) => id)).toContain('provider');
    const id = await reported(vault, 'https://one.example/');
    const { route } = await vault.client.review.assess({
      command: aCommand(),
      case: id,
      judgement: illegalIn('BE'),
    });
    expect([route.policy.version, route.destinations, route.deadlineHours]).toEqual([2, ['provider'], 2]);
    expect(await vault.client.policy.proposals()).toEqual([]);
    expect((await vault.client.policy.versions()).map(({ version, inForce }) => [version, inForce])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect(await problems(vault)).toEqual([]);

    await atWork(vault, PERSON);
    expect((await vault.client.vault.session()).policy.version).toBe(2);
  });

  test('does not stop a hotline with one supervisor', async () => {
    using vault = await aVault();
    const own = await proposed(vault, nextPolicy(vault));
    expect(own.activation).toBe('allowed');
    await activate(vault, own);
    expect((await vault.client.policy.inForce()).version.version).toBe(2);
    expect(await problems(vault)).toEqual([]);
  });

  test('counts a supervisor who was invited and not one who was disabled, as verification does', async () => {
    using vault = await aVault();
    const tom = await invited(vault, TOM, 'supervisor');
    const own = await proposed(vault, nextPolicy(vault));
    expect((await failureOf(activate(vault, own))).code).toBe('CONFLICT');
    await vault.client.people.disable({ command: aCommand(), person: tom.id });
    await activate(vault, own);
    expect(await problems(vault)).toEqual([]);
  });

  test('is in the database too: a policy that another person did not propose cannot be written', async () => {
    using vault = await aVault();
    await enrolled(vault, TOM, 'supervisor');
    const { id } = await proposed(vault, nextPolicy(vault));
    const sam = vault.session.person.id;
    vault.lock();
    const insert = (members: string) =>
      `INSERT INTO policies (id, version, body, members, activated_at, activated_by, proposal, number)
       SELECT policy_id, version, body, ${members}, proposed_at, '${sam}', id, 2 FROM policy_proposals WHERE id = '${id}'`;
    const refused = (sql: string) =>
      inDatabaseOf(vault.folder, (db) => {
        try {
          db.execute(sql);
        } catch (error) {
          return error instanceof Error ? error.message : '';
        }
        return 'done';
      });
    for (const [sql, why] of [
      [insert('members'), 'by another supervisor'],
      [insert("'{}'"), 'as it was proposed'],
      ["UPDATE policies SET activated_at = 'now'", 'never changed'],
      ['DELETE FROM policies', 'never deleted'],
      ["UPDATE policy_proposals SET body = '{}'", 'a proposal is'],
      ["UPDATE policy_proposals SET settled_as = 'withdrawn', settled_by = 'nobody'", 'by a supervisor'],
      ['DELETE FROM policy_proposals', 'never deleted'],
    ] as const) {
      expect(await refused(sql)).toContain(why);
    }
  });
});

describe('a proposal', () => {
  test('that does not hold is refused with the place', async () => {
    using vault = await aVault();
    const check = async (policy: unknown) => {
      const { code, data } = await failureOf(vault.client.policy.check({ rules: sent(policy) }));
      const { refusals } = data as { refusals: Refusal[] };
      return [code, ...refusals.map(({ field, detail }) => [field, detail])];
    };
    const policy = nextPolicy(vault);
    const gap = { ...policy, categories: policy.categories.filter(({ code }) => code !== '4') };
    expect(await check(gap)).toEqual([
      'REFUSED',
      ['policy.categories', { code: 'no-category-covers', combination: ['legal', 'own', 'baseline'] }],
    ]);
    const strange: string = aCommand();
    const { review } = policy;
    expect(
      await check({ ...policy, version: 1, review: { ...review, secondReviewByPerson: { [strange]: 1 } } }),
    ).toEqual([
      'REFUSED',
      ['policy.version', { code: 'version-too-low', highest: 1 }],
      [`policy.review.secondReviewByPerson.${strange}`, { code: 'nobody-here' }],
    ]);
    expect(await check({ ...policy, review: { ...review, secondReviewByCategory: { nine: 1 } } })).toEqual([
      'REFUSED',
      ['policy.review.secondReviewByCategory.nine', { code: 'no-such-category' }],
    ]);
    const sendTo = (name: string) => ({
      ...policy,
      categories: withFirst(policy, { destinations: [name as never] }),
    });
    expect(await check(sendTo('polise'))).toEqual([
      'REFUSED',
      ['policy.categories.0.destinations.0', { code: 'destination-misspelt', meant: 'police' }],
    ]);
    const known = ['iccam', 'police', 'provider'];
    expect(await check(sendTo('interpol'))).toEqual([
      'REFUSED',
      ['policy.categories.0.destinations.0', { code: 'destination-unknown', known }],
    ]);
    expect(await check('no object')).toEqual(['REFUSED', ['policy', { code: 'wrong-type', type: 'object' }]]);
    const text = { policy: '{"format":', members: '[]' };
    expect((await failureOf(vault.client.policy.check({ rules: text }))).data).toMatchObject({
      refusals: [{ field: 'policy', reason: 'bad-json' }],
    });
  });

  test('is signed as it was confirmed, and a number names one text for ever', async () => {
    using vault = await aVault();
    const rules = sent(nextPolicy(vault));
    const digests = { ...(await vault.client.policy.check({ rules })), policy: '0'.repeat(64) };
    expect(
      (await failureOf(vault.client.policy.propose({ command: aCommand(), rules, digests }))).data,
    ).toEqual({
      reason: 'rules-not-confirmed',
    });
    const { id } = await proposed(vault, nextPolicy(vault));
    await vault.client.policy.withdraw({ command: aCommand(), proposal: id });
    expect(await vault.client.policy.proposals()).toEqual([]);
    expect((await failureOf(vault.client.policy.check({ rules }))).code).toBe('REFUSED');
    expect((await failureOf(vault.client.policy.withdraw({ command: aCommand(), proposal: id }))).code).toBe(
      'NOT_FOUND',
    );
    expect(await problems(vault)).toEqual([]);
  });

  test('older than what is in force is not activated any more', async () => {
    using vault = await aVault();
    const second = await proposed(vault, nextPolicy(vault));
    const third = await proposed(vault, nextPolicy(vault, {}, 2));
    await activate(vault, third);
    expect((await vault.client.policy.proposals()).map(({ activation }) => activation)).toEqual(['outdated']);
    expect((await failureOf(activate(vault, second))).data).toEqual({
      reason: 'proposal-outdated',
    });
  });

  test('of another policy comes into force whatever the clock says, also after a restart', async () => {
    using vault = await aVault();
    const other = await proposed(vault, nextPolicy(vault, { id: 'other', version: 1 } as never));
    vault.clock.jump(-24 * HOUR_MS);
    await activate(vault, other);
    await vault.restart();
    expect((await vault.client.vault.session()).policy.id).toBe('other');
    expect(await problems(vault)).toEqual([]);
  });
});

describe('cases that wait', () => {
  test('get the priorities and deadlines of the new policy in the background, trusted sources too', async () => {
    using vault = await aVault();
    const ids = [await reported(vault, 'https://a.example/'), await reported(vault, 'https://b.example/')];
    const before = await vault.client.review.case({ id: ids[0]! });
    const policy = nextPolicy(vault);
    const own = await proposed(vault, {
      ...policy,
      trustedChannels: ['phone'],
      priority: { ...policy.priority, trustedSource: 77 },
      review: { ...policy.review, deadlineHours: 5, nearHours: 1 },
    });
    await activate(vault, own);
    await vault.engine.context.vault.require().reprioritising.run();
    for (const id of ids) {
      const { summary } = await vault.client.review.case({ id });
      expect(summary.priority).toBe(77);
      expect(Date.parse(before.summary.dueAt!) - Date.parse(summary.dueAt!)).toBe(19 * HOUR_MS);
    }
  });

  test('are brought in line after a restart where a lock came between', async () => {
    using vault = await aVault();
    const id = await reported(vault, 'https://a.example/');
    const policy = nextPolicy(vault);
    const own = await proposed(vault, { ...policy, review: { ...policy.review, deadlineHours: 5 } });
    const due = (await vault.client.review.case({ id })).summary.dueAt!;
    vault.engine.context.vault.require().reprioritising.stop();
    await activate(vault, own);
    expect((await vault.client.review.case({ id })).summary.dueAt).toBe(due);
    await vault.restart();
    await vault.engine.context.vault.require().reprioritising.run();
    expect(Date.parse(due) - Date.parse((await vault.client.review.case({ id })).summary.dueAt!)).toBe(
      19 * HOUR_MS,
    );
  });
});

describe('the member table', () => {
  test('takes a supervisor’s word, after which an escalated case goes its normal way', async () => {
    using vault = await aVault();
    const { country } = vault.session.members.members.find(({ routing }) => routing === 'confirm')!;
    const id = await reported(vault, 'https://a.example/', country);
    const assess = () =>
      vault.client.review.assess({ command: aCommand(), case: id, judgement: illegalIn(country) });
    expect((await assess()).state).toBe('escalated');
    const table = withWord(vault.session.members, country, 'inhope');
    await activate(vault, await proposed(vault, nextPolicy(vault), table));
    expect(await assess()).toMatchObject({
      state: 'referred',
      route: { zone: 'inhope', destinations: ['iccam'] },
    });
    expect(await problems(vault)).toEqual([]);
  });

  test('is never replaced by an older one', async () => {
    using vault = await aVault();
    const table = { ...withWord(vault.session.members, 'AL', null), asOf: '2020-01-01' };
    const { data } = await failureOf(vault.client.policy.check({ rules: sent(nextPolicy(vault), table) }));
    expect(data).toMatchObject({ refusals: [{ field: 'members.asOf' }] });
  });
});
