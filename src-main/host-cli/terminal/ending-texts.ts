import type { Destination } from '../../../shared/contract/referral.contract.ts';
import { needsNextPin } from '../../../shared/domain/certificate-expiry.ts';

const NAMES = {
  cert: 'client certificate',
  ca: 'certificate authority',
  server: "desk's own certificate",
} as const;

/** What must be told of the certificates of a desk: which of them end soon, or have ended, and when. */
export const endingTexts = ({
  id,
  ending,
  settings,
}: Pick<Destination, 'id' | 'ending' | 'settings'>): string[] =>
  ending.map(({ certificate, at }) => {
    const told = `the ${NAMES[certificate]} is valid until ${at}`;
    return certificate === 'server' && needsNextPin(settings)
      ? `${told}; if its key changes too, nothing goes until its pin is set: ask the desk for the pin of its next key (destination change ${id} --next-pin P)`
      : told;
  });
