import { z } from 'zod';
import { type MatchQuarantine, QuarantineState } from '../../../shared/contract/case-match.ts';
import { QuarantineId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound } from '../storage/failure.ts';
import type { FoundMatch } from './case-match.store.ts';
import type { QuarantineStore } from './quarantine.store.ts';

export interface FloodGuardParts {
  session: Session;
  store: QuarantineStore;
  protocol: Protocol;
}

const Release = z.object({ quarantine: QuarantineId, state: QuarantineState });
const HOUR_MS = 3_600_000;

/**
 * Watches for records that suddenly match many cases: a hash of an empty page, a faulty list, or an attacker who wants
 * cases taken for known ones. Such records are ignored until a supervisor has looked at them.
 */
export class FloodGuard {
  readonly #parts: FloodGuardParts;

  constructor(parts: FloodGuardParts) {
    this.#parts = parts;
  }

  /**
   * Takes a match that was just written. Negative lists are left out: however much they match, they make no case known.
   */
  watch(match: FoundMatch, at: string): void {
    const { session, store, protocol } = this.#parts;
    const { list, record, meaning } = match;
    if (meaning === 'negative' || store.knows(list, record)) return;
    const { floodCases, floodHours } = protocol.policy.matching;
    const since = new Date(Date.parse(at) - floodHours * HOUR_MS).toISOString();
    const cases = store.casesSince(list, record, since, floodCases + 1);
    if (cases <= floodCases) return;
    const id = session.newId();
    session.byDevice(
      'match.quarantined',
      { quarantine: id, list, recordSha256: boundDigest(id, record), cases, hours: floodHours },
      { record, algorithm: match.algorithm, value: match.value, meaning },
    );
  }

  list(): MatchQuarantine[] {
    return this.#parts.store.list();
  }

  /** @throws Failure NOT_FOUND, CONFLICT where another supervisor decided before */
  release(
    command: string,
    quarantine: QuarantineId,
    state: Exclude<QuarantineState, 'quarantined'>,
  ): z.infer<typeof Release> {
    const { session, store } = this.#parts;
    return session.perform(command, Release, ['matching', 'queue', 'ledger'], () => {
      const found = store.find(quarantine);
      if (!found) throw notFound({ what: 'quarantined-record', id: quarantine });
      if (found.state !== 'quarantined') throw conflict({ reason: 'quarantine-settled' });
      session.byPerson('match.released', { quarantine, list: found.list, as: state });
      return { quarantine, state };
    });
  }
}
