import { useTranslation } from 'react-i18next';
import type { AssessmentRecord, CaseDetail } from '../../../shared/contract/review.contract.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useInLanguage } from '../../ui/use-in-language.ts';
import { useCategoryName, useDestinationName } from '../referral/index.ts';
import { useSession } from '../vault/index.ts';
import css from './case-view.module.css';

const TONE = { illegal: 'danger', legal: 'good', undetermined: 'warn' } as const;

/** The earlier assessments of this case, newest first. */
export function EarlierAssessments({
  records,
  labels,
}: {
  records: readonly AssessmentRecord[];
  labels: CaseDetail['labels'];
}) {
  const { t } = useTranslation();
  const newestFirst = [...records].sort((a, b) => b.assessedAt.localeCompare(a.assessedAt));
  return (
    <Card title={t('case.earlier')} flush>
      <ul className={css.items}>
        {newestFirst.map((record) => (
          <li key={record.id}>
            <AssessmentLine record={record} labels={labels} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** One assessment: its content, author, time and route. */
export function AssessmentLine({
  record,
  labels,
}: {
  record: AssessmentRecord;
  labels: CaseDetail['labels'];
}) {
  const { assessedAt, by, judgement, route, withdrawnAt, parallelTo, corrects } = record;
  const { t } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  const categoryName = useCategoryName(useSession().policy);
  return (
    <div className={css.item}>
      <div className={css.itemHead}>
        <Chip tone={TONE[judgement.legality]}>{t(`enum.legality.${judgement.legality}`)}</Chip>
        {judgement.classification && <Chip>{t(`enum.classification.${judgement.classification}`)}</Chip>}
        {parallelTo !== null && <Chip tone="warn">{t('seats.parallel.chip')}</Chip>}
        {withdrawnAt !== null && <Chip tone="warn">{t('case.takenBack')}</Chip>}
        <b>{by.name}</b>
        <time>{format.dateTime(assessedAt)}</time>
      </div>
      <p className={css.soft}>
        {categoryName(route.category).title} · {t(`enum.outcome.${route.outcome}`)}
        {route.destinations.length > 0 && ` → ${route.destinations.map(destinationName).join(', ')}`}
        {` · ${route.policy.id} v${route.policy.version}`}
      </p>
      {labels
        .filter(({ assessment }) => assessment === record.id)
        .map((words) => (
          <LabelsLine key={words.assessment} labels={words} />
        ))}
      {corrects !== null && <p className={css.note}>{t('case.corrects', { reason: corrects.reason })}</p>}
      {judgement.reasons.length > 0 && (
        <p className={css.soft}>{judgement.reasons.map((reason) => t(`enum.reason.${reason}`)).join(', ')}</p>
      )}
      {judgement.note !== '' && <p className={css.note}>{judgement.note}</p>}
    </div>
  );
}

/** The labels of an assessment in the words of the set and version that it names. */
function LabelsLine({ labels: { set, groups } }: { labels: CaseDetail['labels'][number] }) {
  const inLanguage = useInLanguage();
  return (
    <p className={css.soft}>
      {groups
        .map(
          ({ name, labels }) =>
            `${inLanguage(name)}: ${labels.map((label) => inLanguage(label.name)).join(', ')}`,
        )
        .join(' · ')}
      {` · ${set.id} v${set.version}`}
    </p>
  );
}
