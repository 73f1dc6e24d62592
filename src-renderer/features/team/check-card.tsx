import { useTranslation } from 'react-i18next';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import rows from '../../ui/finding-list.module.css';
import css from './team.module.css';
import { useTeam } from './team-store.ts';

/** What a look at the hub found, in the words of the look itself: they are for whoever runs the hub. */
export function CheckCard() {
  const { t } = useTranslation();
  const checks = useTeam((state) => state.checks);
  if (checks === null) return null;
  const bad = checks.filter(({ ok }) => !ok).length;
  return (
    <Card title={t('seats.check.title')} flush>
      <p className={css.lead} role="status">
        {bad === 0 ? t('seats.check.good') : t('seats.check.bad', { count: bad })}
      </p>
      <ul className={rows.findings}>
        {checks.map(({ check, ok, finding }) => (
          <li key={check} className={rows.finding}>
            <Chip tone={ok ? 'good' : 'danger'}>{t(ok ? 'seats.check.ok' : 'seats.check.notOk')}</Chip>
            <span>
              <b>{check}</b> <span className={css.soft}>{finding}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
