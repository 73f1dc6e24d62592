import type { Destination } from '../../../shared/contract/referral.contract.ts';

const NAMES = { cert: 'client certificate', ca: 'certificate authority' } as const;

/** What must be told of the certificates of a desk: which of them end soon, or have ended, and when. */
export const endingTexts = ({ ending }: Pick<Destination, 'ending'>): string[] =>
  ending.map(({ setting, at }) => `the ${NAMES[setting]} is valid until ${at}`);
