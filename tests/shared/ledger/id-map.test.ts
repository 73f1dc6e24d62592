import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdMap } from '../../../shared/ledger/id-map.ts';
import { idOf } from '../../support/a-ledger.ts';

/** Ids that end alike, so that paths are long, and ids that do not. */
const anId = fc.oneof(
  fc.uuid(),
  fc.integer({ min: 0, max: 40 }).map((n) => idOf(`id ${n}`)),
  fc.integer({ min: 0, max: 15 }).map((n) => `${n.toString(16)}0000000-0000-4000-8000-000000000000`),
);
const aChange = fc.record({ id: anId, value: fc.option(fc.integer()) });

test('a map by ids holds what a map holds after the same changes, and every earlier one stays as it was', () => {
  fc.assert(
    fc.property(fc.array(aChange, { maxLength: 80 }), (changes) => {
      let map = IdMap.empty<number>();
      const model = new Map<string, number>();
      const earlier: [IdMap<number>, [string, number][]][] = [];
      for (const { id, value } of changes) {
        earlier.push([map, sorted(map)]);
        map = value === null ? map.without(id) : map.with(id, value);
        if (value === null) model.delete(id);
        else model.set(id, value);
        expect([map.size, map.get(id), map.has(id)]).toEqual([model.size, model.get(id), model.has(id)]);
      }
      expect(sorted(map)).toEqual(sorted(model));
      expect([...map.keys()].toSorted()).toEqual([...model.keys()].toSorted());
      for (const [before, held] of earlier) expect(sorted(before)).toEqual(held);
    }),
  );
});

const sorted = (map: Iterable<readonly [string, number]>): [string, number][] =>
  [...map].map(([id, value]): [string, number] => [id, value]).toSorted(([a], [b]) => (a < b ? -1 : 1));

test('two maps that hold the same have the same order, however they came to it', () => {
  const ids = Array.from({ length: 200 }, (_, n) => idOf(`id ${n}`));
  const forwards = ids.reduce((map, id) => map.with(id, id), IdMap.empty<string>());
  const detour = [...ids, ...ids.map((id) => idOf(`not ${id}`))]
    .toReversed()
    .reduce((map, id) => map.with(id, id), IdMap.empty<string>());
  const back = ids.reduce((map, id) => map.without(idOf(`not ${id}`)), detour);
  expect([...back]).toEqual([...forwards]);
});
