import { equalBytes, utf8 } from '../../../shared/ledger/bytes.ts';
import { type Hub, HubFailure } from '../../ports/hub.ts';
import type { Envelope } from './envelope.ts';

/**
 * Gives content to the hub under a name. Where it is there already, sealed in an epoch before, it stays as it is: what
 * was given before a seat was removed was readable there at that time.
 * @throws HubFailure `fork` where something else is there
 */
export async function putSealed(
  { hub, envelope }: { hub: Hub; envelope: Envelope },
  name: Uint8Array,
  text: string,
): Promise<void> {
  try {
    await hub.putParcel(name, envelope.seal(name, text));
  } catch (error) {
    if (!(error instanceof HubFailure) || error.trouble.code !== 'fork') throw error;
    const there = await hub.parcel(name);
    const content = there && envelope.open(name, there);
    if (content === null || !equalBytes(content, utf8(text))) throw error;
  }
}
