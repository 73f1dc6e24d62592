import type { Hub } from '../../ports/hub.ts';

/** In the place of a hub, where there is none. */
export const NOWHERE: Pick<Hub, 'parcel' | 'putParcel' | 'eraseParcel' | 'lease' | 'release'> = {
  parcel: async () => null,
  putParcel: async () => {},
  eraseParcel: async () => {},
  lease: async () => ({ device: '', token: 0, leftMs: 0 }),
  release: async () => {},
};
