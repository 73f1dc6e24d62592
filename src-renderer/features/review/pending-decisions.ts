import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { AssessResult } from '../../../shared/contract/review.contract.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { PendingDecision, WorkingSet } from '../../storage/working-set.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';

/**
 * The outcome of a decision. `kept`: the engine could not be reached or the vault is locked; the decision is sent again
 * later.
 */
export type Recorded =
  | { outcome: 'recorded'; result: AssessResult }
  | { outcome: 'refused'; failure: Failure }
  | { outcome: 'kept' };

/**
 * Sends decisions to the ledger. Each is kept in the working set until the engine has answered and always goes out
 * under the same command id, so it is recorded once however often it is sent.
 */
export class PendingDecisions {
  private readonly client: Pick<EngineClient, 'review'>;
  private readonly workingSet: WorkingSet;

  constructor(client: Pick<EngineClient, 'review'>, workingSet: WorkingSet) {
    this.client = client;
    this.workingSet = workingSet;
  }

  async keep(decision: PendingDecision): Promise<void> {
    await this.workingSet.keepPending(decision);
  }

  /** Decisions of this person that an earlier page or connection could not finish. */
  async left(person: PersonId): Promise<PendingDecision[]> {
    return this.workingSet.pendingOf(person);
  }

  async send(decision: PendingDecision): Promise<Recorded> {
    const { command, judgement } = decision;
    try {
      const result = await this.client.review.assess({ command, case: decision.case, judgement });
      await this.workingSet.forgetPending(command);
      return { outcome: 'recorded', result };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === 'LOCKED' || failure.code === 'CONNECTION') return { outcome: 'kept' };
      await this.workingSet.forgetPending(command);
      return { outcome: 'refused', failure };
    }
  }
}
