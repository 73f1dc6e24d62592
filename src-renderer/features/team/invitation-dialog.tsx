import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import { openFileSink } from '../../transport/save-file.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import css from './team.module.css';
import { type MadeInvitation, useTeam, useTeamStore } from './team-store.ts';

/** Shows an invitation to a seat, once: the file, and the code that opens it. */
export function InvitationDialog() {
  const invitation = useTeam((state) => state.invitation);
  return invitation && <ShownInvitation key={invitation.device} invitation={invitation} />;
}

function ShownInvitation({ invitation }: { invitation: MadeInvitation }) {
  const { t } = useTranslation();
  const store = useTeamStore();
  const { file, code, device, isSaved, isBare } = invitation;
  const words = useWords(invitation);
  const [warned, setWarned] = useState(false);
  // Neither half can be shown again, so a stray Escape must not lose the file.
  const close = () => {
    if (isSaved || warned) store.getState().invitationSeen();
    else setWarned(true);
  };
  const save = async () => {
    const sink = await openFileSink(savedFileName('seat', device.slice(-6).toLowerCase()));
    if (sink === null) return;
    await sink.write(file);
    await sink.close();
    store.getState().invitationSaved();
  };
  return (
    <Dialog title={words.title} isOpen onClose={close}>
      <div className={css.dialog}>
        <div className={css.step}>
          <p>{words.file}</p>
          <Button
            look={isSaved ? 'plain' : 'primary'}
            icon={isSaved ? 'check' : 'file'}
            onPress={() => void save()}
          >
            {t(isSaved ? 'seats.invitation.again' : 'seats.invitation.save')}
          </Button>
        </div>
        <div className={css.step}>
          <p>{words.code}</p>
          <div className={css.code}>
            <code data-testid="seat-code">{code}</code>
            <CopyButton text={code} what={t('seats.join.code')} />
          </div>
        </div>
        <p>{words.afterwards}</p>
        {isBare && <Banner tone="warn">{t('seats.readmit.bare')}</Banner>}
        {warned && !isSaved && <Banner tone="warn">{t('seats.invitation.notSaved')}</Banner>}
        <div className={css.acts}>
          <Button look={isSaved ? 'primary' : 'plain'} onPress={close}>
            {t(warned && !isSaved ? 'seats.invitation.leave' : 'common.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** What is to be done with an invitation, or with what lets a restored vault in. */
function useWords({ name, device }: MadeInvitation) {
  const { t } = useTranslation();
  if (name === null)
    return {
      title: t('seats.readmit.made', { end: device.slice(-6) }),
      file: t('seats.readmit.file'),
      code: t('seats.readmit.code'),
      afterwards: t('seats.readmit.then'),
    };
  return {
    title: t('seats.invitation.title', { name }),
    file: t('seats.invitation.file', { name }),
    code: t('seats.invitation.code', { name }),
    afterwards: t('seats.invitation.then', { name }),
  };
}
