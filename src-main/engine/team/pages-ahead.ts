import type { HubDeed } from '../../ports/hub.ts';
import type { PlacedDeed } from './hotline-log.ts';

/** Deeds that stand next to each other in the log. */
export interface Page {
  readonly from: number;
  readonly deeds: readonly PlacedDeed[];
  /** Whether others can be opened behind it before it is taken in. */
  readonly goesOn: boolean;
  /** Until their signatures are checked. */
  readonly checked: Promise<void>;
}

export interface PagesAheadParts {
  /** Asks the hub. */
  pull: (from: number) => Promise<readonly HubDeed[]>;
  /** @throws DiscordFailure */
  open: (pulled: readonly HubDeed[], from: number) => Omit<Page, 'from' | 'checked'>;
  /** Checks signatures beside other work. */
  check: (deeds: readonly PlacedDeed[]) => Promise<void>;
}

/**
 * Pages of the hub's log in their order. While one is taken in, during which nothing else happens here, signatures of the next
 * one are checked by other threads, and the hub sends the one behind that.
 */
export class PagesAhead {
  readonly #parts: PagesAheadParts;
  #next: Promise<Page> | null = null;
  #nextFrom = 0;
  #coming: Promise<readonly HubDeed[]> | null = null;
  #comingFrom = 0;

  constructor(parts: PagesAheadParts) {
    this.#parts = parts;
  }

  /**
   * The page from a place on, empty at the end of the log. The page behind it is opened by then, where there is one.
   * @throws HubFailure, DiscordFailure
   */
  async from(place: number): Promise<Page> {
    const page = await (this.#nextFrom === place && this.#next !== null ? this.#next : this.#read(place));
    this.#next = null;
    if (page.goesOn) {
      this.#nextFrom = place + page.deeds.length;
      this.#next = this.#read(this.#nextFrom);
      // What is the matter with it is told when it is asked for.
      await this.#next.catch(() => {});
    }
    await page.checked;
    return page;
  }

  async #read(from: number): Promise<Page> {
    const coming = this.#comingFrom === from ? this.#coming : null;
    this.#coming = null;
    const pulled = await (coming ?? this.#parts.pull(from));
    const opened = this.#parts.open(pulled, from);
    if (opened.goesOn) {
      this.#comingFrom = from + opened.deeds.length;
      this.#coming = this.#parts.pull(this.#comingFrom);
      this.#coming.catch(() => {});
    }
    return { ...opened, from, checked: this.#parts.check(opened.deeds) };
  }
}
