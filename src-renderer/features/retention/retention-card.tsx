import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErasureReason } from '../../../shared/domain/erasure.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DateField, UNFINISHED } from '../../ui/date-field.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Progress } from '../../ui/progress.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { EraseDialog } from './erase-dialog.tsx';
import css from './retention-card.module.css';
import { useRetention, useRetentionStore } from './retention-store.ts';

/** Erases the texts of cases decided before a day, after showing how many that are. */
export function RetentionCard() {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useRetentionStore();
  const { plan, isLooking, erasing, result, failure } = useRetention((state) => state);
  const [before, setBefore] = useState('');
  const [reason, setReason] = useState<ErasureReason>('retention');
  const [asking, setAsking] = useState(false);
  const isDay = before !== '' && before !== UNFINISHED;
  const counts = (n: number, reports: number) => ({
    n: format.number(n),
    count: n,
    reports: format.number(reports),
  });
  return (
    <Card title={t('retention.title')}>
      <div className={css.stack}>
        <p>{t('retention.about')}</p>
        <div className={css.line}>
          <DateField
            label={t('retention.before')}
            value={before}
            onChange={(day) => {
              setBefore(day);
              store.getState().forget();
            }}
          />
          <Button
            isDisabled={!isDay || isLooking || erasing !== null}
            onPress={() => void store.getState().look(before)}
          >
            {t('retention.look')}
          </Button>
        </div>
        {plan !== null && erasing === null && (
          <div className={css.stack} role="status">
            <p>
              {plan.cases === 0
                ? t('retention.nothing')
                : t('retention.found', counts(plan.cases, plan.reports))}
            </p>
            {plan.refusedRows > 0 && (
              <p>
                {t('retention.refusedRows', {
                  n: format.number(plan.refusedRows),
                  count: plan.refusedRows,
                })}
              </p>
            )}
            {plan.waiting.length > 0 && (
              <p>
                {t('retention.waiting', {
                  what: format.list(
                    plan.waiting.map(({ for: why, cases }) =>
                      t(`retention.waits.${why}`, { n: format.number(cases), count: cases }),
                    ),
                  ),
                })}
              </p>
            )}
            {plan.kept > 0 && <p>{t('retention.kept', { n: format.number(plan.kept), count: plan.kept })}</p>}
            {plan.cases + plan.refusedRows > 0 && (
              <div className={css.line}>
                <SelectField<ErasureReason>
                  label={t('retention.reason')}
                  value={reason}
                  onChange={setReason}
                  choices={ErasureReason.options.map((id) => ({ id, label: t(`retention.reasons.${id}`) }))}
                />
                <Button look="danger" onPress={() => setAsking(true)}>
                  {t('retention.erase')}
                </Button>
              </div>
            )}
          </div>
        )}
        {erasing !== null && (
          <div role="status">
            <Progress label={t('retention.title')} value={erasing.done} max={Math.max(1, erasing.of)} />
            <p>
              {t('retention.erasing', { done: format.number(erasing.done), of: format.number(erasing.of) })}
            </p>
          </div>
        )}
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        {result && (
          <Banner tone="good">
            {t('retention.done', {
              ...counts(result.cases, result.reports),
              entries: format.number(result.entries),
            })}
          </Banner>
        )}
      </div>
      {asking && plan !== null && (
        <EraseDialog
          plan={plan}
          onClose={() => setAsking(false)}
          onErase={() => void store.getState().erase(reason)}
        />
      )}
    </Card>
  );
}
