import type { Clock } from '../../ports/clock.ts';
import { type Hub, HubFailure } from '../../ports/hub.ts';
import { channelOf } from '../referral/all-channels.ts';
import type { CourierTurn, TurnDesk } from '../referral/courier-turn.ts';
import type { Envelope } from './envelope.ts';
import type { TeamStore } from './team.store.ts';

export interface CourierLeasesParts {
  team: TeamStore;
  envelope: Envelope;
  clock: Clock;
  /** Null where the vault works alone. */
  hub: () => Hub | null;
  device: string;
  /** How long the hub has not been reached; 0 where it is, or where something else stops the exchange. */
  apartForMs: () => number;
  /** After how many minutes without the others a seat delivers all the same; null where it never does. */
  aloneAfterMinutes: () => number | null;
}

const LEASE_MS = 30_000;
/** A lease with less left is renewed before the next exchange with a desk. */
const RENEWED_BELOW_MS = 20_000;
/** An exchange that began with a lease may end a little after it: the desk recognises what came twice. */
const MARGIN_MS = 2000;

/**
 * One seat delivers to a desk at a time: the one with the hub's lease for it. A lease ends by itself where its holder lost
 * contact or ended; who takes it then sends the same bytes under the same key. Where the policy lets a seat go on alone
 * after some time without the others, it delivers what is decided there, to desks that recognise repeats and no others.
 */
export class CourierLeases implements CourierTurn {
  readonly #parts: CourierLeasesParts;
  /** Until when each desk is this seat's, by its own clock from when it asked. */
  readonly #untilMs = new Map<string, number>();

  constructor(parts: CourierLeasesParts) {
    this.#parts = parts;
  }

  async take(desk: TurnDesk): Promise<boolean> {
    const { team, envelope, clock, hub, device } = this.#parts;
    const { id: destination } = desk;
    if (team.state() === null) return true;
    const askedAtMs = clock.monotonicMs();
    if ((this.#untilMs.get(destination) ?? 0) - askedAtMs > RENEWED_BELOW_MS) return true;
    const there = hub();
    if (there === null) return false;
    try {
      const lease = await there.lease(envelope.tag('courier', destination), LEASE_MS);
      if (lease.device !== device) return false;
      this.#untilMs.set(destination, askedAtMs + lease.leftMs);
      return this.holds(destination);
    } catch (error) {
      if (error instanceof HubFailure) return this.#goesAlone(desk);
      throw error;
    }
  }

  holds(destination: string): boolean {
    const { team, clock } = this.#parts;
    if (team.state() === null) return true;
    return clock.monotonicMs() + MARGIN_MS < (this.#untilMs.get(destination) ?? 0);
  }

  goesBelow(desk: TurnDesk): number {
    const state = this.#parts.team.state();
    return state === null || this.#goesAlone(desk) ? Number.MAX_SAFE_INTEGER : state.settled.size;
  }

  #goesAlone({ channel }: TurnDesk): boolean {
    const minutes = this.#parts.aloneAfterMinutes();
    if (minutes === null || channelOf(channel).isBlindToRepeats) return false;
    return this.#parts.apartForMs() >= minutes * 60_000;
  }

  async attempt(referral: string): Promise<boolean | null> {
    const { team, envelope, hub, device } = this.#parts;
    if (team.state() === null) return false;
    const there = hub();
    if (there === null) return null;
    const tag = envelope.tag('attempt', referral);
    try {
      const others = (await there.registers(tag)).filter((one) => one.device !== device);
      await there.putRegister(tag, envelope.seal(tag, 'attempted'));
      return others.length > 0;
    } catch (error) {
      if (error instanceof HubFailure) return null;
      throw error;
    }
  }
}
