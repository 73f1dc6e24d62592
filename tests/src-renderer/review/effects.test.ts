import { describe, expect, it } from 'vitest';
import { ReferralId } from '../../../shared/domain/ids.ts';
import type { ReferralState } from '../../../shared/domain/referral.ts';
import { effectsOf } from '../../../src-renderer/features/review/effects.ts';
import { aDisagreement } from '../support/a-disagreement.ts';
import { anId } from '../support/an-id.ts';

const sent = (destination: string, state: ReferralState) => ({
  id: ReferralId.parse(anId(800)),
  destination,
  state,
  purpose: 'new' as const,
});

describe('what overturning a decision sends', () => {
  it('is an amendment to a desk that has the case, and a retraction to one that should not', () => {
    expect(effectsOf(['iccam'], aDisagreement(0), [sent('iccam', 'delivered')])).toEqual([
      { destination: 'iccam', purpose: 'amendment' },
    ]);
    expect(effectsOf(['police'], aDisagreement(0), [sent('iccam', 'queued')])).toEqual([
      { destination: 'police', purpose: 'new' },
      { destination: 'iccam', purpose: 'retraction' },
    ]);
  });

  it('takes nothing back that a desk refused', () => {
    expect(effectsOf([], aDisagreement(0), [sent('iccam', 'refused')])).toEqual([]);
  });

  it('follows the first route where it is not known what was sent', () => {
    expect(effectsOf([], aDisagreement(0), null)).toEqual([{ destination: 'iccam', purpose: 'retraction' }]);
  });
});
