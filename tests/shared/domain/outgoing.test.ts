import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outgoingOf } from '../../../shared/domain/outgoing.ts';

describe('what a new decision sends', () => {
  const desks = fc.uniqueArray(fc.constantFrom<string[]>('police', 'iccam', 'provider', 'interpol'));

  it('reaches every desk once that has the case or is to have it, and no other', () => {
    fc.assert(
      fc.property(desks, desks, (now, before) => {
        const earlier = before.map((destination) => ({ id: `r-${destination}`, destination }));
        const sent = outgoingOf(now, earlier);
        expect(sent.map(({ destination }) => destination).sort()).toEqual(
          [...new Set([...now, ...before])].sort(),
        );
        for (const { destination, purpose, inReplyTo } of sent) {
          const [is, was] = [now.includes(destination), before.includes(destination)];
          expect(purpose).toBe(is ? (was ? 'amendment' : 'new') : 'retraction');
          expect(inReplyTo).toBe(was ? `r-${destination}` : null);
        }
      }),
    );
  });
});
