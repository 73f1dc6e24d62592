import type { Clock } from './clock.ts';
import type {
  Hub,
  HubDeed,
  HubDevice,
  HubHead,
  HubLetter,
  HubRegister,
  HubSeal,
  Lease,
  Sealed,
} from './hub.ts';
import { HubFailure } from './hub.ts';
import {
  expectBytes,
  expectCounts,
  expectDeeds,
  expectDevice,
  expectLeaseTime,
  expectName,
  expectPlaced,
  expectTag,
  HUB_LIMITS,
} from './hub-limits.ts';

/** Everything a hub keeps; made of plain values, so that it can be cloned whole. */
export interface HubContent {
  incarnation: string;
  deeds: { device: string; seq: number; epoch: number; sealed: Uint8Array }[];
  /** The place of each deed, by device and number. */
  places: Map<string, number>;
  /** The number of the next deed of each device that has some. */
  next: Map<string, number>;
  devices: Map<string, { removed: boolean; heardAtMs: number | null }>;
  leases: Map<string, { device: string; token: number; untilMs: number }>;
  /** Null where a parcel was erased. */
  parcels: Map<string, Uint8Array | null>;
  registers: Map<string, Map<string, { sealed: Uint8Array; atMs: number }>>;
  seals: Map<number, string>;
  letters: Map<string, Map<string, { from: string; sealed: Uint8Array }>>;
}

/** What a connection needs of the hub it is to. */
export interface Surroundings {
  content(): HubContent;
  perform<T>(work: () => T): Promise<T>;
  grew(): void;
  /** @returns what ends it */
  listen(changed: () => void): () => void;
}

/** A connection of one device to the hub in memory. */
export class MemoryHubSeat implements Hub {
  readonly #device: string;
  readonly #clock: Clock;
  readonly #hub: Surroundings;
  readonly #closing = new AbortController();

  constructor(device: string, clock: Clock, hub: Surroundings) {
    this.#device = device;
    this.#clock = clock;
    this.#hub = hub;
  }

  head(): Promise<HubHead> {
    return this.#ask(({ deeds, incarnation }) => ({ size: deeds.length, incarnation }));
  }

  async push(known: number, first: number, given: readonly Sealed[]): Promise<number> {
    expectCounts({ known, first });
    expectDeeds(given);
    const deeds = copyOf(given);
    return this.#ask((content) => {
      const size = content.deeds.length;
      if (size < known) throw new HubFailure({ code: 'taken-back', size });
      const next = content.next.get(this.#device) ?? 0;
      if (next > first) return this.#repeated(content, first, deeds);
      if (next < first) throw new HubFailure({ code: 'other-number', next });
      for (const [index, { epoch, sealed }] of deeds.entries())
        append(content, { device: this.#device, seq: first + index, epoch, sealed });
      this.#hub.grew();
      return size;
    });
  }

  /** The place of deeds that are there already, in one piece and the same. */
  #repeated(content: HubContent, first: number, deeds: readonly Sealed[]): number {
    const next = content.next.get(this.#device) ?? 0;
    const from = content.places.get(placeKey(this.#device, first));
    const isInOnePiece = deeds.every(
      (_deed, index) => content.places.get(placeKey(this.#device, first + index)) === (from ?? -1) + index,
    );
    if (from === undefined || !isInOnePiece) throw new HubFailure({ code: 'other-number', next });
    if (!deeds.every((deed, index) => isSame(content.deeds[from + index], deed)))
      throw new HubFailure({ code: 'fork' });
    return from;
  }

  async pull(from: number, limit: number): Promise<HubDeed[]> {
    expectCounts({ from, limit });
    return this.#ask(({ deeds }) => {
      const pulled: HubDeed[] = [];
      let bytes = 0;
      for (const deed of deeds.slice(from, from + Math.min(limit, HUB_LIMITS.deedsAtOnce))) {
        bytes += deed.sealed.length;
        if (pulled.length > 0 && bytes > HUB_LIMITS.pulledBytes) break;
        pulled.push({ ...deed, sealed: new Uint8Array(deed.sealed), position: from + pulled.length });
      }
      return pulled;
    });
  }

  async refill(given: readonly HubDeed[]): Promise<number> {
    expectPlaced(given);
    const deeds = copyOf(given);
    return this.#ask((content) => {
      const size = content.deeds.length;
      if (deeds[0]!.position > size) throw new HubFailure({ code: 'gap', size });
      const isThere = ({ position }: HubDeed) => position < size;
      for (const deed of deeds.filter(isThere))
        if (!isSame(content.deeds[deed.position], deed)) throw new HubFailure({ code: 'fork' });
      const fresh = deeds.filter((deed) => !isThere(deed));
      const next = new Map(content.next);
      for (const { device, seq } of fresh) {
        if (seq !== (next.get(device) ?? 0)) throw new HubFailure({ code: 'fork' });
        next.set(device, seq + 1);
      }
      for (const { device, seq, epoch, sealed } of fresh) append(content, { device, seq, epoch, sealed });
      if (fresh.length > 0) this.#hub.grew();
      return content.deeds.length;
    });
  }

  async lease(tag: Uint8Array, forMs: number): Promise<Lease> {
    expectTag(tag);
    expectLeaseTime(forMs);
    return this.#ask(({ leases }) => {
      const nowMs = this.#clock.nowMs();
      const key = hex(tag);
      const last = leases.get(key);
      const isHeld = last !== undefined && last.untilMs > nowMs;
      if (isHeld && last.device !== this.#device) return leaseOf(last, nowMs);
      // By the clock, so that it rises although a hub was begun anew.
      const token = isHeld ? last.token : Math.max((last?.token ?? 0) + 1, nowMs);
      const held = { device: this.#device, token, untilMs: nowMs + forMs };
      leases.set(key, held);
      return leaseOf(held, nowMs);
    });
  }

  async holder(tag: Uint8Array): Promise<Lease | null> {
    expectTag(tag);
    return this.#ask(({ leases }) => {
      const nowMs = this.#clock.nowMs();
      const held = leases.get(hex(tag));
      return held !== undefined && held.untilMs > nowMs ? leaseOf(held, nowMs) : null;
    });
  }

  async release(tag: Uint8Array): Promise<void> {
    expectTag(tag);
    return this.#ask(({ leases }) => {
      const held = leases.get(hex(tag));
      if (held?.device === this.#device) held.untilMs = Math.min(held.untilMs, this.#clock.nowMs());
    });
  }

  async putParcel(name: Uint8Array, given: Uint8Array): Promise<void> {
    expectTag(name);
    expectBytes('parcel', given.length, HUB_LIMITS.parcelBytes);
    const sealed = new Uint8Array(given);
    return this.#ask(({ parcels }) => {
      const there = parcels.get(hex(name));
      if (there && !equal(there, sealed)) throw new HubFailure({ code: 'fork' });
      // What was erased stays so: an upload that was late must not bring it back.
      if (there === undefined) parcels.set(hex(name), sealed);
    });
  }

  async parcel(name: Uint8Array): Promise<Uint8Array | null> {
    expectTag(name);
    return this.#ask(({ parcels }) => parcels.get(hex(name))?.slice() ?? null);
  }

  async eraseParcel(name: Uint8Array): Promise<void> {
    expectTag(name);
    return this.#ask(({ parcels }) => {
      parcels.set(hex(name), null);
    });
  }

  async putRegister(tag: Uint8Array, given: Uint8Array): Promise<void> {
    expectTag(tag);
    expectBytes('register', given.length, HUB_LIMITS.registerBytes);
    const sealed = new Uint8Array(given);
    return this.#ask(({ registers }) => {
      const values = registers.get(hex(tag)) ?? new Map();
      registers.set(hex(tag), values.set(this.#device, { sealed, atMs: this.#clock.nowMs() }));
    });
  }

  async registers(tag: Uint8Array): Promise<HubRegister[]> {
    expectTag(tag);
    return this.#ask(({ registers }) =>
      sorted(registers.get(hex(tag)) ?? []).map(([device, { sealed, atMs }]) => ({
        device,
        sealed: sealed.slice(),
        at: new Date(atMs).toISOString(),
      })),
    );
  }

  async putSeal(size: number, note: string): Promise<void> {
    expectCounts({ size });
    expectBytes('note', Buffer.byteLength(note), HUB_LIMITS.noteBytes);
    return this.#ask(({ seals }) => {
      if (!seals.has(size)) seals.set(size, note);
    });
  }

  async seals(after: number, upTo: number): Promise<HubSeal[]> {
    expectCounts({ after, upTo });
    return this.#ask(({ seals }) =>
      [...seals]
        .filter(([size]) => size > after && size <= upTo)
        .sort(([a], [b]) => a - b)
        .map(([size, note]) => ({ size, note })),
    );
  }

  devices(): Promise<HubDevice[]> {
    return this.#ask(({ devices, next }) =>
      sorted(devices).map(([device, { removed, heardAtMs }]) => ({
        device,
        removed,
        next: next.get(device) ?? 0,
        heardAt: heardAtMs === null ? null : new Date(heardAtMs).toISOString(),
      })),
    );
  }

  async admit(device: string): Promise<void> {
    expectDevice(device);
    return this.#ask(({ devices }) => {
      if (!devices.has(device)) devices.set(device, { removed: false, heardAtMs: null });
    });
  }

  async remove(device: string): Promise<void> {
    expectDevice(device);
    return this.#ask(({ devices }) => {
      // One that was never admitted is noted too: a late `admit` of it must not let it in.
      devices.set(device, { heardAtMs: devices.get(device)?.heardAtMs ?? null, removed: true });
    });
  }

  async putLetter(to: string, name: string, given: Uint8Array): Promise<void> {
    expectName(to);
    expectName(name);
    expectBytes('letter', given.length, HUB_LIMITS.letterBytes);
    const sealed = new Uint8Array(given);
    return this.#ask(({ letters }) => {
      const box = letters.get(to) ?? new Map();
      letters.set(to, box.set(name, { from: this.#device, sealed }));
    });
  }

  async letters(to: string): Promise<HubLetter[]> {
    expectName(to);
    return this.#ask(({ letters }) =>
      sorted(letters.get(to) ?? []).map(([name, { from, sealed }]) => ({
        from,
        name,
        sealed: sealed.slice(),
      })),
    );
  }

  async removeLetter(to: string, name: string): Promise<void> {
    expectName(to);
    expectName(name);
    return this.#ask(({ letters }) => {
      letters.get(to)?.delete(name);
    });
  }

  listen(changed: () => void, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#closing.signal.aborted) return Promise.resolve();
    const end = this.#hub.listen(changed);
    AbortSignal.any([signal, this.#closing.signal]).addEventListener('abort', end, { once: true });
    return Promise.resolve();
  }

  /** Every call of this twin tries at once. */
  hurry(): void {}

  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  async #ask<T>(work: (content: HubContent) => T): Promise<T> {
    if (this.#closing.signal.aborted) throw unreachable('this connection was closed');
    return this.#hub.perform(() => work(this.#hub.content()));
  }
}

export const emptyContent = (): HubContent => ({
  incarnation: crypto.randomUUID(),
  deeds: [],
  places: new Map(),
  next: new Map(),
  devices: new Map(),
  leases: new Map(),
  parcels: new Map(),
  registers: new Map(),
  seals: new Map(),
  letters: new Map(),
});

function append(content: HubContent, deed: HubContent['deeds'][number]): void {
  content.places.set(placeKey(deed.device, deed.seq), content.deeds.length);
  content.next.set(deed.device, deed.seq + 1);
  content.deeds.push(deed);
}

export const unreachable = (why: string): HubFailure => new HubFailure({ code: 'unreachable', why });
export const placeKey = (device: string, seq: number): string => `${device}/${seq}`;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** What sealed something may go on using its bytes. */
const copyOf = <T extends Sealed>(deeds: readonly T[]): T[] =>
  deeds.map((deed) => ({ ...deed, sealed: new Uint8Array(deed.sealed) }));

const isSame = (there: HubContent['deeds'][number] | undefined, deed: Sealed | HubDeed): boolean =>
  there !== undefined &&
  there.epoch === deed.epoch &&
  equal(there.sealed, deed.sealed) &&
  (!('device' in deed) || (there.device === deed.device && there.seq === deed.seq));

const sorted = <T>(entries: Iterable<[string, T]>): [string, T][] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

const leaseOf = (
  { device, token, untilMs }: { device: string; token: number; untilMs: number },
  nowMs: number,
): Lease => ({ device, token, leftMs: untilMs - nowMs });
