import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { MatchProgress } from '../../../shared/contract/case-match.ts';
import type { IndexState } from '../../../shared/contract/lists.contract.ts';
import { createListsStore, ListsProvider } from '../../../src-renderer/features/lists/index.ts';
import { IndexFailed } from '../../../src-renderer/features/lists/index-failed.tsx';
import { MatchesProvider } from '../../../src-renderer/features/matching/index.ts';
import type { MatchesState } from '../../../src-renderer/features/matching/matches-store.ts';
import { StillMatching } from '../../../src-renderer/features/matching/still-matching.tsx';
import { InMemoryLists } from '../support/in-memory-lists.ts';
import { wordsOf } from '../support/words-of.tsx';

describe('an index of the lists that has failed', () => {
  const page = (index: IndexState, restarting = false) => {
    const { getState } = createListsStore(new InMemoryLists().client);
    const store = createStore(() => ({ ...getState(), index, restarting }));
    return wordsOf(
      <ListsProvider store={store}>
        <IndexFailed />
      </ListsProvider>,
    );
  };

  it('is said with what it means, what to do and what the program says', async () => {
    const words = await page({
      state: 'failed',
      fault: { problem: 'closed', words: 'closed: the index has ended' },
    });
    expect(words).toContain('The lists cannot be searched at the moment. Their content is not lost.');
    expect(words).toContain('If trying again does not help');
    expect(words).toContain('Error: the index has ended');
    expect(words).toMatch(/Try again$/);
  });

  it('stays in sight while it is started anew, and is gone afterwards', async () => {
    const ready: IndexState = { state: 'ready', rebuiltBecause: null, values: 1, bytes: 32 };
    expect(await page({ state: 'loading' }, true)).toMatch(/Starting…$/);
    expect(await page(ready)).toBe('');
  });
});

describe('known cases while matching goes on', () => {
  const page = (progress: MatchProgress | null) => {
    const store = createStore(() => ({ progress }) as MatchesState);
    return wordsOf(
      <MatchesProvider store={store}>
        <StillMatching />
      </MatchesProvider>,
    );
  };

  it('are said to be perhaps not all, with how far matching came', async () => {
    const matching = {
      state: 'matching',
      done: 1200,
      total: 5000,
      perSecond: 400,
      remainingMs: 9500,
    } as const;
    const words = await page(matching);
    expect(words).toContain('this selection may not be complete');
    expect(words).toMatch(/1,200 of 5,000 cases · .* left/);
    expect(await page({ state: 'waiting', done: 0, total: 0 })).toBe(
      'Matching waits for the lists: this selection may not be complete.',
    );
  });

  it('are all of them where nothing is under way', async () => {
    expect([await page({ state: 'idle' }), await page(null)]).toEqual(['', '']);
  });
});
