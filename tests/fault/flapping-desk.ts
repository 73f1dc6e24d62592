import { setTimeout as wait } from 'node:timers/promises';
import { LONGEST_PAUSE_MS } from '../../shared/domain/desk-contact.ts';
import { DestinationId } from '../../shared/domain/ids.ts';
import { aDesk, seeded } from '../src-main/receiver/a-desk.ts';
import { aFolder } from '../support/a-folder.ts';
import { refer, sendTo } from '../support/a-referring-vault.ts';
import { aVault } from '../support/a-vault.ts';
import { type Arrivals, arrivalsAt, type Ordered } from './arrivals.ts';
import { pass, untilNothingWaits } from './passing-time.ts';
import { rebuildWhatWasUnderWay } from './rebuild-under-way.ts';

/** `real` is the product; the other makes a new referral of what was under way, and must be caught. */
export type FlapVariant = 'real' | 'rebuilds-on-restart';

export interface FlapReport extends Arrivals {
  seed: number;
  variant: FlapVariant;
  flaps: number;
  decisions: number;
  /** Referrals that came to the desk again, because its answer was lost. */
  repeated: number;
  /** Simulated time after the last flap until nothing waited; null where that never came. */
  recoveredInMinutes: number | null;
  seconds: number;
}

/** Longer than a courier leaves a desk alone that was silent, so that it speaks to it each time. */
/** These hours are the desk's; nobody works all of them. */
const WITHOUT_LIMIT = { limitBindsSupervisors: false, breakAfterMinutes: null };
const UP_FOR_MS = LONGEST_PAUSE_MS + 60_000;
/** Longest real time in which it has to do so. */
const PATIENCE_MS = 1000;

/**
 * Opens a desk and breaks it off in the middle of whatever it does, again and again, while a person decides and the
 * courier works in the background. Time is moved by hand.
 */
export async function flap(options: {
  flaps: number;
  seed: number;
  variant?: FlapVariant;
}): Promise<FlapReport> {
  const { flaps, seed, variant = 'real' } = options;
  const startedMs = performance.now();
  const random = seeded(seed);
  const chance = seeded(seed + 1);
  const police = DestinationId.parse('police');
  using folder = aFolder();
  using vault = await aVault({ ports: { background: true }, limits: WITHOUT_LIMIT });
  const first = await aDesk({ dir: folder.path });
  await sendTo(vault, police, first);
  const { port } = first.receiver;
  await first[Symbol.asyncDispose]();

  const ordered: Ordered[] = [];
  const decide = async () => {
    const number = ordered.length;
    const isAgain = number % 3 === 2;
    const made = await refer(vault, `host-${isAgain ? number - 2 : number}`);
    ordered.push(...made.referrals.map(({ id }) => ({ case: made.case, referral: id })));
    await pass(vault, 5000 + Math.floor(random() * 20_000));
  };
  const arrived: string[] = [];
  let repeated = 0;
  let heard = 0;
  const open = (dropAfterAcceptRate: number) =>
    aDesk({
      dir: folder.path,
      port,
      fail: { dropAfterAcceptRate },
      random: chance,
      log: (event) => {
        heard += 1;
        const isFirst =
          (event.type === 'stored' || event.type === 'dropped') && !arrived.includes(event.referral);
        if (isFirst) arrived.push(event.referral);
        if (event.type === 'repeated') repeated += 1;
      },
    });
  for (let done = 0; done < flaps; done++) {
    const up = await open(variant === 'real' ? 0.25 : 1);
    await decide();
    const before = heard;
    await pass(vault, UP_FOR_MS);
    for (let waited = 0; heard === before && waited < PATIENCE_MS; waited += 5) await wait(5);
    if (random() < 0.5) await decide();
    // In the middle of whatever it does.
    await wait(random() * 30);
    await up[Symbol.asyncDispose]();
    if (random() < 0.7) await decide();
    if (variant === 'real') continue;
    vault.lock();
    await rebuildWhatWasUnderWay(vault, vault.clock);
    await vault.unlock();
  }
  await using _last = await open(0);
  const recoveredInMinutes = await untilNothingWaits(vault, 60);
  return {
    ...{ seed, variant, flaps, decisions: ordered.length, repeated },
    ...(await arrivalsAt(vault, ordered, folder.path, arrived)),
    recoveredInMinutes,
    seconds: Math.round((performance.now() - startedMs) / 1000),
  };
}
