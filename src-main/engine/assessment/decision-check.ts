import { z } from 'zod';
import type { Entry, EntryKind } from '../../../shared/ledger/entry.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Referrals } from '../referral/referrals.ts';
import { countProblem, type RecordCheck } from '../session/record-check.ts';
import type { AssessmentStore } from './assessment.store.ts';
import { isAsSigned } from './signed-judgement.ts';

const Decided = z.object({
  judgement: z.unknown(),
  noteSha256: z.string(),
  route: z.unknown(),
  referrals: z.array(z.object({ id: z.string(), destination: z.string(), bodySha256: z.string() })),
});
const Assessed = Decided.extend({ assessment: z.string() });
const Withdrawn = z.object({ assessment: z.string(), referrals: z.array(z.string()) });
/** An overturned or corrected assessment names itself `assessment` and the one that replaces it `decision`. */
const Overturned = Decided.extend({ decision: z.string() });

/** Compares assessments and the referrals queued because of them with what their authors signed. */
export class DecisionCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = [
    'case.assessed',
    'assessment.overturned',
    'assessment.corrected',
    'assessment.withdrawn',
  ];
  readonly #assessments: AssessmentStore;
  readonly #outbox: Referrals;
  #assessed = 0;
  #referred = 0;
  #withdrawn = 0;
  #neverSent = 0;

  constructor(assessments: AssessmentStore, outbox: Referrals) {
    this.#assessments = assessments;
    this.#outbox = outbox;
  }

  take({ kind, actor, data }: Entry): string[] {
    if (kind === 'assessment.withdrawn') return this.#takeBack(data);
    const said = kind === 'case.assessed' ? Assessed.safeParse(data) : Overturned.safeParse(data);
    if (!said.success) return ['does not say what was decided'];
    const { referrals } = said.data;
    const id = 'decision' in said.data ? said.data.decision : said.data.assessment;
    this.#assessed += 1;
    this.#referred += referrals.length;
    const row = this.#assessments.signed(id);
    if (row === null) return ['its assessment is missing', ...this.#compareReferrals(referrals)];
    return [
      ...(isAsSigned(id, row, actor, said.data) ? [] : ['its assessment is not the one that was signed']),
      ...this.#compareReferrals(referrals),
    ];
  }

  end(): string[] {
    return [
      ...countProblem('assessments', this.#assessments.count(), this.#assessed),
      ...countProblem('referrals', this.#outbox.count(), this.#referred),
      ...countProblem('assessments taken back', this.#assessments.countWithdrawn(), this.#withdrawn),
      ...countProblem('referrals taken back', this.#outbox.countWithdrawn(), this.#neverSent),
    ];
  }

  #takeBack(data: Entry['data']): string[] {
    const said = Withdrawn.safeParse(data);
    if (!said.success) return ['does not say what was taken back'];
    const { assessment, referrals } = said.data;
    this.#withdrawn += 1;
    this.#neverSent += referrals.length;
    const isWhole =
      this.#assessments.isWithdrawn(assessment) && referrals.every((id) => this.#outbox.isWithdrawn(id));
    return isWhole ? [] : ['what it takes back still stands'];
  }

  #compareReferrals(referrals: z.infer<typeof Decided>['referrals']): string[] {
    return referrals.flatMap(({ id, destination, bodySha256 }) => {
      const queued = this.#outbox.frozen(id);
      if (queued === null) return ['a referral of it is missing'];
      const same = queued.destination === destination && sha256Hex(queued.body) === bodySha256;
      return same ? [] : ['a referral of it is not the one that was signed'];
    });
  }
}
