import { describe, expect, it } from 'vitest';
import type { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import { AssessmentId, PersonId } from '../../../shared/domain/ids.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import { decisionOf } from '../../../src-renderer/features/review/decided.ts';
import { ParallelDecisions } from '../../../src-renderer/features/review/parallel-decisions.tsx';
import { SessionProvider } from '../../../src-renderer/features/vault/index.ts';
import { aCase, aCaseDetail } from '../support/a-case.ts';
import { aMemberTable, aPolicy, aSession } from '../support/a-session.ts';
import { anId } from '../support/an-id.ts';
import { wordsOf } from '../support/words-of.tsx';

function anAssessment(
  number: number,
  name: string,
  { legality, parallelTo = null }: { legality: 'legal' | 'undetermined'; parallelTo?: number | null },
): AssessmentRecord {
  const hosting = { country: 'NL', source: 'reported' } as const;
  const judgement = { legality, hosting, reasons: [], note: '' };
  return {
    id: AssessmentId.parse(anId(number)),
    assessedAt: `2026-11-30T10:0${number}:00.000Z`,
    by: { id: PersonId.parse(anId(50 + name.charCodeAt(0))), name },
    judgement,
    route: routeAssessment(judgement, aPolicy(), aMemberTable()),
    heldUntil: null,
    withdrawnAt: null,
    parallelTo: parallelTo === null ? null : AssessmentId.parse(anId(parallelTo)),
    corrects: null,
  };
}

const wordsAbout = (all: readonly AssessmentRecord[], record: AssessmentRecord) =>
  wordsOf(
    <SessionProvider value={aSession()}>
      <ParallelDecisions records={[record]} detail={{ ...aCaseDetail(aCase(1)), assessments: [...all] }} />
    </SessionProvider>,
  );

describe('an assessment made at another seat at the same time', () => {
  const first = anAssessment(1, 'Ada', { legality: 'legal' });
  const other = anAssessment(2, 'Bea', { legality: 'undetermined', parallelTo: 1 });

  it('is not the one a decided case stands by, though it came later', () => {
    const detail = { ...aCaseDetail(aCase(1, { state: 'closed' })), assessments: [first, other] };
    expect(decisionOf(detail)).toBe(first);
  });

  it('names whose decision is in force, and says that a supervisor settles where they differ', async () => {
    const words = await wordsAbout([first, other], other);
    expect(words).toContain('Made at the same time');
    expect(words).toContain('without knowing Ada’s decision');
    expect(words).toContain('settled by a supervisor');
  });

  it('that says the same is agreement', async () => {
    const same = anAssessment(2, 'Bea', { legality: 'legal', parallelTo: 1 });
    const words = await wordsAbout([first, same], same);
    expect(words).toContain('Both judged alike.');
    expect(words).not.toContain('settled by a supervisor');
  });

  it('gives way to the word of whoever settled it', async () => {
    const settled = anAssessment(3, 'Cem', { legality: 'undetermined' });
    const beside = anAssessment(2, 'Bea', { legality: 'undetermined', parallelTo: 3 });
    const words = await wordsAbout([first, beside, settled], beside);
    expect(words).toContain('Cem decided after both');
    expect(words).not.toContain('without knowing');
  });
});
