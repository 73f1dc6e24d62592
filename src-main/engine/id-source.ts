import { uuidv7 } from '../../shared/domain/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Entropy } from '../ports/entropy.ts';

/**
 * Makes UUIDv7s that rise strictly, also within a millisecond and when the clock is set back (RFC 9562, section 6.2,
 * method 1: a counter in rand_a). Lines that stand in the order of their ids rely on it.
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
    const random = entropy.bytes(10);
    random[0] = counter >> 8;
    random[1] = counter & 0xff;
    return uuidv7(lastMs, random);
  };
}
