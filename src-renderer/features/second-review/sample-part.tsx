import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SampleReport } from '../../../shared/contract/second-review.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Facts } from '../../ui/facts.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { periodName } from './period-name.ts';
import css from './second-review.module.css';
import { useOversight, useSecondReviewStores } from './second-review-context.tsx';

const SHOWN = 200;

/** Shows how the sample of a month was drawn, and that it follows from its seed. */
export function SamplePart() {
  const { t, i18n } = useTranslation();
  const { oversight } = useSecondReviewStores();
  const { sample, periods, ready, failure } = useOversight((state) => state);
  useEffect(() => {
    void oversight.getState().showSample();
  }, [oversight]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={css.scroll} tabIndex={0}>
      <div className={css.stack}>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <p className={css.text}>{t('secondReview.sample.text')}</p>
        {ready && periods.length === 0 && <Empty icon="figures">{t('secondReview.agreement.empty')}</Empty>}
        {sample && (
          <>
            <div className={css.fields}>
              <SelectField
                label={t('secondReview.sample.period')}
                choices={periods.map(({ period, closed }) => ({
                  id: period,
                  label: closed
                    ? periodName(i18n.language, period)
                    : t('secondReview.sample.running', { period: periodName(i18n.language, period) }),
                }))}
                value={sample.period}
                onChange={(period) => void oversight.getState().showSample(period)}
              />
            </div>
            <Drawing
              sample={sample}
              isClosed={periods.some(({ period, closed }) => period === sample.period && closed)}
            />
            <DrawnList sample={sample} />
          </>
        )}
      </div>
    </div>
  );
}

function Drawing({ sample, isClosed }: { sample: SampleReport; isClosed: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { commitment, seed, assessments, drawn, undrawn, checked, mismatches } = sample;
  const isLost = commitment !== null && seed === null && isClosed;
  return (
    <>
      {mismatches.length > 0 && (
        <Banner tone="danger">{t('secondReview.sample.fitsNot', { n: mismatches.length })}</Banner>
      )}
      {seed !== null && mismatches.length === 0 && (
        <Banner tone="good">{t('secondReview.sample.fits')}</Banner>
      )}
      {isLost && <Banner tone="danger">{t('secondReview.sample.lost')}</Banner>}
      {!isLost && !checked && <Banner tone="neutral">{t('secondReview.sample.notChecked')}</Banner>}
      {undrawn > 0 && (
        <Banner tone="warn">
          {t('secondReview.sample.waits', { count: undrawn, n: format.number(undrawn) })}
        </Banner>
      )}
      <Card>
        <Facts
          rows={[
            [t('secondReview.sample.assessments'), format.number(assessments)],
            [t('secondReview.sample.drawn'), format.number(drawn)],
            [t('secondReview.sample.undrawn'), format.number(undrawn)],
            ...(commitment === null
              ? []
              : ([
                  [t('secondReview.sample.commitment'), <Digest key="commitment" text={commitment} />],
                  [
                    t('secondReview.sample.seed'),
                    seed === null ? (
                      <span key="seed" className={css.soft}>
                        {t(isLost ? 'secondReview.sample.seedLost' : 'secondReview.sample.seedLater')}
                      </span>
                    ) : (
                      <Digest key="seed" text={seed} />
                    ),
                  ],
                ] as const)),
          ]}
        />
      </Card>
    </>
  );
}

function Digest({ text }: { text: string }) {
  return (
    <span className={css.digest}>
      <code className={css.code}>{text}</code>
      <CopyButton text={text} what={text.slice(0, 8)} />
    </span>
  );
}

function DrawnList({ sample: { sample, mismatches } }: { sample: SampleReport }) {
  const { t, i18n } = useTranslation();
  const positions = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 6 });
  const rates = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 });
  return (
    <>
      {mismatches.length > 0 && (
        <Card title={t('secondReview.sample.mismatches')}>
          {mismatches.map((assessment) => (
            <p key={assessment}>
              <code className={css.code}>{assessment}</code>
            </p>
          ))}
        </Card>
      )}
      <Card title={t('secondReview.sample.list')} flush>
        {sample.length === 0 ? (
          <p className={css.more}>{t('secondReview.sample.nothing')}</p>
        ) : (
          <Table
            fixed
            label={t('secondReview.sample.list')}
            columns={[
              { id: 'assessment', label: t('secondReview.sample.column.assessment') },
              { id: 'rate', label: t('secondReview.sample.column.rate'), align: 'right', width: '176px' },
              {
                id: 'position',
                label: t('secondReview.sample.column.position'),
                align: 'right',
                width: '144px',
              },
            ]}
          >
            {sample.slice(0, SHOWN).map(({ assessment, rate, position }) => (
              <tr key={assessment}>
                <td>
                  <code>{assessment}</code>
                </td>
                <td style={{ textAlign: 'right' }}>{rates.format(rate * 100)}</td>
                <td style={{ textAlign: 'right' }}>{position === null ? '—' : positions.format(position)}</td>
              </tr>
            ))}
          </Table>
        )}
        {sample.length > SHOWN && (
          <p className={css.more}>{t('secondReview.sample.more', { n: sample.length - SHOWN })}</p>
        )}
      </Card>
    </>
  );
}
