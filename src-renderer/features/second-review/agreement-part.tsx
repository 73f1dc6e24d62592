import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgreementReport } from '../../../shared/contract/second-review.contract.ts';
import { KAPPA_FROM_PAIRS } from '../../../shared/domain/agreement.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { FigureRow } from '../../ui/figure-row.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { AgreementTable } from './agreement-table.tsx';
import { periodName } from './period-name.ts';
import css from './second-review.module.css';
import { useOversight, useSecondReviewStores } from './second-review-context.tsx';
import { useAttributeName } from './use-attribute-name.ts';

const TOTALS = ['undrawn', 'drawn', 'waiting', 'disputed', 'agreed', 'upheld', 'overturned'] as const;

/** How far first and second reviewers agree. It does not say who is better. */
export function AgreementPart() {
  const { t } = useTranslation();
  const { oversight } = useSecondReviewStores();
  const agreement = useOversight((state) => state.agreement);
  const failure = useOversight((state) => state.failure);
  const periods = useOversight((state) => state.periods);
  useEffect(() => {
    void oversight.getState().showAgreement();
  }, [oversight]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={css.scroll} tabIndex={0}>
      <div className={css.stack}>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        {agreement && periods.length === 0 && (
          <Empty icon="figures">{t('secondReview.agreement.empty')}</Empty>
        )}
        {agreement && periods.length > 0 && <Report agreement={agreement} />}
      </div>
    </div>
  );
}

function Report({ agreement }: { agreement: AgreementReport }) {
  const { t, i18n } = useTranslation();
  const attributeName = useAttributeName();
  const month = (period: AgreementReport['from']) => periodName(i18n.language, period);
  return (
    <>
      <RangeFields />
      <FigureRow
        figures={TOTALS.map((total) => ({
          label: t(`secondReview.agreement.total.${total}`),
          value: agreement[total],
        }))}
      />
      <p className={css.text}>{t('secondReview.agreement.kappaText', { n: KAPPA_FROM_PAIRS })}</p>
      <div className={css.two}>
        <AgreementTable
          title={t('secondReview.agreement.byAttribute')}
          column={t('secondReview.agreement.column.attribute')}
          rows={agreement.attributes.map((row) => ({
            ...row,
            id: row.attribute,
            name: attributeName(row.attribute),
          }))}
        />
        <div className={css.column}>
          <AgreementTable
            title={t('secondReview.agreement.byPeriod')}
            text={t('secondReview.agreement.wholeDecision')}
            column={t('secondReview.agreement.column.period')}
            rows={agreement.periods.map((row) => ({ ...row, id: row.period, name: month(row.period) }))}
          />
          <AgreementTable
            title={t('secondReview.agreement.byPair')}
            text={t('secondReview.agreement.wholeDecision')}
            column={t('secondReview.agreement.column.pair')}
            rows={agreement.pairs.map((row) => ({
              ...row,
              id: `${row.first.id} ${row.second.id}`,
              name: t('secondReview.dispute.between', { first: row.first.name, second: row.second.name }),
            }))}
          />
          <GoldenAnswers answers={agreement.golden} />
        </div>
      </div>
    </>
  );
}

function RangeFields() {
  const { t, i18n } = useTranslation();
  const { oversight } = useSecondReviewStores();
  const periods = useOversight((state) => state.periods);
  const range = useOversight((state) => state.range);
  if (range === null) return null;
  const known = new Set([...periods.map(({ period }) => period), range.from, range.to]);
  const choices = [...known]
    .sort()
    .reverse()
    .map((id) => ({ id, label: periodName(i18n.language, id) }));
  const show = oversight.getState().showAgreement;
  return (
    <div className={css.fields}>
      <SelectField
        label={t('secondReview.agreement.from')}
        choices={choices}
        value={range.from}
        onChange={(from) => void show({ ...range, from })}
      />
      <SelectField
        label={t('secondReview.agreement.to')}
        choices={choices}
        value={range.to}
        onChange={(to) => void show({ ...range, to })}
      />
    </div>
  );
}

function GoldenAnswers({ answers }: { answers: AgreementReport['golden'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('secondReview.part.golden')} flush>
      {answers.length === 0 ? (
        <p className={css.more}>{t('secondReview.agreement.nothing')}</p>
      ) : (
        <Table
          fixed
          label={t('secondReview.part.golden')}
          columns={[
            { id: 'person', label: t('secondReview.agreement.column.person') },
            {
              id: 'answered',
              label: t('secondReview.agreement.column.answered'),
              align: 'right',
              width: '116px',
            },
            { id: 'right', label: t('secondReview.agreement.column.right'), align: 'right', width: '132px' },
          ]}
        >
          {[...answers]
            .sort((a, b) => a.person.name.localeCompare(b.person.name))
            .map(({ person, answered, right }) => (
              <tr key={person.id}>
                <td>{person.name}</td>
                <td style={{ textAlign: 'right' }}>{format.number(answered)}</td>
                <td style={{ textAlign: 'right' }}>{format.number(right)}</td>
              </tr>
            ))}
        </Table>
      )}
    </Card>
  );
}
