import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { Draft } from '../../../shared/contract/review.contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { WorkingSet } from '../../storage/working-set.ts';

/** Who saved a draft that an earlier session left, and when. */
export type DraftWriter = Pick<Draft, 'by' | 'at'>;

interface FoundDraft {
  json: string;
  /** Null where this session wrote it. */
  writer: DraftWriter | null;
}

const SAVE_AFTER_MS = 600;

/**
 * Keeps unfinished assessments: at once in the working set, and a moment later, encrypted, in the vault, so that they
 * survive reloads and locks.
 */
export class Drafts {
  private readonly client: Pick<EngineClient, 'review'>;
  private readonly workingSet: WorkingSet;
  /** The drafts of this session, so that a case shows its draft without waiting. */
  private readonly drafts = new Map<CaseId, string>();
  private readonly unsaved = new Map<CaseId, string>();
  private readonly unwritten = new Map<CaseId, string>();
  private writing = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(client: Pick<EngineClient, 'review'>, workingSet: WorkingSet) {
    this.client = client;
    this.workingSet = workingSet;
  }

  /** Reads the drafts that an earlier page of this session kept. */
  async recall(): Promise<void> {
    for (const { case: id, json } of await this.workingSet.drafts()) {
      if (!this.drafts.has(id)) this.drafts.set(id, json);
    }
  }

  /**
   * @param fromEngine the draft that the vault has from an earlier session
   * @returns the draft, and who else wrote it where it is not of this session
   */
  of(id: CaseId, fromEngine: Draft | null): FoundDraft | null {
    const own = this.drafts.get(id);
    if (own !== undefined) return { json: own, writer: null };
    return fromEngine && { json: fromEngine.json, writer: { by: fromEngine.by, at: fromEngine.at } };
  }

  keep(id: CaseId, json: string): void {
    this.drafts.set(id, json);
    this.unwritten.set(id, json);
    void this.write();
    this.unsaved.set(id, json);
    this.timer ??= setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  /** Stores every draft in the vault now, before a lock. */
  async flush(): Promise<void> {
    this.stopTimer();
    for (const [id, json] of this.unwritten) void this.workingSet.keepDraft(id, json).catch(() => undefined);
    this.unwritten.clear();
    const drafts = [...this.unsaved];
    this.unsaved.clear();
    const saved = await Promise.allSettled(
      drafts.map(([id, json]) => this.client.review.saveDraft({ case: id, draft: { json } })),
    );
    saved.forEach((result, index) => {
      const draft = drafts[index];
      if (result.status === 'rejected' && draft && !this.unsaved.has(draft[0])) this.unsaved.set(...draft);
    });
  }

  /** Removes the draft everywhere, because the form was emptied or the case decided. */
  async drop(id: CaseId): Promise<void> {
    this.drafts.delete(id);
    this.unsaved.delete(id);
    this.unwritten.delete(id);
    await this.workingSet.forgetDraft(id);
    await this.client.review.saveDraft({ case: id, draft: null }).catch(() => undefined);
  }

  /** Forgets the draft of a decided case; the vault drops its copy with the decision. */
  async decided(id: CaseId): Promise<void> {
    this.drafts.delete(id);
    this.unsaved.delete(id);
    this.unwritten.delete(id);
    await this.workingSet.forgetDraft(id);
  }

  /** Writes one draft at a time, always the newest: a reload right after a keystroke must find it. */
  private async write(): Promise<void> {
    if (this.writing) return;
    this.writing = true;
    for (const [id, json] of this.unwritten) {
      this.unwritten.delete(id);
      await this.workingSet.keepDraft(id, json).catch(() => undefined);
    }
    this.writing = false;
  }

  private stopTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
