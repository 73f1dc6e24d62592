import { nearName } from '../../../shared/domain/near-name.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { RefusalDetail } from '../../../shared/domain/refusal-detail.ts';

/** Destinations that the page has a name for; the bundled policies name no others. */
const BUNDLED = ['iccam', 'police', 'provider'];

/**
 * Names of a policy's destinations that nobody knows: a referral to one would wait for ever.
 * @param configured destinations that are set up
 */
export function unknownDestinations(
  policy: Policy,
  inForce: Policy,
  configured: readonly string[],
): { field: string; detail: RefusalDetail }[] {
  const named = inForce.categories.flatMap(({ destinations }) => destinations as readonly string[]);
  const known = [...new Set([...configured, ...named, ...BUNDLED])].sort();
  return policy.categories.flatMap(({ destinations }, category) =>
    destinations.flatMap((destination, index) => {
      if (known.includes(destination)) return [];
      const meant = nearName(destination, known);
      const detail: RefusalDetail =
        meant === null ? { code: 'destination-unknown', known } : { code: 'destination-misspelt', meant };
      return [{ field: `policy.categories.${category}.destinations.${index}`, detail }];
    }),
  );
}
