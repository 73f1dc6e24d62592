import { createHmac, hkdfSync } from 'node:crypto';
import { concat, utf8 } from '../../../shared/ledger/bytes.ts';
import { DiscordFailure } from './discord.ts';
import { seal, unseal } from './sealed-deed.ts';
import type { TeamStore } from './team.store.ts';

const EPOCH_BYTES = 4;

/** How parcels are named and sealed where they go. */
export type ParcelEnvelope = Pick<Envelope, 'tag' | 'seal' | 'open'>;

/**
 * For a stick, which is sealed as a whole: parcels under their names, and not sealed with the key of an epoch, which the
 * seat may find on the stick alone.
 */
export const bare = (envelope: Pick<Envelope, 'tag'>): ParcelEnvelope => ({
  tag: (...words) => envelope.tag(...words),
  seal: (_, content) => (typeof content === 'string' ? utf8(content) : content),
  open: (_, content) => content,
});

/**
 * Seals what seats leave at the hub besides deeds, with the key of the present epoch, whose number stands before it; and
 * names it, so that the hub sees which two names are the same and nothing else.
 */
export class Envelope {
  readonly #team: Pick<TeamStore, 'epochKey' | 'lastEpoch'>;
  readonly #tagKey: Uint8Array;

  /** @param identityKey from which the names follow, base64; the same at every seat */
  constructor(team: Pick<TeamStore, 'epochKey' | 'lastEpoch'>, identityKey: string) {
    this.#team = team;
    this.#tagKey = new Uint8Array(
      hkdfSync('sha256', Buffer.from(identityKey, 'base64'), '', 'hashline-team-tag/1', 32),
    );
  }

  /** A name of 32 bytes for what these words say. */
  tag(...words: readonly string[]): Uint8Array {
    return createHmac('sha256', this.#tagKey).update(words.join('\n')).digest();
  }

  /** Such a name that a seat which was removed cannot find: it is another one in each epoch. */
  passingTag(...words: readonly string[]): Uint8Array {
    const key = new Uint8Array(hkdfSync('sha256', this.#key().key, '', 'hashline-team-tag/1', 32));
    return createHmac('sha256', key).update(words.join('\n')).digest();
  }

  /** @param name what it is bound to */
  seal(name: Uint8Array, content: string | Uint8Array): Uint8Array {
    const { epoch, key } = this.#key();
    const head = new Uint8Array(EPOCH_BYTES);
    new DataView(head.buffer).setUint32(0, epoch);
    return concat(head, seal(key, name, typeof content === 'string' ? utf8(content) : content));
  }

  /** @returns null where it was changed, is of another name, or was sealed with a key that this seat does not have */
  open(name: Uint8Array, sealed: Uint8Array): Uint8Array | null {
    if (sealed.length < EPOCH_BYTES) return null;
    const key = this.#team.epochKey(new DataView(sealed.buffer, sealed.byteOffset).getUint32(0));
    return key && unseal(key, name, sealed.subarray(EPOCH_BYTES));
  }

  /** Exchanges stop before, where a seat does not have it. */
  #key(): { epoch: number; key: Uint8Array } {
    const epoch = this.#team.lastEpoch();
    const key = this.#team.epochKey(epoch);
    if (key === null) throw new DiscordFailure({ code: 'epoch-withheld', epoch });
    return { epoch, key };
  }

  /** The epoch in which it seals now. */
  get epoch(): number {
    return this.#team.lastEpoch();
  }
}
