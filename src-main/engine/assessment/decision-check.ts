import type { Entry } from '../../../shared/ledger/entry.ts';
import { type EntryKind, type ReadOf, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Referrals } from '../referral/referrals.ts';
import { countProblem, type RecordCheck } from '../session/record-check.ts';
import type { AssessmentStore } from './assessment.store.ts';
import { isAsSigned } from './signed-judgement.ts';

/** Compares assessments, and the referrals they caused, with what their authors signed. */
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
    const said = readDecision(kind, data);
    if (said === null) return ['does not say what was decided'];
    const { referrals } = said;
    // An entry that overturns or corrects an assessment names it `assessment`, and the one that replaces it `decision`.
    const id = 'decision' in said ? said.decision : said.assessment;
    this.#assessed += 1;
    this.#referred += referrals.length;
    const row = this.#assessments.signed(id);
    if (row === null) return ['its assessment is missing', ...this.#compareReferrals(referrals)];
    return [
      ...(isAsSigned(id, row, actor, said) ? [] : ['its assessment is not the one that was signed']),
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
    const said = readData('assessment.withdrawn', data);
    if (said === null) return ['does not say what was taken back'];
    const { assessment, referrals } = said;
    this.#withdrawn += 1;
    this.#neverSent += referrals.length;
    const isWhole =
      this.#assessments.isWithdrawn(assessment) && referrals.every((id) => this.#outbox.isWithdrawn(id));
    return isWhole ? [] : ['what it takes back still stands'];
  }

  #compareReferrals(referrals: ReadOf<'case.assessed'>['referrals']): string[] {
    return referrals.flatMap(({ id, destination, bodySha256 }) => {
      const queued = this.#outbox.frozen(id);
      if (queued === null) return ['a referral of it is missing'];
      const same = queued.destination === destination && sha256Hex(queued.body) === bodySha256;
      return same ? [] : ['a referral of it is not the one that was signed'];
    });
  }
}

function readDecision(kind: EntryKind, data: unknown) {
  if (kind === 'assessment.overturned' || kind === 'assessment.corrected') return readData(kind, data);
  return readData('case.assessed', data);
}
