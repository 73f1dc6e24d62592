import { useTranslation } from 'react-i18next';
import { Legality } from '../../../shared/domain/assessment.ts';
import { type Policy, PriorityWeights } from '../../../shared/domain/policy.ts';
import { defangHost } from '../../../shared/domain/url.ts';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { usePeople } from '../people/index.ts';
import { useCategoryName, useDestinationName } from '../referral/index.ts';
import css from './policy.module.css';
import { useLabelsName } from './use-labels-name.ts';

/** Shows a policy read-only. */
export function PolicyFacts({ policy }: { policy: Policy }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const people = usePeople((state) => state.people);
  const categoryName = useCategoryName(policy);
  const labelsName = useLabelsName();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 2 });
  const { review, matching, blocking, session, witnesses, courier, takedown, seats } = policy;
  const hours = (n: number) => t('policy.value.hours', { n: format.number(n) });
  const minutes = (n: number) => t('policy.value.minutes', { n: format.number(n) });
  const seconds = (ms: number) => t('policy.value.seconds', { n: format.number(ms / 1000) });
  const keys = witnesses.keys.length === 0 ? t('policy.value.nothing') : <Keys keys={witnesses.keys} />;
  return (
    <>
      <CategoryTable policy={policy} />
      <div className={css.cards}>
        <Card title={t('policy.section.review')}>
          <Facts
            rows={[
              [t('policy.field.review.deadlineHours'), hours(review.deadlineHours)],
              [t('policy.field.review.nearHours'), hours(review.nearHours)],
              [t('policy.field.review.graceSeconds'), seconds(review.graceSeconds * 1000)],
              [t('policy.field.review.atOnce'), format.number(review.atOnce)],
            ]}
          />
        </Card>
        <Card title={t('policy.section.secondReview')}>
          <Facts
            rows={[
              ...Legality.options.map(
                (legality) =>
                  [
                    t(`enum.legality.${legality}`),
                    percent.format(review.secondReviewRate[legality]),
                  ] as const,
              ),
              ...Object.entries(review.secondReviewByCategory).map(
                ([code, rate]) => [categoryName(code).title, percent.format(rate)] as const,
              ),
              ...Object.entries(review.secondReviewByPerson).map(
                ([id, rate]) =>
                  [people.find((one) => one.id === id)?.name ?? id, percent.format(rate)] as const,
              ),
            ]}
          />
        </Card>
        <Card title={t('policy.section.labels')}>
          <Facts rows={[[t('policy.field.labels'), labelsName(policy.labels)]]} />
        </Card>
        <Card title={t('policy.section.priority')}>
          <Facts
            rows={[
              ...PriorityWeights.keyof().options.map(
                (term) => [t(`policy.priority.${term}`), format.number(policy.priority[term])] as const,
              ),
              [
                t('policy.field.trustedChannels'),
                policy.trustedChannels.map((id) => t(`enum.channel.${id}`)).join(', ') ||
                  t('policy.value.nothing'),
              ],
            ]}
          />
        </Card>
        <Card title={t('policy.section.matching')}>
          <Facts
            rows={[
              [t('policy.field.matching.floodCases'), format.number(matching.floodCases)],
              [
                t('policy.field.matching.floodHours'),
                t('policy.value.hours', { n: format.number(matching.floodHours) }),
              ],
              [
                t('policy.field.matching.oneStroke'),
                t(matching.oneStroke ? 'policy.value.allowed' : 'policy.value.notAllowed'),
              ],
            ]}
          />
        </Card>
        <Card title={t('policy.section.blocking')}>
          <Facts
            rows={[
              [
                t('policy.field.blocking.export'),
                t(blocking.export ? 'policy.value.allowed' : 'policy.value.notAllowed'),
              ],
              [
                t('policy.field.blocking.dedicatedHosts'),
                blocking.dedicatedHosts.map(defangHost).join(', ') || t('policy.value.nothing'),
              ],
            ]}
          />
        </Card>
        <Card title={t('policy.section.session')}>
          <Facts
            rows={[
              [t('policy.field.session.idleLockMinutes'), minutes(session.idleLockMinutes)],
              [t('policy.field.session.dutyMinutesPerDay'), minutes(session.dutyMinutesPerDay)],
              [
                t('policy.field.session.limitBindsSupervisors'),
                t(session.limitBindsSupervisors ? 'policy.value.yes' : 'policy.value.no'),
              ],
              [
                t('policy.field.session.breakAfterMinutes'),
                session.breakAfterMinutes === null
                  ? t('policy.value.noBreak')
                  : minutes(session.breakAfterMinutes),
              ],
              [t('policy.field.session.breakMinutes'), minutes(session.breakMinutes)],
              [
                t('policy.field.session.intensityBySiteType'),
                Object.entries(session.intensityBySiteType)
                  .map(([type, level]) => `${type}: ${t(`wellbeing.intensity.${level}`)}`)
                  .join(', ') || t('policy.value.nothing'),
              ],
            ]}
          />
        </Card>
        <Card title={t('policy.section.witnesses')}>
          <Facts
            rows={[
              [t('policy.field.witnesses.quorum'), format.number(witnesses.quorum)],
              [t('policy.field.witnesses.keys'), keys],
            ]}
          />
        </Card>
        <Card title={t('policy.section.courier')}>
          <Facts
            rows={[
              [t('policy.field.courier.maxAttempts'), format.number(courier.maxAttempts)],
              [t('policy.field.courier.baseDelayMs'), seconds(courier.baseDelayMs)],
              [t('policy.field.courier.maxDelayMs'), seconds(courier.maxDelayMs)],
              [t('policy.field.courier.timeoutMs'), seconds(courier.timeoutMs)],
              [t('policy.field.courier.outageMinutes'), minutes(courier.outageMinutes)],
              [
                t('policy.field.courier.aloneAfterMinutes'),
                courier.aloneAfterMinutes === null
                  ? t('policy.value.waits')
                  : minutes(courier.aloneAfterMinutes),
              ],
              [
                t('policy.field.takedown.recheckDays'),
                t('policy.value.days', { n: format.number(takedown.recheckDays) }),
              ],
              [
                t('policy.field.seats.keepCopy'),
                t(seats.keepCopy ? 'policy.value.allowed' : 'policy.value.notAllowed'),
              ],
            ]}
          />
        </Card>
      </div>
    </>
  );
}

function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <ul className={css.keys}>
      {keys.map((key) => (
        <li key={key}>{key}</li>
      ))}
    </ul>
  );
}

function CategoryTable({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const categoryName = useCategoryName(policy);
  const destinationName = useDestinationName();
  return (
    <Card title={t('policy.section.categories')} flush>
      <Table
        fixed
        label={t('policy.section.categories')}
        columns={[
          { id: 'category', label: t('policy.field.category.name') },
          { id: 'when', label: t('policy.field.when'), width: '28%' },
          { id: 'outcome', label: t('policy.field.category.outcome'), width: '148px' },
          { id: 'to', label: t('policy.field.category.destinations'), width: '16%' },
          { id: 'within', label: t('policy.field.category.deadlineHours'), align: 'right', width: '80px' },
        ]}
      >
        {policy.categories.map((category) => {
          const { legality, hosting, classification } = category.when;
          const when = [
            legality.map((id) => t(`enum.legality.${id}`)).join(' / '),
            hosting?.map((id) => t(`enum.zone.${id}`)).join(' / '),
            classification?.map((id) => t(`enum.classification.${id}`)).join(' / '),
          ]
            .filter((part) => part !== undefined)
            .join(' · ');
          const to = category.destinations.map(destinationName).join(', ') || '—';
          return (
            <tr key={category.code}>
              <td title={categoryName(category.code).because}>{categoryName(category.code).line}</td>
              <td title={when}>{when}</td>
              <td>{t(`enum.outcome.${category.outcome}`)}</td>
              <td title={to}>{to}</td>
              <td style={{ textAlign: 'right' }}>
                {category.deadlineHours === null
                  ? '—'
                  : t('policy.value.hours', { n: format.number(category.deadlineHours) })}
              </td>
            </tr>
          );
        })}
      </Table>
    </Card>
  );
}
