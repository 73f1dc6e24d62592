import { z } from 'zod';
import type { QueueView } from '../../../shared/contract/queue-filter.ts';
import { SAVED_VIEWS, type SavedView } from '../../../shared/contract/saved-view.contract.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound } from '../storage/failure.ts';
import type { Queue } from './queue.ts';
import { refuseMisfits } from './refuse-misfits.ts';
import type { SavedViewStore } from './saved-view.store.ts';

export interface SavedViewParts {
  session: Session;
  store: SavedViewStore;
  queue: Pick<Queue, 'count'>;
}

const Saved = z.object({ name: z.string() });
const Removed = z.object({ removed: z.boolean() });
const Begun = z.object({ name: z.string().nullable() });

/** Lists of cases by the names people gave them. They belong to the workstation, and no entry says so. */
export class SavedViews {
  readonly #parts: SavedViewParts;

  constructor(parts: SavedViewParts) {
    this.#parts = parts;
  }

  all(): SavedView[] {
    const { session, store, queue } = this.#parts;
    const begun = store.begunBy(session.person.id);
    return store
      .all()
      .map((saved) => ({ ...saved, ...queue.count(saved.view), isDefault: saved.name === begun }));
  }

  save(command: string, given: string, view: QueueView): z.infer<typeof Saved> {
    const { session, store } = this.#parts;
    refuseMisfits(view);
    const name = given.trim();
    return session.perform(command, Saved, ['queue'], () => {
      if (!store.has(name) && store.all().length >= SAVED_VIEWS) throw conflict({ reason: 'too-many-views' });
      store.save(name, view, session.person.id, session.now());
      return { name };
    });
  }

  remove(command: string, name: string): z.infer<typeof Removed> {
    const { session, store } = this.#parts;
    return session.perform(command, Removed, ['queue'], () => ({ removed: store.remove(name) }));
  }

  /** @throws Failure NOT_FOUND */
  beginWith(command: string, name: string | null): z.infer<typeof Begun> {
    const { session, store } = this.#parts;
    return session.perform(command, Begun, ['queue'], () => {
      if (name !== null && !store.has(name)) throw notFound({ what: 'saved-view' });
      store.beginWith(session.person.id, name);
      return { name };
    });
  }
}
