import { type Clock, systemClock } from './clock.ts';
import { type Hub, HubFailure } from './hub.ts';
import { expectDevice, HEARD_EVERY_MS } from './hub-limits.ts';
import { emptyContent, type HubContent, MemoryHubSeat, placeKey, unreachable } from './memory-hub-seat.ts';

/** What a hub kept at one time, as an operator's backup has it. */
export type MemoryHubBackup = { readonly content: HubContent };

export interface MemoryHubOptions {
  /** Waited for before and after each call; without it other work of the process comes between. */
  readonly pause?: () => Promise<void>;
}

/**
 * The in-memory counterpart of the PostgreSQL hub, for all seats of one hotline. The same suite runs against both
 * (tests/src-main/ports/hub-conformance.ts). Its own clock ends leases. Its faults are made by hand: seats can be cut off, answers
 * can be lost, and it can be taken back or forgotten.
 */
export class MemoryHub {
  readonly #clock: Clock;
  readonly #pause: () => Promise<void>;
  #content = emptyContent();
  /** Who cannot reach it; `*` stands for everyone. */
  readonly #cutOff = new Set<string>();
  /** How many answers to lose yet, of one device or of any (`*`). */
  readonly #losing = new Map<string, number>();
  readonly #listeners = new Set<{ device: string; changed: () => void }>();
  /** Whether it gives notice when the log grew. It never promises to. */
  givesNotice = true;

  constructor(
    clock: Clock = systemClock,
    { pause = () => new Promise((resolve) => setImmediate(resolve)) }: MemoryHubOptions = {},
  ) {
    this.#clock = clock;
    this.#pause = pause;
  }

  /** A connection of this device. It is refused until the device is admitted. */
  as(device: string): Hub {
    return new MemoryHubSeat(device, this.#clock, {
      content: () => this.#content,
      perform: (work) => this.#perform(device, work),
      grew: () => this.#grew(),
      listen: (changed) => {
        const listener = { device, changed };
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    });
  }

  /** Admits a device that no other has admitted, as the person does who sets the hub up. */
  admitFirst(device: string): void {
    expectDevice(device);
    this.#content.devices.set(device, { removed: false, heardAtMs: null });
  }

  /** From now on nothing that this device, or any, asks arrives. */
  goAway(device = '*'): void {
    this.#cutOff.add(device);
  }

  /** Ends what `goAway` began with the same device. Who listens is called back, as after a connection made anew. */
  comeBack(device = '*'): void {
    this.#cutOff.delete(device);
    this.#grew();
  }

  /** Does the next things that this device, or any, asks, and loses the answers. */
  loseAnswers(times = 1, device = '*'): void {
    this.#losing.set(device, times);
  }

  /** A copy of everything, as of now. */
  backup(): MemoryHubBackup {
    return { content: structuredClone(this.#content) };
  }

  /** Puts a copy in the place of everything, as an operator does after a loss. */
  restore({ content }: MemoryHubBackup): void {
    this.#content = structuredClone(content);
  }

  /** Forgets the deeds from a place on, and the seals over them. Everything else stays. */
  takeBack(size: number): void {
    const { deeds, places, next, seals } = this.#content;
    for (const { device, seq } of deeds.splice(size)) {
      places.delete(placeKey(device, seq));
      next.set(device, Math.min(next.get(device) ?? 0, seq));
    }
    for (const over of seals.keys()) if (over > size) seals.delete(over);
  }

  /** Begins anew with nothing, not even a device: `admitFirst` comes next. */
  forget(): void {
    this.#content = emptyContent();
  }

  /** Puts other bytes in the place of a deed's, as an operator can who edits the database. */
  tamper(position: number, sealed: Uint8Array): void {
    const deed = this.#content.deeds[position];
    if (!deed) throw new RangeError(`there is no deed at ${position}`);
    deed.sealed = new Uint8Array(sealed);
  }

  async #perform<T>(device: string, work: () => T): Promise<T> {
    await this.#pause();
    if (this.#cutOff.has('*') || this.#cutOff.has(device)) throw unreachable('no connection');
    const known = this.#content.devices.get(device);
    if (known === undefined || known.removed) {
      await this.#pause();
      throw new HubFailure({ code: 'not-admitted' });
    }
    const nowMs = this.#clock.nowMs();
    if (known.heardAtMs === null || Math.abs(nowMs - known.heardAtMs) >= HEARD_EVERY_MS)
      known.heardAtMs = nowMs;
    let answer: () => T;
    try {
      const value = work();
      answer = () => value;
    } catch (error) {
      answer = () => {
        throw error;
      };
    }
    await this.#pause();
    if (this.#losesAnswer(device)) throw unreachable('the connection ended before an answer');
    return answer();
  }

  #losesAnswer(device: string): boolean {
    for (const who of [device, '*']) {
      const left = this.#losing.get(who) ?? 0;
      if (left === 0) continue;
      this.#losing.set(who, left - 1);
      return true;
    }
    return this.#cutOff.has('*') || this.#cutOff.has(device);
  }

  #grew(): void {
    if (!this.givesNotice) return;
    for (const listener of this.#listeners) {
      setImmediate(() => {
        const isAway = this.#cutOff.has('*') || this.#cutOff.has(listener.device);
        if (!isAway && this.#listeners.has(listener)) listener.changed();
      });
    }
  }
}
