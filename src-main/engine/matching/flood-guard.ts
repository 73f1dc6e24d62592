import { z } from 'zod';
import { type MatchQuarantine, QuarantineState } from '../../../shared/contract/case-match.ts';
import type { Person } from '../../../shared/contract/vault.contract.ts';
import { QuarantineId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Clock } from '../../ports/clock.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Announcer } from '../session/announcer.ts';
import type { CommandLog } from '../session/command-log.ts';
import { conflict, notFound } from '../storage/failure.ts';
import type { CaseMatchStore, FoundMatch } from './case-match.store.ts';
import type { QuarantineStore } from './quarantine.store.ts';

export interface FloodGuardParts {
  store: QuarantineStore;
  matches: CaseMatchStore;
  protocol: Protocol;
  ledger: Ledger;
  commands: CommandLog;
  announcer: Announcer;
  clock: Clock;
  newId: () => string;
  person: Person;
}

const Release = z.object({ quarantine: QuarantineId, state: QuarantineState });
const HOUR_MS = 3_600_000;

/**
 * Watches for entries that match suddenly many cases: a hash of an empty page, a list that went wrong, somebody who wants
 * cases taken for known ones. They count for nothing until a supervisor looked.
 */
export class FloodGuard {
  readonly #parts: FloodGuardParts;

  constructor(parts: FloodGuardParts) {
    this.#parts = parts;
  }

  /** A match that was just written. A negative list makes nothing known, however much it matches. */
  watch(match: FoundMatch, at: string): void {
    const { store, matches, protocol, ledger, newId } = this.#parts;
    const { list, entry, meaning } = match;
    if (meaning === 'negative' || store.knows(list, entry)) return;
    const { floodCases, floodHours } = protocol.policy.matching;
    const since = new Date(Date.parse(at) - floodHours * HOUR_MS).toISOString();
    const cases = store.casesSince(list, entry, since, floodCases + 1);
    if (cases <= floodCases) return;
    const id = newId();
    store.insert({ ...match, id, cases, at });
    matches.flagEntry(list, entry);
    ledger.byDevice('match.quarantined', {
      quarantine: id,
      list,
      entrySha256: boundDigest(id, entry),
      cases,
      hours: floodHours,
    });
  }

  list(): MatchQuarantine[] {
    return this.#parts.store.list();
  }

  /** @throws Failure NOT_FOUND, CONFLICT where somebody decided before */
  release(
    command: string,
    quarantine: QuarantineId,
    state: Exclude<QuarantineState, 'quarantined'>,
  ): z.infer<typeof Release> {
    const { store, matches, ledger, commands, announcer, clock, person } = this.#parts;
    const released = commands.once(command, Release, () => {
      const found = store.find(quarantine);
      if (!found) throw notFound({ what: 'quarantined-entry', id: quarantine });
      if (found.state !== 'quarantined') throw conflict({ reason: 'quarantine-settled' });
      store.decide(quarantine, state, person.id, new Date(clock.nowMs()).toISOString());
      matches.flagEntry(found.list, found.entry);
      ledger.byPerson('match.released', { quarantine, list: found.list, as: state });
      return { quarantine, state };
    });
    announcer.announce('matching', 'queue', 'ledger');
    return released;
  }
}
