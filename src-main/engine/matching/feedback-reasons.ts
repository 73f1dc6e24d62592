import { z } from 'zod';
import type { FeedbackAlgorithm, OfferedReason } from '../../../shared/domain/feedback-reason.ts';
import type { HashListId } from '../../../shared/domain/ids.ts';
import type { ListRefusal } from '../../../shared/domain/list-record.ts';
import { RefusalReason } from '../../../shared/domain/refusal.ts';
import { ListRefused } from '../lists/formats/list-event.ts';
import { readFeedbackReasons } from '../lists/formats/read-feedback-reasons.ts';
import type { StoredLists } from '../lists/stored-list.ts';
import type { Session } from '../session/session.ts';
import { Failure, notFound } from '../storage/failure.ts';
import type { FeedbackReasonStore } from './feedback-reason.store.ts';

export interface FeedbackReasonsParts {
  session: Session;
  store: FeedbackReasonStore;
  lists: StoredLists;
}

const Kept = z.object({ kept: z.int(), leftOut: z.int() });

/** The reasons an owner offers, so that analysts never type a GUID. */
export class FeedbackReasons {
  readonly #parts: FeedbackReasonsParts;

  constructor(parts: FeedbackReasonsParts) {
    this.#parts = parts;
  }

  /** @throws Failure NOT_FOUND */
  of(list: HashListId): OfferedReason[] {
    this.#find(list);
    return this.#parts.store.of(list);
  }

  /** @throws Failure NOT_FOUND; REFUSED where the file holds no reason that can be kept */
  keep(command: string, list: HashListId, file: Uint8Array): z.infer<typeof Kept> {
    const { session, store } = this.#parts;
    return session.perform(command, Kept, [], () => {
      this.#find(list);
      const { reasons, refusals } = read(file);
      const kept = reasons.flatMap(({ guid, name, type }): OfferedReason[] => {
        const algorithm = KINDS.get(type.toLowerCase());
        return algorithm === undefined ? [] : [{ guid, name, algorithm }];
      });
      if (kept.length === 0) throw refused(refusals.length > 0 ? refusals : [NOTHING]);
      store.replace(list, kept);
      return { kept: kept.length, leftOut: reasons.length - kept.length + refusals.length };
    });
  }

  #find(list: HashListId): void {
    if (!this.#parts.lists.find(list)) throw notFound({ what: 'hash-list', id: list });
  }
}

/** NCMEC's names of fingerprints, in any letter case: `Sha1` in answers, `SHA1` in addresses. */
const KINDS: ReadonlyMap<string, FeedbackAlgorithm> = new Map([
  ['md5', 'md5'],
  ['sha1', 'sha1'],
  ['pdna', 'photodna'],
  ['pdq', 'pdq'],
]);

type Refused = Omit<ListRefusal, 'file'>;

const NOTHING: Refused = {
  row: null,
  field: null,
  reason: 'empty-file',
  detail: { code: 'no-feedback-reason' },
};

function read(file: Uint8Array): ReturnType<typeof readFeedbackReasons> {
  try {
    return readFeedbackReasons(file);
  } catch (error) {
    if (error instanceof ListRefused) throw refused([error.refusal]);
    throw error;
  }
}

/** For a file that is not XML, the failure alone says only that the format is unknown; the detail says more. */
const refused = (refusals: readonly Refused[]): Failure =>
  new Failure({
    code: 'REFUSED',
    data: {
      refusals: refusals.map((refusal) => ({
        ...refusal,
        reason: RefusalReason.safeParse(refusal.reason).data ?? 'unknown-format',
      })),
    },
  });
