import { describe, expect, it } from 'vitest';
import type { ListArrival } from '../../../shared/contract/lists.contract.ts';
import { ArrivingCard } from '../../../src-renderer/features/lists/arriving-card.tsx';
import { aHashList } from '../support/a-hash-list.ts';
import { wordsOf } from '../support/words-of.tsx';

const shown = (arrival: Partial<ListArrival>, language: 'en' | 'nl' | 'fr' | 'de' = 'en') => {
  const { id: list, name } = aHashList(1);
  const all = { answers: 0, taken: 0, of: null, isUnfit: false, ...arrival };
  return wordsOf(<ArrivingCard lists={[{ list, name, version: 3, ...all }]} />, language);
};

describe('hash lists that are not all at this seat', () => {
  it('are told with how far they are, and what matches until then', async () => {
    expect(await shown({ taken: 2, of: 7 })).toContain(
      'On its way, 2 of 7 List 1 The content of version 3 is on its way to this seat: 2 of 7 parts are here. Until then this list matches nothing here.',
    );
    expect(await shown({ answers: 2 })).toContain(
      'On its way List 1 The content of version 3 is on its way to this seat. Until then version 2 goes on matching.',
    );
  });

  it('are told as not used where what came is not what was signed', async () => {
    expect(await shown({ answers: 2, isUnfit: true })).toMatch(
      /Not as signed .*is not what its entry says, so it is not used\..*version 2 goes on matching\.$/,
    );
  });

  it('are told in every language without a gap', async () => {
    for (const language of ['nl', 'fr', 'de'] as const)
      for (const arrival of [{ taken: 2, of: 7 }, { answers: 2 }, { isUnfit: true }])
        expect(await shown(arrival, language)).not.toMatch(/\{\{|lists\.arrival|undefined/);
  });
});
