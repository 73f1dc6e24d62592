import type { AssignmentRecord } from '../../../shared/contract/review.contract.ts';
import { type AssignmentReason, canHoldCases, isGivenToAnother } from '../../../shared/domain/assignment.ts';
import { CaseSummary } from '../../../shared/domain/case.ts';
import type { CaseId, PersonId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Cases } from '../cases/cases.ts';
import { type StoredCase, summaryOf } from '../cases/stored-case.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import type { PeopleDirectory, StoredPerson } from '../people/directory.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound } from '../storage/failure.ts';
import type { AssignmentStore } from './assignment.store.ts';

export interface AssignmentParts {
  session: Session;
  store: AssignmentStore;
  cases: Cases;
  people: PeopleDirectory;
  protocol: Protocol;
}

/** Why a supervisor steps in: a code for the ledger, and an explanation that stays in the vault. */
interface Why {
  reason: AssignmentReason;
  words: string;
}

/** The case was assigned to a person, and possibly taken from another. */
interface Given {
  from: string | null;
  to: PersonId;
}

/** The case was taken from a person. */
interface Taken {
  from: string;
  to: null;
}

/** Break-glass: a supervisor assigns a case to a person, or releases it from its holder. */
export class Assignments {
  readonly #parts: AssignmentParts;

  constructor(parts: AssignmentParts) {
    this.#parts = parts;
  }

  ofCase(id: CaseId): AssignmentRecord[] {
    return this.#parts.store.ofCase(id);
  }

  /** @throws Failure CONFLICT where the case is assigned to another person */
  guard(stored: StoredCase): void {
    const { session, people } = this.#parts;
    if (!isGivenToAnother(stored.assignedTo, session.person)) return;
    throw conflict({ reason: 'given-to-another', name: people.find(stored.assignedTo ?? '')?.name ?? '' });
  }

  /** From now on only `to`, or a supervisor, may claim or assess the case. */
  reassign(command: string, id: CaseId, to: PersonId, why: Why): CaseSummary {
    const { cases } = this.#parts;
    return this.#once(command, id, (stored) => {
      const receiver = this.#receiver(to);
      if (stored.state === 'escalated' && receiver.role !== 'supervisor')
        throw conflict({ reason: 'waits-for-supervisor' });
      const { assignedTo, claimedBy } = cases.holders(id);
      if (assignedTo === to) throw conflict({ reason: 'given-before', name: receiver.name });
      this.#record(id, { from: assignedTo ?? claimedBy, to }, why);
    });
  }

  /** Removes claim and assignment: any analyst may continue with the case. */
  release(command: string, id: CaseId, why: Why): CaseSummary {
    const { cases } = this.#parts;
    return this.#once(command, id, () => {
      const { assignedTo, claimedBy } = cases.holders(id);
      const from = assignedTo ?? claimedBy;
      if (from === null) throw conflict({ reason: 'case-unassigned' });
      this.#record(id, { from, to: null }, why);
    });
  }

  #once(command: string, id: CaseId, act: (stored: StoredCase) => void): CaseSummary {
    const { session, protocol } = this.#parts;
    return session.perform(command, CaseSummary, ['queue', 'ledger'], () => {
      const stored = this.#find(id);
      if (stored.mergedInto !== null) throw conflict({ reason: 'case-merged', into: stored.mergedInto });
      if (stored.state === 'referred' || stored.state === 'closed')
        throw conflict({ reason: 'already-decided' });
      act(stored);
      return summaryOf(this.#find(id), protocol.policy, session.nowMs());
    });
  }

  #record(id: CaseId, { from, to }: Given | Taken, { reason, words }: Why): void {
    const { session } = this.#parts;
    // The id stays in the vault: with it, a short explanation could be guessed from its digest.
    const act = session.newId();
    const wordsSha256 = boundDigest(act, words);
    const said = { case: id, reason, wordsSha256 };
    const enclosed = { id: act, words };
    if (to === null) session.byPerson('case.released', { ...said, from }, enclosed);
    else session.byPerson('case.reassigned', { ...said, from, to }, enclosed);
  }

  #receiver(id: PersonId): StoredPerson {
    const receiver = this.#parts.people.find(id);
    if (!receiver) throw notFound({ what: 'person', id });
    const { name, role, disabledAt } = receiver;
    if (!canHoldCases({ role, isDisabled: disabledAt !== null }))
      throw conflict({ reason: 'does-not-work-on-cases', name });
    return receiver;
  }

  #find(id: CaseId): StoredCase {
    const stored = this.#parts.cases.find(id);
    if (!stored) throw notFound({ what: 'case', id });
    return stored;
  }
}
