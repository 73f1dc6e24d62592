import { useTranslation } from 'react-i18next';
import type { TeamStatus } from '../../../shared/contract/team.contract.ts';
import { Card } from '../../ui/card.tsx';
import rows from '../../ui/finding-list.module.css';
import css from './arriving-card.module.css';
import { ArrivalChip, ArrivalText } from './list-words.tsx';

/** Hash lists that others imported, and whose content is not all at this seat. */
export function ArrivingCard({ lists }: { lists: TeamStatus['lists'] }) {
  const { t } = useTranslation();
  return (
    <Card title={t('seats.arriving.title')} flush>
      <ul className={rows.findings}>
        {lists.map(({ list, name, version, ...arrival }) => (
          <li key={list} className={rows.finding}>
            <ArrivalChip arrival={arrival} />
            <span>
              <b>{name}</b>{' '}
              <span className={css.soft}>
                <ArrivalText arrival={arrival} version={version} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
