import { expect, it } from 'vitest';
import { DestinationId } from '../../../shared/domain/ids.ts';
import { startJudgement } from '../../../src-renderer/features/review/judgement.ts';
import { RouteBox } from '../../../src-renderer/features/review/route-box.tsx';
import { SessionProvider } from '../../../src-renderer/features/vault/index.ts';
import { aSession } from '../support/a-session.ts';
import { wordsOf } from '../support/words-of.tsx';

it('every destination that gets the case is named before a person decides', async () => {
  const session = aSession();
  const [first, ...others] = session.policy.categories;
  const destinations = ['police', 'iccam', 'another-desk'].map((id) => DestinationId.parse(id));
  const policy = { ...session.policy, categories: [{ ...first!, destinations }, ...others] };
  const judgement = {
    ...startJudgement({ hosting: 'BE' }),
    legality: 'illegal' as const,
    classification: 'baseline' as const,
  };
  const words = await wordsOf(
    <SessionProvider value={{ ...session, policy }}>
      <RouteBox judgement={judgement} />
    </SessionProvider>,
  );
  expect(words).toContain('→ Federal Police + ICCAM + another-desk');
});
