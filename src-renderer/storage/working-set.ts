import { Dexie, type DexieOptions, type Table } from 'dexie';
import type { CaseDetail } from '../../shared/contract/review.contract.ts';
import type { Assessment } from '../../shared/domain/assessment.ts';
import type { CaseId, CommandId, PersonId, SecondReviewId } from '../../shared/domain/ids.ts';

/** A decision that is being sent to the ledger. It is kept until the engine has answered, across reconnects and reloads. */
export interface PendingDecision {
  command: CommandId;
  /** The person whose decision it is; only they can have it recorded. */
  by: PersonId;
  case: CaseId;
  judgement: Assessment;
}

/** An assessment not yet submitted, as JSON of the form. */
export interface StoredDraft {
  case: CaseId;
  json: string;
}

/**
 * A second judgement not yet submitted. The vault has no place for it: the author of the first judgement may read the
 * case's draft.
 */
export interface StoredBlindDraft {
  review: SecondReviewId;
  json: string;
}

/**
 * What the page keeps at hand: the next cases, so that the next one is shown without waiting; drafts; unsent decisions.
 * It is an IndexedDB that never reaches a disk and is emptied at every lock.
 */
export class WorkingSet {
  private readonly db: Dexie;
  private readonly cases: Table<CaseDetail & { id: CaseId }, CaseId>;
  private readonly draftTable: Table<StoredDraft, CaseId>;
  private readonly blindTable: Table<StoredBlindDraft, SecondReviewId>;
  private readonly pending: Table<PendingDecision, CommandId>;
  private readonly places: Table<{ place: string; value: string }, string>;
  private isOpen = true;

  constructor(options: DexieOptions) {
    // Nothing here is meant to outlive the browser, so writes do not wait for a disk.
    this.db = new Dexie('hashline', { ...options, chromeTransactionDurability: 'relaxed' });
    this.db
      .version(1)
      .stores({ cases: 'id', drafts: 'case', blind: 'review', pending: 'command, by', places: 'place' });
    this.cases = this.db.table('cases');
    this.draftTable = this.db.table('drafts');
    this.blindTable = this.db.table('blind');
    this.pending = this.db.table('pending');
    this.places = this.db.table('places');
  }

  async case(id: CaseId): Promise<CaseDetail | undefined> {
    return this.cases.get(id);
  }

  async keepCases(details: readonly CaseDetail[]): Promise<void> {
    if (this.isOpen)
      await this.cases.bulkPut(details.map((detail) => ({ ...detail, id: detail.summary.id })));
  }

  async casesAtHand(ids: readonly CaseId[]): Promise<(CaseDetail | undefined)[]> {
    return this.cases.bulkGet([...ids]);
  }

  async forgetCases(ids?: readonly CaseId[]): Promise<void> {
    await (ids === undefined ? this.cases.clear() : this.cases.bulkDelete([...ids]));
  }

  async drafts(): Promise<StoredDraft[]> {
    return this.draftTable.toArray();
  }

  async keepDraft(id: CaseId, json: string): Promise<void> {
    if (this.isOpen) await this.draftTable.put({ case: id, json });
  }

  async forgetDraft(id: CaseId): Promise<void> {
    await this.draftTable.delete(id);
  }

  async blindDrafts(): Promise<StoredBlindDraft[]> {
    return this.blindTable.toArray();
  }

  async keepBlindDraft(review: SecondReviewId, json: string): Promise<void> {
    if (this.isOpen) await this.blindTable.put({ review, json });
  }

  async forgetBlindDraft(review: SecondReviewId): Promise<void> {
    await this.blindTable.delete(review);
  }

  async keepPending(decision: PendingDecision): Promise<void> {
    await this.pending.put(decision);
  }

  async forgetPending(command: CommandId): Promise<void> {
    await this.pending.delete(command);
  }

  async pendingOf(person: PersonId): Promise<PendingDecision[]> {
    return this.pending.where('by').equals(person).sortBy('command');
  }

  /** Remembers the place of the person, such as the open case, across a reload. */
  async keepPlace(place: string, value: string | null): Promise<void> {
    if (value === null) await this.places.delete(place);
    else if (this.isOpen) await this.places.put({ place, value });
  }

  async place(place: string): Promise<string | undefined> {
    return (await this.places.get(place))?.value;
  }

  /** For the next session, after the set was emptied. */
  open(): void {
    this.isOpen = true;
  }

  /**
   * Empties the set at lock, except for unsent decisions: the person has made them and they must not be lost. An answer
   * that comes later is not kept.
   */
  async empty(): Promise<void> {
    this.isOpen = false;
    await Promise.all(
      [this.cases, this.draftTable, this.blindTable, this.places].map((table) => table.clear()),
    );
  }
}
