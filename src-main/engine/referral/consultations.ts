import { z } from 'zod';
import type { Consultation, ConsultationCount } from '../../../shared/domain/consultation.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { Cases } from '../cases/cases.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound } from '../storage/failure.ts';
import type { ConsultationStore } from './consultation.store.ts';

/** A consultation as a person types it in. */
export type StatedConsultation = Pick<Consultation, 'base' | 'result' | 'at' | 'note'>;

/** Records that people consulted bases for cases. The workstation itself asks no base. */
export class Consultations {
  readonly #session: Session;
  readonly #cases: Pick<Cases, 'find'>;
  readonly #store: ConsultationStore;

  constructor(session: Session, cases: Pick<Cases, 'find'>, store: ConsultationStore) {
    this.#session = session;
    this.#cases = cases;
    this.#store = store;
  }

  /**
   * Records a consultation for a case, which need not be decided.
   * @throws Failure NOT_FOUND where there is no such case; CONFLICT where it was merged, or the time lies in the future
   */
  record(command: string, id: CaseId, { base, result, at, note }: StatedConsultation): void {
    const session = this.#session;
    session.perform(command, z.object({ recorded: z.literal(true) }), ['queue', 'outbox', 'ledger'], () => {
      const stored = this.#cases.find(id);
      if (!stored) throw notFound({ what: 'case', id });
      if (stored.mergedInto !== null) throw conflict({ reason: 'case-merged', into: stored.mergedInto });
      if (Date.parse(at) > session.nowMs() + A_MOMENT_MS) throw conflict({ reason: 'step-in-future' });
      const act = session.newId();
      session.byPerson(
        'base.consulted',
        { case: id, base, result, at, noteSha256: boundDigest(act, note) },
        { id: act, note },
      );
      return { recorded: true as const };
    });
  }

  /** In the order they were recorded. */
  ofCase(id: string): Consultation[] {
    return this.#store.ofCase(id);
  }

  /**
   * How often each base was consulted, by its name.
   * @param hidden cases that are not counted
   */
  countByBase(hidden: ReadonlySet<string>): ConsultationCount[] {
    return this.#store.countByBase(hidden);
  }
}

/** A person's clock and the engine's are the same; a minute is for one typed to the minute. */
const A_MOMENT_MS = 60_000;
