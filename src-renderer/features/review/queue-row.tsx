import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../../shared/contract/search.contract.ts';
import { type CaseSummary, isDecided, type PriorityTerm } from '../../../shared/domain/case.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Chip } from '../../ui/chip.tsx';
import { Icon } from '../../ui/icon.tsx';
import { RowSubject } from '../../ui/row-subject.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { RecheckChip } from '../referral/index.ts';
import { useSession } from '../vault/index.ts';
import { Age, DecisionChip, FoundFacts } from './found-facts.tsx';
import { HoldChip } from './hold-chip.tsx';
import css from './queue-row.module.css';
import { dueTone, whyName, whyTone } from './queue-rows.ts';
import type { Decision } from './queue-store.ts';

interface QueueRowProps {
  row: CaseSummary;
  /** Where it was found, where the rows were searched for. */
  hit: SearchHit | null;
  /** Who decided it, where the list says so. */
  decision: Decision | null;
  top: number;
  position: number;
  total: number;
  isOpen: boolean;
  /** Selected to be decided together with others. */
  isSelected: boolean;
  nowMs: number;
  onOpen: () => void;
  /** @param range whether from where the selection began */
  onSelect: (range: boolean) => void;
  onClaim: () => void;
}

/** A chip already says that a case is known, also where the policy gives no points for it. */
const isUnsaid = ({ code }: PriorityTerm): boolean => code !== 'known-baseline';

/** One case in two lines: subject and time, then the reasons for its priority. */
export const QueueRow = memo(
  function QueueRow(props: QueueRowProps) {
    const { row, hit, decision, top, position, total, isOpen, isSelected, nowMs } = props;
    const { onOpen, onSelect, onClaim } = props;
    const { t } = useTranslation();
    const decided = isDecided(row.state);
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself answers the keys (J, K, arrows, Enter)
      <div
        id={`case-${row.id}`}
        role="option"
        tabIndex={-1}
        aria-selected={isOpen}
        aria-checked={isSelected}
        aria-posinset={position}
        aria-setsize={total}
        className={css.row}
        style={{ top }}
        onClick={(event) => {
          const onTick = (event.target as Element).closest('[data-tick]') !== null;
          if (event.shiftKey || event.ctrlKey || event.metaKey || onTick) onSelect(event.shiftKey);
          else onOpen();
        }}
        onDoubleClick={onClaim}
      >
        <span
          className={css.priority}
          data-tick
          title={`${t('queue.priority', { n: row.priority })} · ${t('together.tick')}`}
        >
          {isSelected ? (
            <span className={css.tick}>
              <Icon name="check" size={12} />
            </span>
          ) : (
            row.priority
          )}
        </span>
        <RowSubject icon={row.kind === 'file' ? 'file' : 'globe'} text={defangSubject(row.kind, row.subject)}>
          <span className={css.facts}>
            {hit !== null && <FoundFacts hit={hit} />}
            {row.reopened !== null && (
              <Chip tone="warn">
                <span className={css.reopened} title={t(`enum.reopened.${row.reopened.reason}`)}>
                  {t(`enum.reopened.${row.reopened.reason}`)}
                </span>
              </Chip>
            )}
            {!decided && <HoldChip row={row} />}
            {hit === null && decision !== null && <DecisionChip decision={decision} />}
            {decided && <RecheckChip id={row.id} />}
            {row.knownAs !== null && (
              <Chip tone={row.knownAs === 'listed' ? 'neutral' : 'accent'}>
                {t(`enum.knownAs.${row.knownAs}`)}
              </Chip>
            )}
            {row.why.filter(isUnsaid).map((term) => (
              <Chip key={term.code} tone={whyTone(term.code)}>
                {t(`enum.whyShort.${whyName(term.code, row, nowMs)}`)}
              </Chip>
            ))}
          </span>
        </RowSubject>
        <span className={css.side}>
          {decided || hit !== null ? (
            <span className={css.calm}>{t(`enum.state.${row.state}`)}</span>
          ) : (
            <Due dueAt={row.dueAt} nowMs={nowMs} />
          )}
          <span className={css.counts}>
            {hit !== null && <Age row={row} nowMs={nowMs} />}
            {row.sightings > 1 && (
              <span title={t('queue.sightings', { n: row.sightings })}>{row.sightings}×</span>
            )}
            <b title={t('queue.filter.hosting')}>{row.hosting ?? '··'}</b>
          </span>
        </span>
      </div>
    );
  },
  (a, b) =>
    a.row === b.row &&
    a.hit === b.hit &&
    a.decision === b.decision &&
    a.top === b.top &&
    a.isOpen === b.isOpen &&
    a.isSelected === b.isSelected &&
    a.nowMs === b.nowMs &&
    a.position === b.position &&
    a.total === b.total,
);

/** Says when something is due, in words and in a colour. */
export function Due({ dueAt, nowMs }: { dueAt: string | null; nowMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { policy } = useSession();
  const tone = dueTone(dueAt, nowMs, policy.review.nearHours);
  if (dueAt === null) return <span className={css.calm}>{t('queue.due.none')}</span>;
  const duration = format.duration(Date.parse(dueAt) - nowMs);
  return (
    <span className={css[tone]} title={format.dateTime(dueAt)}>
      {tone === 'late' ? t('queue.due.overdue', { duration }) : t('queue.due.in', { duration })}
    </span>
  );
}
