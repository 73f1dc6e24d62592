import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { OpenSeatInvitation } from '../../../shared/contract/team.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import css from './team.module.css';
import { useTeam, useTeamStore } from './team-store.ts';

interface Props {
  invitation: OpenSeatInvitation;
  onClose: () => void;
}

/** Who is invited; a restored vault by the seat whose place it takes. */
export const nameOf = (t: TFunction, { name, replaces }: OpenSeatInvitation): string =>
  replaces === null ? name : t('seats.invitations.restored', { end: replaces.slice(-6) });

/** Asks before an invitation is withdrawn. */
export function WithdrawDialog({ invitation, onClose }: Props) {
  const { t } = useTranslation();
  const store = useTeamStore();
  const busy = useTeam((state) => state.busy === 'withdraw');
  const failure = useTeam((state) => state.failure);
  const { device } = invitation;
  const name = nameOf(t, invitation);
  const withdraw = async () => {
    if (await store.getState().withdraw(device)) onClose();
  };
  return (
    <Dialog title={t('seats.invitations.ask', { name })} isOpen onClose={onClose}>
      <div className={css.dialog}>
        <p>
          {t(invitation.replaces === null ? 'seats.invitations.effect' : 'seats.invitations.endsRestored', {
            name,
          })}
        </p>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.acts}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" isDisabled={busy} onPress={() => void withdraw()}>
            {t('seats.invitations.confirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
