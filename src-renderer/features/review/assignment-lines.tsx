import { useTranslation } from 'react-i18next';
import type { AssignmentRecord } from '../../../shared/contract/review.contract.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './case-view.module.css';

/** The supervisors' assignments and releases of this case, newest first. */
export function AssignmentLines({ records }: { records: readonly AssignmentRecord[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = ({ by, from, to }: AssignmentRecord): string => {
    const names = { by: by.name, from: from?.name ?? '', to: to?.name ?? '' };
    if (to === null) return t('handOver.took', names);
    return t(from === null || from.id === to.id ? 'handOver.gave' : 'handOver.gaveFrom', names);
  };
  return (
    <Card title={t('handOver.lines')} flush>
      <ul className={css.items}>
        {[...records].reverse().map((record) => (
          <li key={`${record.at} ${record.to?.id ?? ''}`} className={css.item}>
            <div className={css.itemHead}>
              <Chip>{t(`enum.assignmentReason.${record.reason}`)}</Chip>
              <span>{said(record)}</span>
              <time>{format.dateTime(record.at)}</time>
            </div>
            {record.words !== '' && <p className={css.note}>{record.words}</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
