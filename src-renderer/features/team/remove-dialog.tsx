import { useTranslation } from 'react-i18next';
import type { SeatInfo } from '../../../shared/contract/team.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './team.module.css';
import { useTeam, useTeamStore } from './team-store.ts';

/** Asks before a seat is removed, and says what that does and what it cannot undo. */
export function RemoveDialog({ seat, onClose }: { seat: SeatInfo; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useTeamStore();
  const busy = useTeam((state) => state.busy === 'remove');
  const failure = useTeam((state) => state.failure);
  const name = seat.person?.name ?? seat.device.slice(-6);
  const waiting = seat.waiting ?? 0;
  const remove = async () => {
    if (await store.getState().remove(seat.device)) onClose();
  };
  return (
    <Dialog title={t('seats.remove.title', { name })} isOpen onClose={onClose}>
      <div className={css.dialog}>
        <p>{t('seats.remove.effect')}</p>
        <p>{t('seats.remove.keeps')}</p>
        {waiting > 0 && (
          <Banner tone="warn">
            {t('seats.remove.waiting', { count: waiting, n: format.number(waiting) })}
          </Banner>
        )}
        <p>{t('seats.remove.person', { name })}</p>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.acts}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" isDisabled={busy} onPress={() => void remove()}>
            {t('seats.remove.confirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
