import type { Clock } from '../../ports/clock.ts';
import { type Hub, HubFailure } from '../../ports/hub.ts';
import { contentPieces } from '../lists/content-pieces.ts';
import type { ContentSource } from '../lists/list-arrivals.ts';
import type { ContentPiece } from '../lists/list-pieces.ts';
import type { ListSharing } from '../lists/list-sharing.ts';
import type { ListsRoom } from '../lists/lists.room.ts';
import type { Session } from '../session/session.ts';
import { conflict, Failure } from '../storage/failure.ts';
import type { ListParcels } from './list-parcels.ts';

export interface ListTravelParts {
  session: Session;
  clock: Pick<Clock, 'monotonicMs'>;
  lists: Pick<ListsRoom, 'lists' | 'versions' | 'content' | 'arrivals'>;
  parcels: (hub: Hub) => ListParcels;
  /** What is on a stick. */
  from: (there: Pick<Hub, 'parcel'>) => ContentSource;
  isTeam: () => boolean;
  /** The hub, while there is contact. */
  hub: () => Hub | null;
  /** Looks for contact. @throws Failure CONFLICT where there is none */
  contact: () => Promise<void>;
  /** How many entries have their place. */
  settled: () => number;
  /** Receives failures of work that nobody waits for. */
  failed: (error: unknown) => void;
}

/** How often a seat looks whether the hub still has the lists that it has itself. */
const LOOKED_EVERY_MS = 600_000;

/**
 * How the content of hash lists goes from seat to seat: left at the hub before the entry that names it, and fetched after
 * that entry was taken in, beside everything else, so that other entries do not wait for it.
 */
export class ListTravel implements ListSharing {
  readonly #parts: ListTravelParts;
  #isAtWork = false;
  #isWaitedFor = false;
  #isStopped = false;
  #isAsked = false;
  #running: Promise<void> | null = null;
  #lookedAtMs: number | null = null;
  /** Parcels that were left of imports which are not recorded yet. */
  readonly #left = new Map<string, number>();
  #unlisten: () => void = () => {};

  constructor(parts: ListTravelParts) {
    this.#parts = parts;
  }

  /** @param background whether other work goes on meanwhile; if not, whoever exchanges waits for it */
  begin(background: boolean): void {
    this.#isAtWork = true;
    this.#isWaitedFor = !background;
    this.#unlisten = this.#parts.session.listen((topics) => {
      if (topics.includes('lists')) this.nudge();
    });
  }

  /** Called at each contact, and whenever what the record says of lists may have changed. */
  nudge(): void {
    this.#isAsked = true;
    if (this.#running !== null || !this.#isAtWork || this.#isStopped || !this.#parts.isTeam()) return;
    this.#running = this.#work()
      .catch((error: unknown) => this.#parts.failed(error))
      .finally(() => {
        this.#running = null;
      });
  }

  /** Resolves when nothing is under way, where no other work goes on. */
  async done(): Promise<void> {
    if (this.#isWaitedFor) await this.settled();
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** Takes in content that is on a stick. */
  async takeFrom(there: Pick<Hub, 'parcel'>): Promise<void> {
    await this.settled();
    const taking = this.#parts.lists.arrivals
      .follow()
      .then(() => this.#parts.lists.arrivals.take(this.#parts.from(there), () => this.#isStopped));
    this.#running = taking
      .catch(() => {})
      .finally(() => {
        this.#running = null;
      });
    await taking;
  }

  stop(): void {
    this.#isStopped = true;
    this.#unlisten();
  }

  async *offer(id: string, pieces: Iterable<ContentPiece>): AsyncGenerator<number, void> {
    if (!this.#parts.isTeam()) return;
    if (this.#parts.hub() === null) await this.#parts.contact();
    const hub = this.#parts.hub();
    if (hub === null) throw conflict({ reason: 'needs-contact' });
    try {
      for await (const refs of this.#parts.parcels(hub).put(id, pieces)) {
        this.#left.set(id, (this.#left.get(id) ?? 0) + 1);
        yield refs;
      }
    } catch (error) {
      throw error instanceof HubFailure ? conflict({ reason: 'needs-contact' }) : error;
    }
  }

  async withdraw(id: string): Promise<void> {
    const left = this.#left.get(id);
    const hub = this.#parts.hub();
    if (left === undefined || hub === null) return;
    try {
      await this.#parts.parcels(hub).erase(id, left);
      this.#left.delete(id);
    } catch (error) {
      // Sealed bytes that no entry names stay at the hub.
      if (!(error instanceof HubFailure)) throw error;
    }
  }

  async #work(): Promise<void> {
    // Not within the transaction of whoever announced the change.
    await new Promise((next) => setImmediate(next));
    while (this.#isAsked && !this.#isStopped) {
      this.#isAsked = false;
      try {
        await this.#turn();
      } catch (error) {
        // Tried again at the next contact.
        if (!(error instanceof HubFailure) && !isLater(error)) throw error;
        return;
      }
    }
  }

  async #turn(): Promise<void> {
    const { lists, parcels } = this.#parts;
    await lists.arrivals.follow();
    const hub = this.#parts.hub();
    if (hub === null || this.#isStopped) return;
    const there = parcels(hub);
    const isStopped = (): boolean => this.#isStopped;
    await lists.arrivals.take(there, isStopped);
    await this.#keep(there);
    await this.#erase(there);
  }

  /** A hub that was begun anew, or that this vault brought its history to, gets the lists that are here. */
  async #keep(there: ListParcels): Promise<void> {
    const { clock, lists } = this.#parts;
    const nowMs = clock.monotonicMs();
    if (this.#isStopped || (this.#lookedAtMs !== null && nowMs - this.#lookedAtMs < LOOKED_EVERY_MS)) return;
    const current = new Set<string>(lists.versions.current().map((version) => version.import));
    for (const range of lists.lists.currentRanges().filter((one) => current.has(one.import))) {
      await there.putWhereMissing(range.import, contentPieces(lists.content, range), () => this.#isStopped);
      if (this.#isStopped) return;
    }
    this.#lookedAtMs = nowMs;
  }

  /** What is on no list any more, by entries that have their place, is erased at the hub. */
  async #erase(there: ListParcels): Promise<void> {
    const { lists, settled } = this.#parts;
    if (this.#isStopped) return;
    for (const id of lists.versions.ended(settled())) {
      await there.erase(id);
      if (this.#isStopped) return;
      lists.content.transaction(() => lists.versions.erasedAtHub(id));
    }
  }
}

/** While the index cannot be asked, and after a lock. */
const isLater = (error: unknown): boolean =>
  error instanceof Failure && (error.failure.code === 'CONFLICT' || error.failure.code === 'LOCKED');
