import { describe, expect, test } from 'vitest';
import type { Assessment } from '../../../../shared/domain/assessment.ts';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn, legal, undetermined } from '../../../support/an-assessment.ts';
import { atWork } from '../../../support/colleagues.ts';

/** Days on which one report each came in, far enough apart that a figure of one day is about one case. */
const DAYS = Array.from({ length: 9 }, (_, index) => `2026-03-0${index + 1}`);
const JUDGEMENTS: readonly (() => Assessment)[] = [() => illegalIn('NL'), legal, undetermined];

interface Watched {
  vault: AVault;
  cases: Map<CaseId, { day: string; judgement: Assessment }>;
}

/** Ann judged every case, some of them illegal; each waits for whoever is second. */
async function judged(): Promise<Watched> {
  const vault = await aVault({
    secondReview: 1,
    staff: [
      ['Ann', 'analyst'],
      ['Bob', 'analyst'],
      ['Tom', 'supervisor'],
    ],
  });
  await atWork(vault, 'Ann');
  const cases: Watched['cases'] = new Map();
  for (const [index, day] of DAYS.entries()) {
    const report = aReport().of(`https://c${index}.example/`).receivedAt(`${day}T10:00:00.000Z`).build();
    const taken = await vault.client.intake.report({ command: aCommand(), report });
    vault.clock.advance(900);
    const judgement = JUDGEMENTS[(index * 7) % 3]!();
    cases.set(taken.cases[0]!.id, { day, judgement });
  }
  for (const [id, { judgement }] of cases) {
    vault.clock.advance(61_000);
    await vault.client.review.assess({ command: aCommand(), case: id, judgement });
  }
  return { vault, cases };
}

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** Everything an honest page may ask that could tell something of cases it names. */
async function everythingSeen({ client }: AVault) {
  const { entries, total } = await client.audit.entries({ limit: 200 });
  return {
    waiting: (await client.secondReview.waiting({ limit: 200 })).cases,
    outbox: await client.referral.outbox({ limit: 500 }),
    counts: await client.review.counts(),
    summary: await client.insight.summary({}),
    entries,
    total,
  };
}

describe.each(['Bob', 'Tom'])('%s, who may be the second to judge', (who) => {
  test('finds no referral, count, figure or ledger entry that depends on how the cases were judged', async () => {
    const { vault, cases } = await judged();
    using _ = vault;
    await atWork(vault, who);
    const seen = await everythingSeen(vault);
    const days = await Promise.all(
      DAYS.map((from) => vault.client.insight.summary({ from, to: dayAfter(from) })),
    );
    expect({
      waiting: seen.waiting.length,
      outbox: seen.outbox,
      counts: Object.values(seen.counts).reduce((sum, n) => sum + n, 0),
      figures: [seen.summary, ...days].map(({ assessments, referrals, cases: of }) => [
        assessments,
        referrals,
        of.byState,
      ]),
    }).toEqual({
      waiting: cases.size,
      outbox: { total: 0, referrals: [] },
      counts: 0,
      figures: [...DAYS, 'all'].map(() => [
        { total: 0, byCategory: {}, byLegality: {} },
        { byDestination: {}, byState: {} },
        {},
      ]),
    });
  });

  test('is told no time by an id: those of second reviews are random', async () => {
    const { vault } = await judged();
    using _ = vault;
    await atWork(vault, who);
    const { waiting } = await everythingSeen(vault);
    expect(waiting.map(({ review }) => review[14])).toEqual(waiting.map(() => '4'));
  });

  test('gets a withheld entry as its place and its leaf hash alone, and by no filter', async () => {
    const { vault, cases } = await judged();
    using _ = vault;
    await atWork(vault, who);
    const { entries } = await everythingSeen(vault);
    const withheld = entries.filter((entry) => entry.withheld);
    const told = withheld.map(({ seq: _seq, device: _device, leafHash: _hash, ...rest }) =>
      JSON.stringify(rest),
    );
    expect(withheld.length).toBeGreaterThanOrEqual(cases.size);
    expect(new Set(told).size).toBe(1);
    const client = vault.client.audit;
    const { id: ann } = (await vault.client.people.list()).find(({ name }) => name === 'Ann')!;
    const filters = await Promise.all([
      client.entries({ kind: 'case.assessed' }),
      client.entries({ kind: 'referral.delivered' }),
      client.entries({ actor: ann, kind: 'case.assessed' }),
      client.entries({ from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' }),
    ]);
    expect(filters.map(({ entries: found }) => found.filter((entry) => entry.withheld).length)).toEqual([
      0, 0, 0, 0,
    ]);
    expect(filters.slice(0, 3).map(({ total }) => total)).toEqual([0, 0, 0]);
  });
});

test('the one who judged sees all of it', async () => {
  const { vault, cases } = await judged();
  using _ = vault;
  const illegal = [...cases.values()].filter(({ judgement }) => judgement.legality === 'illegal').length;
  const { outbox, summary, entries } = await everythingSeen(vault);
  expect({
    assessments: summary.assessments.byLegality.illegal,
    some: outbox.total > 0,
    withheld: entries.filter((entry) => entry.withheld).length,
  }).toEqual({ assessments: illegal, some: true, withheld: 0 });
});
