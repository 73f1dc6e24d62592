import type { BackgroundRoom } from '../../ports/log.ts';
import { Acts } from './acts.ts';
import type { RecordCheck } from './record-check.ts';
import type { Room } from './room.ts';

/** The rooms of an open vault, the lowest first. */
export class RoomsInOrder {
  readonly acts = new Acts();
  readonly #rooms: Room<unknown>[] = [];

  /** Puts a room above those before it. @returns what the rooms above it may use */
  put<Api>(room: Room<Api>): Api {
    this.#rooms.push(room);
    if (room.kinds) this.acts.add(room.kinds);
    return room.api;
  }

  checks(): RecordCheck[] {
    return this.#rooms.flatMap((room) => room.checks?.() ?? []);
  }

  /** @param failed receives failures: that of one room does not stop the others */
  async begin(background: boolean, failed: (room: BackgroundRoom, error: unknown) => void): Promise<void> {
    const works = this.#rooms.map(async ({ begin }) => {
      try {
        await begin?.work(background);
      } catch (error) {
        if (begin) failed(begin.as, error);
      }
    });
    await Promise.all(works);
  }

  /** Ends their work, the highest first. */
  stop(): void {
    for (const room of this.#rooms.toReversed()) room.stop?.();
  }
}
