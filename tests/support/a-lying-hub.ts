import type { Hub, HubDeed, Lease } from '../../src-main/ports/hub.ts';

/** What the operator of a hub gives back in the place of what is there. */
export interface Lies {
  pull?: (deeds: HubDeed[], from: number) => HubDeed[];
  lease?: (lease: Lease, asking: string) => Lease;
  parcel?: (sealed: Uint8Array | null, name: Uint8Array) => Uint8Array | null | Promise<Uint8Array | null>;
}

/** A hub whose operator changes its answers to one device. */
export function lying(hub: Hub, device: string, lies: Lies): Hub {
  return new Proxy(hub, {
    get: (target, name) => {
      const { pull, lease, parcel } = lies;
      if (name === 'pull' && pull)
        return async (from: number, limit: number) => pull(await target.pull(from, limit), from);
      if (name === 'lease' && lease)
        return async (tag: Uint8Array, forMs: number) => lease(await target.lease(tag, forMs), device);
      if (name === 'parcel' && parcel)
        return async (tag: Uint8Array) => parcel(await target.parcel(tag), tag);
      const own: unknown = Reflect.get(target, name);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}
