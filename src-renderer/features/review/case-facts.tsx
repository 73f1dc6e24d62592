import { useTranslation } from 'react-i18next';
import { type CaseSummary, isDecided } from '../../../shared/domain/case.ts';
import { hostingZone } from '../../../shared/domain/member-table.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { usePersonName } from '../people/index.ts';
import { useSession } from '../vault/index.ts';
import css from './case-view.module.css';
import { Due } from './queue-row.tsx';
import { whyName, whyTone } from './queue-rows.ts';

/** The facts that the reports of a case give together. */
export function CaseFactsTable({ summary }: { summary: CaseSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  const nameOf = usePersonName();
  const { policy, members } = useSession();
  const zone = hostingZone(summary.hosting, policy.jurisdiction, members);
  const claimed =
    summary.claimedAt === null || summary.claimedBy === null
      ? '—'
      : `${format.dateTime(summary.claimedAt)} · ${nameOf(summary.claimedBy)}`;
  return (
    <Card>
      <Facts
        rows={[
          [t('case.state'), t(`enum.state.${summary.state}`)],
          [
            t('case.hosting'),
            summary.hosting === null
              ? t('common.unknown')
              : `${format.country(summary.hosting)} (${summary.hosting}) · ${t(`enum.zone.${zone}`)}`,
          ],
          [
            t('case.received'),
            summary.receivedAt === null ? t('case.unknownDate') : format.dateTime(summary.receivedAt),
          ],
          ...(isDecided(summary.state)
            ? []
            : ([
                [
                  t('case.due'),
                  <span key="due">
                    {summary.dueAt !== null && `${format.dateTime(summary.dueAt)} · `}
                    <Due dueAt={summary.dueAt} nowMs={nowMs} />
                  </span>,
                ],
                [t('case.claimedAt'), claimed],
              ] as const)),
          [
            t('case.why'),
            <span key="why" className={css.itemHead}>
              <b>{summary.priority}</b>
              {summary.reopened !== null && (
                <Chip tone="warn">{t(`enum.reopened.${summary.reopened.reason}`)}</Chip>
              )}
              {summary.why.map((term) => (
                <Chip key={term.code} tone={whyTone(term.code)}>
                  {t(`enum.why.${whyName(term.code, summary, nowMs)}`)}{' '}
                  {term.points > 0 ? `+${term.points}` : term.points}
                </Chip>
              ))}
            </span>,
          ],
        ]}
      />
    </Card>
  );
}
