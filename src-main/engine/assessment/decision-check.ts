import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Fault } from '../../../shared/ledger/fault.ts';
import { type EntryKind, type ReadOf, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Referrals } from '../referral/referrals.ts';
import { countFault, type RecordCheck } from '../session/record-check.ts';
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

  take({ kind, actor, data }: Entry, isErased: boolean): Fault[] {
    if (kind === 'assessment.withdrawn') return this.#takeBack(data);
    const said = readDecision(kind, data);
    if (said === null) return [{ code: 'decision-unsaid' }];
    const { referrals } = said;
    // An entry that overturns or corrects an assessment names it `assessment`, and the one that replaces it `decision`.
    const id = 'decision' in said ? said.decision : said.assessment;
    this.#assessed += 1;
    this.#referred += referrals.length;
    const row = this.#assessments.signed(id);
    if (row === null) return [{ code: 'assessment-missing' }, ...this.#compareReferrals(referrals, isErased)];
    return [
      ...(isAsSigned(id, row, actor, said, isErased) ? [] : [{ code: 'assessment-differs' as const }]),
      ...this.#compareReferrals(referrals, isErased),
    ];
  }

  end(): Fault[] {
    return [
      ...countFault('count-of-assessments', this.#assessments.count(), this.#assessed),
      ...countFault('count-of-referrals', this.#outbox.count(), this.#referred),
      ...countFault('count-of-assessments-taken-back', this.#assessments.countWithdrawn(), this.#withdrawn),
      ...countFault('count-of-referrals-taken-back', this.#outbox.countWithdrawn(), this.#neverSent),
    ];
  }

  #takeBack(data: Entry['data']): Fault[] {
    const said = readData('assessment.withdrawn', data);
    if (said === null) return [{ code: 'taken-back-unsaid' }];
    const { assessment, referrals } = said;
    this.#withdrawn += 1;
    this.#neverSent += referrals.length;
    const isWhole =
      this.#assessments.isWithdrawn(assessment) && referrals.every((id) => this.#outbox.isWithdrawn(id));
    return isWhole ? [] : [{ code: 'taken-back-stands' }];
  }

  #compareReferrals(referrals: ReadOf<'case.assessed'>['referrals'], isErased: boolean): Fault[] {
    return referrals.flatMap(({ id, destination, bodySha256 }): Fault[] => {
      const queued = this.#outbox.frozen(id);
      if (queued === null) return [{ code: 'referral-missing' }];
      const same = queued.destination === destination && (isErased || sha256Hex(queued.body) === bodySha256);
      return same ? [] : [{ code: 'referral-differs' }];
    });
  }
}

function readDecision(kind: EntryKind, data: unknown) {
  if (kind === 'assessment.overturned' || kind === 'assessment.corrected') return readData(kind, data);
  return readData('case.assessed', data);
}
