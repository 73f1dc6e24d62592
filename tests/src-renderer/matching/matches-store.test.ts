import { createRouterClient, implement } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import {
  caseMatchesContract,
  type MatchProgress,
  type MatchQuarantine,
} from '../../../shared/contract/case-match.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { QuarantineId } from '../../../shared/domain/ids.ts';
import { readReasons, reasonKey } from '../../../src-renderer/features/matching/feedback-form.ts';
import { knownCases } from '../../../src-renderer/features/matching/known-cases.ts';
import { createMatchesStore } from '../../../src-renderer/features/matching/matches-store.ts';
import { aCase, aCaseDetail } from '../support/a-case.ts';
import { aCaseMatch } from '../support/a-case-match.ts';
import { aHashList } from '../support/a-hash-list.ts';
import { anId } from '../support/an-id.ts';
import { InMemoryEngine } from '../support/in-memory-engine.ts';

const QUARANTINE = QuarantineId.parse(anId(700));

const aQuarantine = (change: Partial<MatchQuarantine> = {}): MatchQuarantine => ({
  id: QUARANTINE,
  list: aHashList(1).id,
  listName: 'List 1',
  record: 'record-1',
  algorithm: 'pdq',
  value: 'ab'.repeat(32),
  meaning: 'baseline',
  state: 'quarantined',
  cases: 90,
  quarantinedAt: '2026-11-02T08:00:00.000Z',
  casesThen: 80,
  decidedAt: null,
  decidedBy: null,
  sample: [],
  ...change,
});

const OFFERED = (['md5', 'pdq'] as const).map((algorithm) => ({
  algorithm,
  guid: '01234567-89ab-cdef-0123-456789abcdef',
  name: `Wrong ${algorithm}`,
}));

/** What an engine knows of matches of cases, in memory, behind the real contract. */
function matching(options: { progress?: MatchProgress; waits?: boolean } = {}) {
  const asked: string[] = [];
  let quarantine = [aQuarantine()];
  const room = implement(caseMatchesContract);
  const router = room.router({
    progress: room.progress.handler(() => options.progress ?? { state: 'idle' }),
    confirm: room.confirm.handler(({ input, errors }) => {
      if (options.waits) throw errors.CONFLICT({ data: { reason: 'waits-for-second-review' } });
      asked.push(`confirm ${input.match}`);
      return { match: input.match, verdict: 'confirmed' as const, standing: 'counts' as const };
    }),
    reject: room.reject.handler(({ input }) => {
      asked.push(`reject ${input.match} ${input.reason}`.trim());
      return { match: input.match, verdict: 'rejected' as const, standing: 'rejected' as const };
    }),
    quarantine: room.quarantine.handler(() => quarantine),
    release: room.release.handler(({ input }) => {
      quarantine = [aQuarantine({ state: input.as })];
      return { quarantine: input.quarantine, state: input.as };
    }),
    feedback: room.feedback.handler(({ errors }) => {
      throw errors.CONFLICT({ data: { reason: 'nothing-new-to-report' } });
    }),
    feedbackReasons: room.feedbackReasons.handler(() => ({ reasons: OFFERED })),
    keepFeedbackReasons: room.keepFeedbackReasons.handler(({ input, errors }) => {
      if (input.file.size === 0) throw errors.REFUSED({ data: { refusals: [] } });
      return { kept: 1, leftOut: 0 };
    }),
  });
  const client = { matching: createRouterClient(router) } as unknown as Pick<EngineClient, 'matching'>;
  return { store: createMatchesStore(client), asked };
}

describe('a verdict on a match', () => {
  it('is recorded for that match', async () => {
    const { store, asked } = matching();
    const [one, other] = [aCaseMatch(1), aCaseMatch(2)];
    expect(await store.getState().judge(aCase(1).id, one.id, 'confirmed')).toBe(true);
    expect(await store.getState().judge(aCase(1).id, other.id, 'rejected')).toBe(true);
    expect(asked).toEqual([`confirm ${one.id}`, `reject ${other.id}`]);
  });

  it('that rejects it can give a reason, also after it was rejected without one', async () => {
    const { store, asked } = matching();
    const { id } = aCaseMatch(2);
    expect(await store.getState().judge(aCase(1).id, id, 'rejected')).toBe(true);
    expect(await store.getState().judge(aCase(1).id, id, 'rejected', 'another place')).toBe(true);
    expect(asked).toEqual([`reject ${id}`, `reject ${id} another place`]);
  });

  it('that the engine refuses is reported on its case, until another one is tried', async () => {
    const { store } = matching({ waits: true });
    expect(await store.getState().judge(aCase(1).id, aCaseMatch(1).id, 'confirmed')).toBe(false);
    expect(store.getState().failure).toMatchObject({
      case: aCase(1).id,
      failure: { code: 'CONFLICT', data: { reason: 'waits-for-second-review' } },
    });
    await store.getState().judge(aCase(1).id, aCaseMatch(1).id, 'rejected');
    expect(store.getState().failure).toBeNull();
  });
});

describe('records in quarantine', () => {
  it('are listed, and a supervisor’s decision is shown at once', async () => {
    const { store } = matching();
    await store.getState().loadQuarantine();
    expect(store.getState().quarantine[0]?.state).toBe('quarantined');
    expect(await store.getState().release(QUARANTINE, 'released')).toBe(true);
    expect(store.getState().quarantine[0]?.state).toBe('released');
  });
});

describe('feedback', () => {
  it('on a list without verdicts says that there is nothing to report', async () => {
    const { store } = matching();
    expect(await store.getState().feedback(aHashList(1).id, [], false)).toBeNull();
    expect(store.getState().failure?.case).toBeNull();
  });

  it('needs a name and a GUID for every reason, and says where one is missing', () => {
    const guid = '01234567-89ab-cdef-0123-456789abcdef';
    expect(readReasons([{ name: ' Wrong ', guid }])).toEqual({
      reasons: [{ name: 'Wrong', guid, algorithm: null }],
    });
    expect(readReasons([])).toEqual({ wrong: new Set(['none']) });
    expect(
      readReasons([
        { name: 'Wrong', guid },
        { name: '', guid: '7' },
      ]),
    ).toEqual({ wrong: new Set(['1 guid', '1 name']) });
  });
});

describe('the reasons an owner offers', () => {
  it('are chosen by kind of fingerprint, beside typed ones', async () => {
    const { store } = matching();
    const offered = await store.getState().offeredReasons(aHashList(1).id);
    const [first, second] = OFFERED;
    expect(readReasons([], offered, new Set([reasonKey(second!)]))).toEqual({ reasons: [second] });
    expect(
      readReasons([{ name: 'Typed', guid: first!.guid }], offered, new Set([reasonKey(first!)])),
    ).toEqual({
      reasons: [first, { name: 'Typed', guid: first!.guid, algorithm: null }],
    });
  });

  it('come from a file, which may be none', async () => {
    const { store } = matching();
    expect(await store.getState().keepReasons(aHashList(1).id, new Blob(['<a/>']))).toBe(true);
    expect(await store.getState().keepReasons(aHashList(1).id, new Blob([]))).toBe(false);
    expect(store.getState().failure).toMatchObject({ case: null, failure: { code: 'REFUSED' } });
  });
});

describe('cases to decide together', () => {
  it('are open and hold a file that is itself on a trusted baseline list, with nothing against it', async () => {
    const known = (number: number) => aCase(number, { knownAs: 'baseline' });
    const engine = new InMemoryEngine([known(1), known(2), known(3), known(4)]);
    const trusted = aCaseMatch(1, { trust: 'high' });
    const details = [
      [trusted],
      [aCaseMatch(2, { trust: 'medium' })],
      [trusted, aCaseMatch(3, { meaning: 'known-legal' })],
      [{ ...trusted, verdict: 'rejected' as const, standing: 'rejected' as const }],
    ];
    engine.cases = engine.cases.map((one, at) => ({
      ...aCaseDetail(one.summary),
      matches: details[at] ?? [],
    }));
    expect((await knownCases(engine.client)).map(({ summary }) => summary.id)).toEqual([known(1).id]);
  });
});

describe('the progress of matching', () => {
  it('is what the engine says', async () => {
    const progress: MatchProgress = {
      state: 'matching',
      done: 5,
      total: 10,
      perSecond: 100,
      remainingMs: 50,
    };
    const { store } = matching({ progress });
    await store.getState().loadProgress();
    expect(store.getState().progress).toEqual(progress);
  });
});
