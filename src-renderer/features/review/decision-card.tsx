import { useTranslation } from 'react-i18next';
import type { AssessmentRecord, CaseDetail } from '../../../shared/contract/review.contract.ts';
import { Card } from '../../ui/card.tsx';
import { AssessmentLine } from './earlier-assessments.tsx';

/** The decision of a case, shown before anything else about it. */
export function DecisionCard(props: { decision: AssessmentRecord; labels: CaseDetail['labels'] }) {
  const { t } = useTranslation();
  return (
    <Card title={t('decided.title')} flush>
      <AssessmentLine record={props.decision} labels={props.labels} />
    </Card>
  );
}
