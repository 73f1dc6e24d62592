import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { hostingZone } from '../../../shared/domain/member-table.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { useSession } from '../vault/index.ts';
import css from './case-view.module.css';
import { Due } from './queue-row.tsx';
import { whyTone } from './queue-rows.ts';

/** The facts the reports add up to. */
export function CaseFactsTable({ summary }: { summary: CaseSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  const { policy, members } = useSession();
  const zone = hostingZone(summary.hosting, policy.jurisdiction, members);
  return (
    <Card>
      <dl className={css.pair}>
        <dt>{t('case.state')}</dt>
        <dd>{t(`enum.state.${summary.state}`)}</dd>
        <dt>{t('case.hosting')}</dt>
        <dd>
          {summary.hosting === null
            ? t('common.unknown')
            : `${format.country(summary.hosting)} (${summary.hosting}) · ${t(`enum.zone.${zone}`)}`}
        </dd>
        <dt>{t('case.received')}</dt>
        <dd>{summary.receivedAt === null ? t('case.unknownDate') : format.dateTime(summary.receivedAt)}</dd>
        <dt>{t('case.due')}</dt>
        <dd>
          {summary.dueAt !== null && `${format.dateTime(summary.dueAt)} · `}
          <Due dueAt={summary.dueAt} nowMs={nowMs} />
        </dd>
        <dt>{t('case.claimedAt')}</dt>
        <dd>{summary.claimedAt === null ? '—' : format.dateTime(summary.claimedAt)}</dd>
        <dt>{t('case.why')}</dt>
        <dd>
          <span className={css.itemHead}>
            <b>{summary.priority}</b>
            {summary.why.map((term) => (
              <Chip key={term.code} tone={whyTone(term.code)}>
                {t(`enum.why.${term.code}`)} {term.points > 0 ? `+${term.points}` : term.points}
              </Chip>
            ))}
          </span>
        </dd>
      </dl>
    </Card>
  );
}
