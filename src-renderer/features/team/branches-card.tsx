import { useTranslation } from 'react-i18next';
import type { TeamStatus } from '../../../shared/contract/team.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './team.module.css';
import { useTeam, useTeamStore } from './team-store.ts';

/** What other seats recorded before the hub was put back, which a supervisor can join here. */
export function BranchesCard({ status, manages }: { status: TeamStatus; manages: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useTeamStore();
  const busy = useTeam((state) => state.busy);
  const nameOf = (device: string) =>
    status.seats.find((seat) => seat.device === device)?.person?.name ?? device.slice(-6);
  return (
    <Card title={t('seats.branches.title')}>
      <div className={css.lines}>
        <Banner tone="warn">{t('seats.branches.text')}</Banner>
        <ul>
          {status.branches.map(({ device, from, entries }) => (
            <li key={device}>
              {t('seats.branches.seat', {
                count: entries,
                n: format.number(entries),
                name: nameOf(device),
                from: format.number(from),
              })}
            </li>
          ))}
        </ul>
        {manages ? (
          <div className={css.acts}>
            <Button
              look="primary"
              isDisabled={busy !== null}
              onPress={() => void store.getState().joinLogs()}
            >
              {t(busy === 'join-logs' ? 'seats.branches.joining' : 'seats.branches.join')}
            </Button>
          </div>
        ) : (
          <p className={css.soft}>{t('seats.branches.ask')}</p>
        )}
      </div>
    </Card>
  );
}
