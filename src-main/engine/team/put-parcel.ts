import { type Hub, HubFailure } from '../../ports/hub.ts';

/** Leaves a parcel at the hub. Content that is there already may have been sealed in an earlier epoch, and stays. */
export async function putParcel(
  hub: Pick<Hub, 'putParcel'>,
  name: Uint8Array,
  sealed: Uint8Array,
): Promise<void> {
  try {
    await hub.putParcel(name, sealed);
  } catch (error) {
    // Whoever fetches it compares it with its entry.
    if (!(error instanceof HubFailure && error.trouble.code === 'fork')) throw error;
  }
}
