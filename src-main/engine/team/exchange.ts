import { type Entry, parseEntry } from '../../../shared/ledger/entry.ts';
import type { Hub, HubDeed, Sealed } from '../../ports/hub.ts';
import { HubFailure } from '../../ports/hub.ts';
import { DiscordFailure } from './discord.ts';
import { type HotlineLog, OldEpochFailure, type PlacedDeed, type Taken } from './hotline-log.ts';
import { type Deed, NotNextFailure } from './log-ahead.ts';
import { type Page, PagesAhead } from './pages-ahead.ts';
import type { Parcels } from './parcels.ts';
import { openDeed, sealDeed } from './sealed-deed.ts';
import type { TeamStore } from './team.store.ts';

/** Deeds asked for at once: what follows from them is one transaction, during which nothing else happens here. */
const PULLED_AT_ONCE = 200;
/** The same where nobody is at work here yet: pages that change with each deed are written more rarely. */
export const JOINING_AT_ONCE = 1000;
const PUSHED_AT_ONCE = 200;
const PUT_BACK_AT_ONCE = 500;

export interface ExchangeParts {
  hub: Hub;
  log: HotlineLog;
  team: TeamStore;
  parcels: Parcels;
  /** Id of the hotline's log. */
  hotline: string;
  /** This workstation. */
  device: string;
  /** Deeds asked for at once. */
  atOnce?: number;
  /** Tells the rooms what came of it. */
  taken: (taken: Taken) => void;
}

/** One seat's exchange with the hub: takes in what others did, and gives its own. */
export class Exchange {
  readonly #parts: ExchangeParts;
  readonly #pages: PagesAhead;
  readonly #atOnce: number;
  /** The last deed of the page that was opened last. */
  #lastRead = { position: -1, line: '' };

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    const { hub, log, atOnce = PULLED_AT_ONCE } = parts;
    this.#atOnce = atOnce;
    this.#pages = new PagesAhead({
      // With the one before it: a hub that was put back meanwhile may have another there.
      pull: (from) => hub.pull(from - 1, atOnce + 1),
      open: (pulled, from) => this.#openedOf(pulled, from),
      check: (deeds) => log.checkAhead(deeds),
    });
  }

  /**
   * Takes in all that the hub has, and gives it all that waits here.
   * @param isStopped ends it between two pieces
   * @throws HubFailure, DiscordFailure
   */
  async round(isStopped: () => boolean): Promise<void> {
    await this.#meet();
    for (let isBehind = false; !isStopped(); ) {
      this.#expectKey();
      if (await this.#pull(isStopped)) {
        isBehind = false;
        continue;
      }
      if (isStopped()) return;
      // It said that it put deeds behind others, and shows none of them.
      if (isBehind) throw new DiscordFailure({ code: 'place-missing', position: this.#parts.log.settled });
      const pushed = await this.#push();
      if (pushed === 'nothing') return;
      isBehind = pushed === 'behind';
    }
  }

  /** A seat without the newest key can neither read on nor give anything: it never goes on with an older one. */
  #expectKey(): void {
    const { team } = this.#parts;
    const epoch = team.lastEpoch();
    if (team.epochKey(epoch) === null) withheld(epoch);
  }

  /** A hub that was begun anew, or put back to an earlier state, gets what it lost. */
  async #meet(): Promise<void> {
    const { hub, log, parcels, team } = this.#parts;
    const { size } = await hub.head();
    // It may have been written to since it was put back: nothing goes behind what is not of this log.
    if (size < log.settled && size > 0) {
      const [there] = await hub.pull(size - 1, 1);
      this.#expectSame(size - 1, there, log.deeds(size - 1, 1)[0]?.line);
    }
    for (let from = size; from < log.settled; ) {
      const lost = log.deeds(from, PUT_BACK_AT_ONCE);
      for (const deed of lost) await parcels.send(deed);
      const deeds = lost.map((deed) => ({
        ...this.#sealed(deed.device, deed.seq, deed, team.sealedWith(deed.position)),
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
    const { log, parcels, taken } = this.#parts;
    const { deeds } = await this.#pages.from(log.settled);
    if (deeds.length === 0) return false;
    for (const deed of deeds) await parcels.fetch(deed);
    if (isStopped()) return false;
    try {
      taken(log.take(deeds));
    } catch (error) {
      if (error instanceof OldEpochFailure)
        throw new DiscordFailure({ code: 'epoch-passed', position: error.position });
      if (!(error instanceof NotNextFailure)) throw error;
      throw new DiscordFailure({ code: 'fork', position: error.position });
    }
    return true;
  }

  /** Whether the hub has an entry that is known here: one that was put back may have another. */
  #expectSame(position: number, there: HubDeed | undefined, known: string | undefined): void {
    // It has less: it was put back this moment, and says so at the next exchange.
    if (there === undefined) return;
    if (there.position !== position) throw new DiscordFailure({ code: 'place-missing', position });
    if (this.#opened(there, this.#keyOf(there)).line !== known)
      throw new DiscordFailure({ code: 'fork', position });
  }

  /** @returns whether there was something, and whether it came behind what others pushed meanwhile */
  async #push(): Promise<'nothing' | 'placed' | 'behind'> {
    const { hub, log, parcels, team, device, taken } = this.#parts;
    const waiting = toNextEpoch(log.waiting(PUSHED_AT_ONCE));
    const [first] = waiting;
    if (first === undefined) return 'nothing';
    for (const deed of waiting) await parcels.send(deed);
    const known = log.settled;
    const epoch = team.lastEpoch();
    const at = await hub.push(
      known,
      first.seq,
      waiting.map((deed) => this.#sealed(device, deed.seq, deed, epoch)),
    );
    // Otherwise the next pull has both.
    if (at !== known || log.settled !== known) return 'behind';
    taken(log.take(waiting.map((deed) => ({ ...deed, epoch }))));
    return 'placed';
  }

  #sealed(device: string, seq: number, deed: Deed, epoch: number): Sealed {
    const { team, hotline } = this.#parts;
    const key = team.epochKey(epoch) ?? withheld(epoch);
    return { epoch, sealed: sealDeed(key, { hotline, device, seq, epoch }, deed) };
  }

  /**
   * Up to the first that opens an epoch: with which key what follows is sealed is known once that has its place.
   * @param from the place behind the first of them, which is known here
   */
  #openedOf([before, ...pulled]: readonly HubDeed[], from: number): Pick<Page, 'deeds' | 'goesOn'> {
    const { log } = this.#parts;
    const { position, line } = this.#lastRead;
    this.#expectSame(from - 1, before, position === from - 1 ? line : log.deeds(from - 1, 1)[0]?.line);
    const keys = new Map<number, Uint8Array>();
    const keyOf = (deed: HubDeed): Uint8Array => {
      const key = keys.get(deed.epoch) ?? this.#keyOf(deed);
      keys.set(deed.epoch, key);
      return key;
    };
    const deeds: PlacedDeed[] = [];
    for (const deed of pulled) {
      const place = from + deeds.length;
      if (deed.position !== place) throw new DiscordFailure({ code: 'place-missing', position: place });
      const opened = this.#opened(deed, keyOf(deed));
      deeds.push(opened);
      this.#lastRead = { position: place, line: opened.line };
      if (opened.entry.kind === 'epoch.opened') return { deeds, goesOn: false };
    }
    return { deeds, goesOn: deeds.length === this.#atOnce };
  }

  #keyOf({ epoch, position }: HubDeed): Uint8Array {
    const { team } = this.#parts;
    if (epoch > team.lastEpoch()) throw new DiscordFailure({ code: 'epoch-unknown', position, epoch });
    return team.epochKey(epoch) ?? withheld(epoch);
  }

  #opened({ position, device, seq, epoch, sealed }: HubDeed, key: Uint8Array): PlacedDeed & { entry: Entry } {
    const { hotline } = this.#parts;
    const deed = openDeed(key, { hotline, device, seq, epoch }, sealed);
    const entry = deed && parseEntry(deed.line);
    if (!entry || entry.device !== device || entry.seq !== seq)
      throw new DiscordFailure({ code: 'deed-unfit', position, device });
    return { ...deed, epoch, entry };
  }
}

/** Those up to the first that opens an epoch: what waits behind it is sealed with the new key. */
export function toNextEpoch<One extends Deed>(deeds: readonly One[]): One[] {
  const opening = deeds.findIndex(opensEpoch);
  return opening === -1 ? [...deeds] : deeds.slice(0, opening + 1);
}

export const opensEpoch = ({ line }: Deed): boolean =>
  line.includes('"epoch.opened"') && parseEntry(line)?.kind === 'epoch.opened';

function withheld(epoch: number): never {
  throw new DiscordFailure({ code: 'epoch-withheld', epoch });
}
