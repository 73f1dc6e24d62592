import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { createDisagreementStore } from '../../../src-renderer/features/second-review/disagreement-store.ts';
import { illegalIn } from '../../support/an-assessment.ts';
import { aDisagreement } from '../support/a-disagreement.ts';
import { InMemorySecondReview } from '../support/in-memory-second-review.ts';

async function atWork(...disagreements: ReturnType<typeof aDisagreement>[]) {
  const engine = new InMemorySecondReview();
  engine.disagreements = disagreements;
  const store = createDisagreementStore(engine.client, () => null);
  await store.getState().load();
  return { engine, state: () => store.getState() };
}

describe('settling a disagreement', () => {
  it('signs nothing before the supervisor has chosen', async () => {
    const { engine, state } = await atWork(aDisagreement(0));
    expect(state().settling?.choice).toBeNull();
    await state().settle();
    expect([engine.settled, state().open]).toEqual([[], aDisagreement(0)]);
  });

  it('upholds where the supervisor chooses that, and goes on with the next', async () => {
    const { engine, state } = await atWork(aDisagreement(0), aDisagreement(1));
    state().change({ legality: 'undetermined' });
    state().decide('uphold');
    await state().settle();
    expect(engine.settled).toEqual([
      { review: aDisagreement(0).review, settlement: { outcome: 'uphold' }, note: undefined },
    ]);
    expect(state()).toMatchObject({ open: aDisagreement(1), settled: { outcome: 'upheld' } });
  });

  it('overturns with the second reviewer’s answers, but in the supervisor’s own words', async () => {
    const second = illegalIn('BE', { age: 'infant', note: 'Seen twice.' });
    const { engine, state } = await atWork(aDisagreement(0, { second }));
    state().decide('overturn');
    expect(state().settling?.editing.judgement).toMatchObject({ country: 'BE', age: 'infant', note: '' });
    state().change({ age: 'pubescent' });
    state().write('  Look at the hosting again.  ');
    await state().settle();
    expect(engine.settled).toEqual([
      {
        review: aDisagreement(0).review,
        settlement: {
          outcome: 'overturn',
          judgement: expect.objectContaining({ legality: 'illegal', age: 'pubescent', note: '' }),
        },
        note: 'Look at the hosting again.',
      },
    ]);
    expect(state().settled?.referrals).toEqual([{ destination: 'iccam', purpose: 'retraction' }]);
  });

  it('is closed to a person who is one of the two', async () => {
    const { engine, state } = await atWork(aDisagreement(0, { mine: false }));
    state().decide('uphold');
    await state().settle();
    expect(engine.settled).toEqual([]);
  });

  it('opens first a disagreement that the person may settle', async () => {
    const { state } = await atWork(aDisagreement(0, { mine: false }), aDisagreement(1));
    expect(state().open).toEqual(aDisagreement(1));
  });

  it('keeps what was begun while another one is looked at, and does nothing with a note too short', async () => {
    const { engine, state } = await atWork(aDisagreement(0), aDisagreement(1));
    state().decide('overturn');
    state().write('no');
    await state().settle();
    expect(engine.settled).toEqual([]);
    state().step(1);
    expect(state().settling).toMatchObject({ choice: null, note: '' });
    state().step(-1);
    expect(state().settling).toMatchObject({ choice: 'overturn', note: 'no' });
  });

  it('stays open where the engine refuses', async () => {
    const { engine, state } = await atWork(aDisagreement(0));
    state().decide('uphold');
    engine.fail = () => new ORPCError('CONFLICT', { defined: true, data: { reason: 'no-disagreement' } });
    await state().settle();
    expect(state()).toMatchObject({
      open: aDisagreement(0),
      busy: false,
      failure: { code: 'CONFLICT', data: { reason: 'no-disagreement' } },
    });
  });
});
