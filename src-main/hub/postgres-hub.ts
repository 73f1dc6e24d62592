import { z } from 'zod';
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
} from '../ports/hub.ts';
import { HubFailure } from '../ports/hub.ts';
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
} from '../ports/hub-limits.ts';
import { copiedDeeds } from './copied-deeds.ts';
import { CALLS, copyDeeds } from './hub.store.ts';
import { type HubAddress, HubConnection, type HubSurroundings, type HubTls } from './hub-connection.ts';

type Calls = typeof CALLS;
type Call = Calls[keyof Calls];

/** A hub in PostgreSQL, as assets/hub/hub.sql makes it. The certificate says which device this is. */
export class PostgresHub implements Hub {
  readonly #connection: HubConnection;

  constructor(address: HubAddress, tls: HubTls, surroundings: HubSurroundings) {
    this.#connection = new HubConnection(address, tls, surroundings);
  }

  head(): Promise<HubHead> {
    return this.#one(CALLS.head, []);
  }

  async push(known: number, first: number, deeds: readonly Sealed[]): Promise<number> {
    expectCounts({ known, first });
    expectDeeds(deeds);
    return (await this.#one(CALLS.push, [known, first, ...columns(deeds)])).place;
  }

  async pull(from: number, limit: number): Promise<HubDeed[]> {
    expectCounts({ from, limit });
    const atMost = Math.min(limit, HUB_LIMITS.deedsAtOnce);
    const deeds = copiedDeeds(await this.#connection.copy(copyDeeds(from, atMost)));
    if (deeds === null) throw new HubFailure({ code: 'unfit', why: 'it copies no deeds' });
    if (deeds.some(({ position }, index) => position !== from + index))
      throw new HubFailure({ code: 'unfit', why: `it gives no deeds in order from ${from} on` });
    return deeds;
  }

  async refill(deeds: readonly HubDeed[]): Promise<number> {
    expectPlaced(deeds);
    const first = deeds[0]?.position;
    const devices = deeds.map(({ device }) => device);
    const seqs = deeds.map(({ seq }) => seq);
    return (await this.#one(CALLS.refill, [first, devices, seqs, ...columns(deeds)])).size;
  }

  async lease(tag: Uint8Array, forMs: number): Promise<Lease> {
    expectTag(tag);
    expectLeaseTime(forMs);
    return this.#one(CALLS.lease, [tag, forMs]);
  }

  async holder(tag: Uint8Array): Promise<Lease | null> {
    expectTag(tag);
    return (await this.#all(CALLS.holder, [tag]))[0] ?? null;
  }

  async release(tag: Uint8Array): Promise<void> {
    expectTag(tag);
    await this.#all(CALLS.release, [tag]);
  }

  async putParcel(name: Uint8Array, sealed: Uint8Array): Promise<void> {
    expectTag(name);
    expectBytes('parcel', sealed.length, HUB_LIMITS.parcelBytes);
    await this.#all(CALLS.putParcel, [name, sealed]);
  }

  async parcel(name: Uint8Array): Promise<Uint8Array | null> {
    expectTag(name);
    return (await this.#one(CALLS.parcel, [name])).sealed;
  }

  async eraseParcel(name: Uint8Array): Promise<void> {
    expectTag(name);
    await this.#all(CALLS.eraseParcel, [name]);
  }

  async putRegister(tag: Uint8Array, sealed: Uint8Array): Promise<void> {
    expectTag(tag);
    expectBytes('register', sealed.length, HUB_LIMITS.registerBytes);
    await this.#all(CALLS.putRegister, [tag, sealed]);
  }

  async registers(tag: Uint8Array): Promise<HubRegister[]> {
    expectTag(tag);
    return this.#all(CALLS.registers, [tag]);
  }

  async putSeal(size: number, note: string): Promise<void> {
    expectCounts({ size });
    expectBytes('note', Buffer.byteLength(note), HUB_LIMITS.noteBytes);
    await this.#all(CALLS.putSeal, [size, note]);
  }

  async seals(after: number, upTo: number): Promise<HubSeal[]> {
    expectCounts({ after, upTo });
    return this.#all(CALLS.seals, [after, upTo]);
  }

  devices(): Promise<HubDevice[]> {
    return this.#all(CALLS.devices, []);
  }

  async admit(device: string): Promise<void> {
    expectDevice(device);
    await this.#all(CALLS.admit, [device]);
  }

  async remove(device: string): Promise<void> {
    expectDevice(device);
    await this.#all(CALLS.remove, [device]);
  }

  async putLetter(to: string, name: string, sealed: Uint8Array): Promise<void> {
    expectName(to);
    expectName(name);
    expectBytes('letter', sealed.length, HUB_LIMITS.letterBytes);
    await this.#all(CALLS.putLetter, [to, name, sealed]);
  }

  async letters(to: string): Promise<HubLetter[]> {
    expectName(to);
    return this.#all(CALLS.letters, [to]);
  }

  async removeLetter(to: string, name: string): Promise<void> {
    expectName(to);
    expectName(name);
    await this.#all(CALLS.removeLetter, [to, name]);
  }

  listen(changed: () => void, signal: AbortSignal): Promise<void> {
    return this.#connection.listen(changed, signal);
  }

  hurry(): void {
    this.#connection.hurry();
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  async #all<C extends Call>(call: C, values: readonly unknown[]): Promise<z.output<C['row']>[]> {
    const rows = z.array(call.row).safeParse(await this.#connection.ask(call, values.map(copied)));
    if (rows.success) return rows.data as z.output<C['row']>[];
    throw new HubFailure(
      { code: 'unfit', why: `${call.name} gives rows of another form` },
      { cause: rows.error },
    );
  }

  async #one<C extends Call>(call: C, values: readonly unknown[]): Promise<z.output<C['row']>> {
    const [row, ...others] = await this.#all(call, values);
    if (row === undefined || others.length > 0)
      throw new HubFailure({ code: 'unfit', why: `${call.name} gives ${others.length + 1} rows` });
    return row;
  }
}

/** Epochs, lengths, and all bytes in one value. */
const columns = (deeds: readonly Sealed[]): [number[], number[], Buffer] => [
  deeds.map(({ epoch }) => epoch),
  deeds.map(({ sealed }) => sealed.length),
  Buffer.concat(deeds.map(({ sealed }) => sealed)),
];

/** A call may wait for others, and what it was given may be used again meanwhile. */
const copied = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value) : value);
