import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GoldenCase } from '../../../shared/contract/second-review.contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useCategoryName } from '../referral/index.ts';
import { useSession } from '../vault/index.ts';
import { AskDialog } from './ask-dialog.tsx';
import css from './second-review.module.css';
import { useOversight, useSecondReviewStores } from './second-review-context.tsx';

/** The golden cases, whose answer is known. */
export function GoldenPart({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const { oversight } = useSecondReviewStores();
  const { golden, ready, failure } = useOversight((state) => state);
  const [removing, setRemoving] = useState<GoldenCase | null>(null);
  useEffect(() => {
    void oversight.getState().loadGolden();
  }, [oversight]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={css.scroll} tabIndex={0}>
      <div className={css.stack}>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <p className={css.text}>
          {t('secondReview.golden.text')} {t('secondReview.golden.how')}
        </p>
        <Card title={t('secondReview.part.golden')} flush>
          {ready && golden.length === 0 ? (
            <Empty icon="check">{t('secondReview.golden.empty')}</Empty>
          ) : (
            <GoldenTable golden={golden} onCase={onCase} onRemove={setRemoving} />
          )}
        </Card>
      </div>
      {removing && (
        <AskDialog
          title={t('secondReview.golden.remove')}
          text={t('secondReview.golden.removeAsk')}
          look="danger"
          onDo={() => void oversight.getState().removeGolden(removing.id)}
          onClose={() => setRemoving(null)}
        />
      )}
    </div>
  );
}

interface GoldenTableProps {
  golden: readonly GoldenCase[];
  onCase: (id: CaseId) => void;
  onRemove: (golden: GoldenCase) => void;
}

function GoldenTable({ golden, onCase, onRemove }: GoldenTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const categoryName = useCategoryName(useSession().policy);
  const answerOf = ({ judgement, route }: GoldenCase['answer']) =>
    [
      t(`enum.legality.${judgement.legality}`),
      judgement.classification && t(`enum.classification.${judgement.classification}`),
      categoryName(route.category).title,
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <Table
      fixed
      label={t('secondReview.part.golden')}
      columns={[
        { id: 'subject', label: t('secondReview.golden.column.subject') },
        { id: 'answer', label: t('secondReview.golden.column.answer'), width: '18%' },
        { id: 'added', label: t('secondReview.golden.column.added'), width: '112px' },
        { id: 'by', label: t('secondReview.golden.column.by'), width: '128px' },
        {
          id: 'answered',
          label: t('secondReview.agreement.column.answered'),
          align: 'right',
          width: '100px',
        },
        { id: 'right', label: t('secondReview.agreement.column.right'), align: 'right', width: '128px' },
        { id: 'act', label: '', width: '248px' },
      ]}
    >
      {golden.map((one) => (
        <tr key={one.id}>
          <td title={defangSubject(one.kind, one.subject)}>
            <code>{defangSubject(one.kind, one.subject)}</code>
          </td>
          <td title={answerOf(one.answer)}>{answerOf(one.answer)}</td>
          <td>{format.date(one.addedAt)}</td>
          <td>{one.addedBy.name}</td>
          <td style={{ textAlign: 'right' }}>{format.number(one.answered)}</td>
          <td style={{ textAlign: 'right' }}>{format.number(one.right)}</td>
          <td style={{ textAlign: 'right' }}>
            <Button size="s" look="quiet" onPress={() => onCase(one.case)}>
              {t('outbox.openCase')}
            </Button>
            {one.removedAt === null ? (
              <Button size="s" look="quiet" onPress={() => onRemove(one)}>
                {t('secondReview.golden.remove')}
              </Button>
            ) : (
              <span className={css.soft}>
                {t('secondReview.golden.removed', { at: format.date(one.removedAt) })}
              </span>
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}
