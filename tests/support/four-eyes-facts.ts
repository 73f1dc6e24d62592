import { canonicalText } from '../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../src-main/exchange/sha256-hex.ts';
import { idOf } from './a-ledger.ts';

/**
 * The data of entries that wait for a second person, or that settle such an entry. `name` stands for the assessment or
 * proposal.
 */
type Facts = Record<string, unknown>;

const decided = (name: string, legality: string): Facts => ({
  case: idOf(`case of ${name}`),
  assessment: idOf(name),
  judgement: { legality, hosting: { country: 'BE', source: 'analyst' }, reasons: [] },
  route: { category: legality === 'illegal' ? '1' : '4' },
});

/** The data of a `case.assessed` that is drawn for a second review. */
export const drawnFacts = (name: string, legality = 'illegal'): Facts => ({
  ...decided(name, legality),
  secondReview: { period: '2026-11', rate: 1, drawn: true },
});

/** The data of a `case.assessed` that waits for the draw of a period. */
export const undrawnFacts = (name: string, legality = 'illegal', period = '2026-11'): Facts => ({
  ...decided(name, legality),
  secondReview: { period, rate: 0.5, drawn: null },
});

/** The data of a `sampling.opened`, `.sealed` or `.closed`. */
export const periodFacts = (period = '2026-11'): Facts => ({ period });

/** The data of a `sampling.drawn`. */
export const drawFacts = (
  drawn: readonly string[],
  passed: readonly string[] = [],
  period = '2026-11',
): Facts => ({ period, drawn: drawn.map(idOf), passed: passed.map(idOf) });

/** The data of an `assessment.reviewed`. */
export const reviewedFacts = (
  name: string,
  legality = 'illegal',
  agrees = legality === 'illegal',
): Facts => ({
  ...decided(name, legality),
  review: idOf(`review of ${name}`),
  agrees,
});

/** The data of an `assessment.revealed`, `.upheld` or `.overturned`. */
export const assessmentFacts = (name: string): Facts => ({ assessment: idOf(name) });

/** The data of an `assessment.corrected` that replaces `name`; it is drawn itself by default. */
export const correctedFacts = (name: string, drawn: boolean | null = true): Facts => ({
  ...decided(name, 'legal'),
  decision: idOf(`correction of ${name}`),
  secondReview: { period: '2026-11', rate: 1, drawn },
});

/** The data of a `policy.proposed`, `.withdrawn` or `.activated`. */
export const policyFacts = (name: string, sha256 = 'aa'): Facts => ({
  proposal: idOf(name),
  policy: { id: 'be-2017', version: 2, sha256 },
  members: { sha256: 'bb' },
});

/** The data of a proposed policy that names witnesses in the given form; `sha256` is the digest of its text by default. */
export const namingFacts = (name: string, witnesses: unknown, sha256?: string): Facts => {
  const body = { id: 'be-2017', version: 2, witnesses };
  return {
    proposal: idOf(name),
    policy: { id: 'be-2017', version: 2, sha256: sha256 ?? sha256Hex(canonicalText(body)), body },
    members: { sha256: 'bb' },
  };
};
