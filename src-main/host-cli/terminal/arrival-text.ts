import type { ListArrival } from '../../../shared/contract/lists.contract.ts';
import en from '../../../shared/locales/en.json' with { type: 'json' };
import { filled } from './filled.ts';

/** How far the content of a list is that another seat imported. */
export function arrivalText({ answers, taken, of, isUnfit }: ListArrival, version: number): string {
  const { unfit, way, wayOf, nothing, earlier } = en.lists.arrival;
  const state = isUnfit
    ? filled(unfit, { version })
    : of === null
      ? filled(way, { version })
      : filled(wayOf, { version, n: taken, of });
  return `${state} ${answers === 0 ? nothing : filled(earlier, { version: answers })}`;
}
