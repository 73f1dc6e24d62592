import type { ListMatch, MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { failureOf } from '../../transport/failure.ts';
import { algorithmsOf } from './hash-guess.ts';
import type { FindingActs, ListsBench } from './lists-state.ts';

/** Looks a pasted value up: on the lists, with near values where it may be a PDQ, and among the cases. */
export function findActs({ client, set, get }: ListsBench): FindingActs {
  return {
    found: null,
    finding: false,

    find: async (text) => {
      const value = text.trim();
      if (value === '' || get().finding) return;
      set({ finding: true, failure: null, found: null });
      const hashes = algorithmsOf(value);
      const kinds: { algorithm: MatchAlgorithm; value: string }[] =
        hashes.length > 0 ? hashes : [{ algorithm: 'url', value }];
      const pdq = hashes.find(({ algorithm }) => algorithm === 'pdq');
      try {
        const [exact, near, cases] = await Promise.all([
          client.lists.find({ value }),
          pdq === undefined ? { matches: [] } : client.matching.match({ algorithm: 'pdq', value: pdq.value }),
          Promise.all(kinds.map((kind) => client.matching.lookup(kind))),
        ]);
        const byCase = new Map(cases.flatMap((answer) => answer.cases).map((one) => [one.id, one]));
        set({
          found: {
            value: pdq?.value ?? value,
            asked: exact.asked,
            matches: joinMatches(exact.matches, near.matches),
            cases: [...byCase.values()],
            waiting: [...new Set(cases.flatMap((answer) => answer.waiting))],
          },
        });
      } catch (error) {
        set({ failure: failureOf(error) });
      } finally {
        set({ finding: false });
      }
    },
  };
}

/** Both look-ups answer with equal PDQ values; each record appears once, the nearest first. */
function joinMatches(exact: readonly ListMatch[], near: readonly ListMatch[]): ListMatch[] {
  const key = ({ list, ref, algorithm }: ListMatch) => `${list} ${algorithm} ${ref}`;
  const all = new Map([...exact, ...near].map((match) => [key(match), match]));
  return [...all.values()].sort((a, b) => a.distance - b.distance);
}
