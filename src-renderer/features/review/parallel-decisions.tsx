import { useTranslation } from 'react-i18next';
import type { AssessmentRecord, CaseDetail } from '../../../shared/contract/review.contract.ts';
import { agree } from '../../../shared/domain/second-review.ts';
import { Card } from '../../ui/card.tsx';
import css from './case-view.module.css';
import { AssessmentLine } from './earlier-assessments.tsx';

/** The decisions of a case that were made at another seat at the same time as the one in force, or one before it. */
export function ParallelDecisions({
  records,
  detail: { assessments, labels },
}: {
  records: readonly AssessmentRecord[];
  detail: Pick<CaseDetail, 'assessments' | 'labels'>;
}) {
  const { t } = useTranslation();
  return (
    <Card title={t('seats.parallel.title')} flush>
      <ul className={css.items}>
        {records.map((record) => (
          <li key={record.id}>
            <AssessmentLine record={record} labels={labels} />
            <ParallelLines record={record} all={assessments} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Says why such a decision is not in force, and what follows from that. */
function ParallelLines({ record, all }: { record: AssessmentRecord; all: readonly AssessmentRecord[] }) {
  const { t } = useTranslation();
  const standing = all.find(({ id }) => id === record.parallelTo) ?? null;
  if (standing === null) return <p className={css.beside}>{t('seats.parallel.standsUnknown')}</p>;
  const { name } = standing.by;
  // They stand in the order of the record: one that came after both is the word of whoever settled it.
  if (all.indexOf(standing) > all.indexOf(record))
    return <p className={css.beside}>{t('seats.parallel.settled', { name })}</p>;
  const isBetweenTwo = standing.by.id !== record.by.id && record.withdrawnAt === null;
  return (
    <p className={css.beside}>
      {t('seats.parallel.stands', { name })}{' '}
      {isBetweenTwo && t(agree(standing, record) ? 'seats.parallel.agrees' : 'seats.parallel.disagrees')}
    </p>
  );
}
