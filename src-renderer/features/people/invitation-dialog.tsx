import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import css from './people.module.css';
import { usePeople, usePeopleStore } from './people-store.ts';

/** Shows a one-time code, once. */
export function InvitationDialog() {
  const { t } = useTranslation();
  const store = usePeopleStore();
  const invitation = usePeople((state) => state.invitation);
  const close = () => store.getState().seen();
  const name = invitation?.person.name ?? '';
  return (
    <Dialog
      title={t('settings.person.invitationTitle', { name })}
      isOpen={invitation !== null}
      onClose={close}
    >
      <div className={css.dialog}>
        <p>{t('settings.person.invitationText')}</p>
        <div className={css.code}>
          <code data-testid="invitation-code">{invitation?.code}</code>
          <CopyButton text={invitation?.code ?? ''} what={t('vault.enrol.code')} />
        </div>
        <div className={css.actions}>
          <Button look="primary" onPress={close}>
            {t('common.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
