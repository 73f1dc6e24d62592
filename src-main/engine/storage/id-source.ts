import { uuidv4, uuidv7 } from '../../../shared/domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Entropy } from '../../ports/entropy.ts';

const RANDOM_BYTES = 10;

/** Makes ids that do not reveal when they were made. */
export const randomIdSource =
  (entropy: Entropy): (() => string) =>
  () =>
    uuidv4(entropy.bytes(16));

/**
 * Makes strictly rising UUIDv7s, even within a millisecond and when the clock is set back meanwhile (RFC 9562, section 6.2,
 * method 1: a counter in rand_a). Ids of another source, as before a restart, may be greater: what comes later is told by
 * numbers, never by ids.
 */
export function idSource(clock: Clock, entropy: Entropy): () => string {
  let lastMs = 0;
  let counter = 0;
  return () => {
    const nowMs = clock.nowMs();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      counter = 0;
    } else if (++counter > 0xfff) {
      lastMs += 1;
      counter = 0;
    }
    const random = entropy.bytes(RANDOM_BYTES);
    random[0] = counter >> 8;
    random[1] = counter & 0xff;
    return uuidv7(lastMs, random);
  };
}
