import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFileCase, aListOf, matched } from '../../../support/a-matched-vault.ts';
import { sendAll, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const ADDRESS = 'https://again.example/page';
const report = async ({ client }: AVault, url = ADDRESS) =>
  (await client.intake.report({ command: aCommand(), report: aReport().of(url).build() })).cases[0]!;
const decide = ({ client }: AVault, id: CaseId, judgement = legal()) =>
  client.review.assess({ command: aCommand(), case: id, judgement });
const summaryOf = async ({ client }: AVault, id: CaseId) => (await client.review.case({ id })).summary;

async function reopenings({ client }: AVault): Promise<unknown[]> {
  const { entries } = await client.audit.entries({ limit: 500 });
  return entries.filter(({ kind }) => kind === 'case.reopened').map(({ data, actor }) => [actor.name, data]);
}

describe('a decided case that is reported again', () => {
  test.each([
    ['closed', legal()],
    ['referred', illegalIn('BE')],
  ] as const)(
    'is open again where it was %s, in the queue, and the record says why',
    async (state, judgement) => {
      using vault = await aVault();
      const { id } = await report(vault);
      const decided = await decide(vault, id, judgement);
      vault.clock.advance(86_400_000);
      const at = new Date(vault.clock.nowMs()).toISOString();
      const again = await report(vault, `${ADDRESS}#another-fragment`);
      const queue = await vault.client.review.queue({});
      expect({
        decided: decided.state,
        again,
        queue: queue.cases.map((entry) => [entry.id, entry.state, entry.reopened]),
        counts: await vault.client.review.counts(),
        recorded: await reopenings(vault),
        problems: await problemsOf(vault.client),
      }).toEqual({
        decided: state,
        again: { id, isNew: false, isReopened: true },
        queue: [[id, 'open', { reason: 'reported-again', at }]],
        counts: expect.objectContaining({ open: 1, [state]: 0 }),
        recorded: [
          [
            'this workstation',
            { case: id, reason: 'reported-again', from: state, report: expect.any(String) },
          ],
        ],
        problems: [],
      });
    },
  );

  test('is due by the new report, free for anybody, and done once it is decided again', async () => {
    using vault = await aVault();
    const { id } = await report(vault);
    await vault.client.review.claim({ command: aCommand(), id });
    await decide(vault, id);
    vault.clock.advance(40 * 86_400_000);
    await vault.unlock();
    await report(vault);
    await report(vault);
    const open = await summaryOf(vault, id);
    const hours = vault.session.policy.review.deadlineHours;
    await decide(vault, id);
    const closed = await summaryOf(vault, id);
    expect({
      claimedBy: open.claimedBy,
      dueInHours: (Date.parse(open.dueAt!) - vault.clock.nowMs()) / 3_600_000,
      sightings: open.sightings,
      closed: [closed.state, closed.reopened],
      recorded: (await reopenings(vault)).length,
    }).toEqual({
      claimedBy: null,
      dueInHours: hours,
      sightings: 3,
      closed: ['closed', null],
      recorded: 1,
    });
  });

  test('comes to a desk that has it as an amendment of what it has, and nothing is retracted', async () => {
    await using police = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', police);
    const { id } = await report(vault);
    await decide(vault, id, illegalIn('BE'));
    await sendAll(vault);
    await report(vault);
    await decide(vault, id, illegalIn('BE'));
    await sendAll(vault);
    await report(vault);
    // Gone by now: that the police had it then was right.
    await decide(vault, id, legal({ reasons: ['not-found'] }));
    await sendAll(vault);
    const bodies = (await storedAt(police.dir)).map(({ body }) => body);
    expect(bodies.map(({ kind, inReplyTo, subject }) => [kind, inReplyTo, subject.sightings])).toEqual([
      ['new', null, 1],
      ['amendment', bodies[0]!.referral, 2],
    ]);
  });

  test('an import says how many cases it opened again', async () => {
    using vault = await aVault();
    const { id } = await report(vault);
    await decide(vault, id);
    const lines = [ADDRESS, 'https://new.example/'].map((url) =>
      JSON.stringify({ format: 'hashline-report/1', ...aReport().of(url).build() }),
    );
    const result = await importFile(vault.client, lines.join('\n'), { name: 'again.jsonl' });
    expect([result.casesNew, result.casesJoined, result.casesReopened]).toEqual([1, 1, 1]);
  });
});

describe('a decided case that a list knows since', () => {
  const SHA256 = 'ab'.repeat(32);

  test('is open again where the list speaks against the decision', async () => {
    using vault = await aVault();
    const id = await aFileCase(vault, { sha256: SHA256 });
    await decide(vault, id);
    await aListOf(vault, [{ sha256: SHA256 }]);
    await matched(vault);
    const { state, reopened, knownAs } = await summaryOf(vault, id);
    expect({ state, reason: reopened?.reason, knownAs, recorded: await reopenings(vault) }).toEqual({
      state: 'open',
      reason: 'on-a-list',
      knownAs: 'baseline',
      recorded: [
        [
          'this workstation',
          { case: id, reason: 'on-a-list', from: 'closed', matches: [expect.any(String)] },
        ],
      ],
    });
    // Decided against the list, it stays decided however often lists are asked.
    await decide(vault, id);
    await aListOf(vault, [{ sha256: 'cd'.repeat(32) }], { name: 'another' });
    await matched(vault);
    expect((await summaryOf(vault, id)).state).toBe('closed');
  });

  test('stays decided where the list says what was decided', async () => {
    using vault = await aVault();
    const id = await aFileCase(vault, { sha256: SHA256 }, 'BE');
    await decide(vault, id, illegalIn('BE'));
    await aListOf(vault, [{ sha256: SHA256 }]);
    await matched(vault);
    const { state, reopened, knownAs } = await summaryOf(vault, id);
    expect([state, reopened, knownAs]).toEqual(['referred', null, 'baseline']);
  });
});
