import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../../shared/contract/search.contract.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './found-facts.module.css';

/** Where a case was found, and who decided it. */
export function FoundFacts({ hit: { where, says, decided } }: { hit: SearchHit }) {
  const { t } = useTranslation();
  const words = foundIn(where, says);
  return (
    <>
      <Chip tone="accent">
        <span className={css.words} title={words ?? t(`search.where.${where}`)}>
          {t(`search.where.${where}`)}
          {words !== null && ` ${words}`}
        </span>
      </Chip>
      {decided !== null && <DecisionChip decision={decided} />}
    </>
  );
}

/** Who decided a case, and on which day. */
export function DecisionChip({ decision: { by, at } }: { decision: NonNullable<SearchHit['decided']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Chip>
      <span className={css.words} title={format.dateTime(at)}>
        {t('search.decided', { name: by.name, at: format.date(at) })}
      </span>
    </Chip>
  );
}

/** What stands there, where the row does not say it already. */
const foundIn = (where: SearchHit['where'], says: string): string | null =>
  where === 'address' ? null : where === 'referrer' ? defangSubject('url', says) : says;

/** How long ago a case was reported first. */
export function Age({ row, nowMs }: { row: CaseSummary; nowMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (row.receivedAt === null) return null;
  return (
    <span title={t('search.received', { at: format.dateTime(row.receivedAt) })}>
      {format.duration(nowMs - Date.parse(row.receivedAt))}
    </span>
  );
}
