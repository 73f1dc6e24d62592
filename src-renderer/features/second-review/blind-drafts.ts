import type { SecondReviewId } from '../../../shared/domain/ids.ts';
import type { WorkingSet } from '../../storage/working-set.ts';
import { type Judgement, readDraft } from '../review/index.ts';

/** Unfinished second judgements: kept across reloads, until the vault is locked. */
export class BlindDrafts {
  private readonly workingSet: WorkingSet;
  private readonly drafts = new Map<SecondReviewId, string>();
  /** Writes follow one another, so that the newest is written last. */
  private written: Promise<unknown> = Promise.resolve();

  constructor(workingSet: WorkingSet) {
    this.workingSet = workingSet;
  }

  /** Reads the drafts that an earlier page of this session kept. */
  async recall(): Promise<void> {
    for (const { review, json } of await this.workingSet.blindDrafts()) {
      if (!this.drafts.has(review)) this.drafts.set(review, json);
    }
  }

  of(review: SecondReviewId): Judgement | null {
    return readDraft(this.drafts.get(review));
  }

  begun(): ReadonlySet<SecondReviewId> {
    return new Set(this.drafts.keys());
  }

  keep(review: SecondReviewId, judgement: Judgement): void {
    const json = JSON.stringify(judgement);
    this.drafts.set(review, json);
    this.write(() => this.workingSet.keepBlindDraft(review, json));
  }

  drop(review: SecondReviewId): void {
    this.drafts.delete(review);
    this.write(() => this.workingSet.forgetBlindDraft(review));
  }

  private write(act: () => Promise<void>): void {
    this.written = this.written.then(act).catch(() => undefined);
  }
}
