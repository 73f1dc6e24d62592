import { parseEntry } from '../../../shared/ledger/entry.ts';
import type { Hub, HubDeed } from '../../ports/hub.ts';
import { HubFailure } from '../../ports/hub.ts';
import { type Deed, type HotlineLog, NotNextFailure, type Taken } from './hotline-log.ts';
import type { Parcels } from './parcels.ts';
import { openDeed, sealDeed } from './sealed-deed.ts';
import type { TeamStore } from './team.store.ts';

/** Deeds asked for at once: what follows from them is one transaction, during which nothing else happens here. */
const PULLED_AT_ONCE = 200;
const PUSHED_AT_ONCE = 200;
const PUT_BACK_AT_ONCE = 500;

/** Where own deeds got their places: right behind those this seat knows, or behind others that it has yet to pull. */
type Pushed = 'nothing' | 'next' | 'behind-others';

export interface ExchangeParts {
  hub: Hub;
  log: HotlineLog;
  team: TeamStore;
  parcels: Parcels;
  /** Id of the hotline's log. */
  hotline: string;
  /** This workstation. */
  device: string;
  /** Tells the rooms what came of it. */
  taken: (taken: Taken) => void;
}

/** Why the hub's word is not taken: the log that it gives is not one that seats of this hotline made. */
export type Discord =
  /** A deed does not open, or is not what it is given for: it was changed, or put at another place. */
  | { readonly code: 'deed-unfit'; readonly position: number; readonly device: string }
  /** Sealed with the key of an epoch that this seat has not been given. */
  | { readonly code: 'epoch-unknown'; readonly position: number; readonly epoch: number }
  /** The places are not in one line. */
  | { readonly code: 'place-missing'; readonly position: number }
  /** Something else stands where this seat knows a settled entry, or a signer had seen another log than this seat. */
  | { readonly code: 'fork'; readonly position: number };

/** The exchange with the hub stops until a person has looked into it; work here goes on. */
export class DiscordFailure extends Error {
  readonly discord: Discord;

  constructor(discord: Discord) {
    super(discord.code);
    this.discord = discord;
  }
}

/** One seat's exchange with the hub: takes in what others did, and gives its own. */
export class Exchange {
  readonly #parts: ExchangeParts;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  /**
   * Takes in all that the hub has, and gives it all that waits here.
   * @param isStopped ends it between two pieces
   * @throws HubFailure, DiscordFailure
   */
  async round(isStopped: () => boolean): Promise<void> {
    await this.#meet();
    let pushed: Pushed = 'nothing';
    while (!isStopped()) {
      if (await this.#pull(isStopped)) pushed = 'nothing';
      else if (isStopped()) return;
      // A hub that keeps back what it put them behind would be asked for ever.
      else if (pushed === 'behind-others')
        throw new DiscordFailure({ code: 'place-missing', position: this.#parts.log.settled });
      else {
        pushed = await this.#push();
        if (pushed === 'nothing') return;
      }
    }
  }

  /** A hub that was begun anew, or put back to an earlier state, gets what it lost. */
  async #meet(): Promise<void> {
    const { hub, log, parcels } = this.#parts;
    const { size } = await hub.head();
    for (let from = size; from < log.settled; ) {
      const lost = log.deeds(from, PUT_BACK_AT_ONCE);
      for (const deed of lost) await parcels.send(deed);
      const deeds = lost.map((deed) => ({
        ...this.#sealed(deed.device, deed.seq, deed),
        ...{ position: deed.position, device: deed.device, seq: deed.seq },
      }));
      try {
        from = Math.max(from + lost.length, await hub.refill(deeds));
      } catch (error) {
        throw error instanceof HubFailure && error.trouble.code === 'fork'
          ? new DiscordFailure({ code: 'fork', position: from })
          : error;
      }
    }
  }

  /** @returns whether there was something */
  async #pull(isStopped: () => boolean): Promise<boolean> {
    const { hub, log, parcels, taken } = this.#parts;
    const pulled = await hub.pull(log.settled, PULLED_AT_ONCE);
    if (pulled.length === 0) return false;
    const deeds = pulled.map((deed, index) => this.#opened(deed, log.settled + index));
    for (const deed of deeds) await parcels.fetch(deed);
    if (isStopped()) return false;
    try {
      taken(log.take(deeds));
    } catch (error) {
      if (!(error instanceof NotNextFailure)) throw error;
      throw new DiscordFailure({ code: 'fork', position: error.position });
    }
    return true;
  }

  async #push(): Promise<Pushed> {
    const { hub, log, parcels, device, taken } = this.#parts;
    const waiting = log.waiting(PUSHED_AT_ONCE);
    const [first] = waiting;
    if (first === undefined) return 'nothing';
    for (const deed of waiting) await parcels.send(deed);
    const known = log.settled;
    const at = await hub.push(
      known,
      first.seq,
      waiting.map((deed) => this.#sealed(device, deed.seq, deed)),
    );
    // Behind what others pushed meanwhile: the next pull has both.
    if (at !== known || log.settled !== known) return 'behind-others';
    taken(log.take(waiting));
    return 'next';
  }

  #sealed(device: string, seq: number, deed: Deed): { epoch: number; sealed: Uint8Array } {
    const { team, hotline } = this.#parts;
    const epoch = team.lastEpoch();
    const key = team.epochKey(epoch);
    if (key === null) throw new DiscordFailure({ code: 'epoch-unknown', position: -1, epoch });
    return { epoch, sealed: sealDeed(key, { hotline, device, seq, epoch }, deed) };
  }

  #opened({ position, device, seq, epoch, sealed }: HubDeed, expected: number): Deed {
    const { team, hotline } = this.#parts;
    if (position !== expected) throw new DiscordFailure({ code: 'place-missing', position: expected });
    const key = team.epochKey(epoch);
    if (key === null) throw new DiscordFailure({ code: 'epoch-unknown', position, epoch });
    const deed = openDeed(key, { hotline, device, seq, epoch }, sealed);
    const entry = deed && parseEntry(deed.line);
    if (!entry || entry.device !== device || entry.seq !== seq)
      throw new DiscordFailure({ code: 'deed-unfit', position, device });
    return deed;
  }
}
