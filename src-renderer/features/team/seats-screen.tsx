import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TeamStatus } from '../../../shared/contract/team.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Screen } from '../../ui/screen.tsx';
import { useSession } from '../vault/index.ts';
import { AloneCard } from './alone-card.tsx';
import { BranchesCard } from './branches-card.tsx';
import { CheckCard } from './check-card.tsx';
import { ContactCard } from './contact-card.tsx';
import { FilesCard } from './files-card.tsx';
import { InvitationDialog } from './invitation-dialog.tsx';
import { InvitationsCard } from './invitations-card.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { ReadmitDialog } from './readmit-dialog.tsx';
import { RejoinedBanner, RestoredCard } from './restored-card.tsx';
import { SeatTable } from './seat-table.tsx';
import css from './team.module.css';
import { useTeam, useTeamStore } from './team-store.ts';
import { UnappliedCard } from './unapplied-card.tsx';

/** Of the other seats the engine says nothing by itself: when they were last heard is read now and then. */
const LOOK_EVERY_MS = 15_000;

interface SeatsScreenProps {
  /** Shows hash lists whose content is not all at this seat. */
  arriving: (lists: TeamStatus['lists']) => ReactNode;
}

/** The workstations of the hotline, and how this one stands with the others. */
export function SeatsScreen({ arriving }: SeatsScreenProps) {
  const { t } = useTranslation();
  const store = useTeamStore();
  const { person } = useSession();
  const status = useTeam((state) => state.status);
  const failure = useTeam((state) => state.failure);
  const files = useTeam((state) => state.files);
  const rejoining = useTeam((state) => state.rejoining);
  const [inviting, setInviting] = useState(false);
  const [readmitting, setReadmitting] = useState(false);
  const manages = mayDo(person.role, 'manage-people');
  useEffect(() => {
    store.getState().forgetFailure();
    void store.getState().load();
    const timer = setInterval(() => void store.getState().load(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [store]);
  const isTeam = status !== null && status.hub !== null;
  return (
    <Screen
      title={t('seats.title')}
      actions={
        isTeam &&
        manages &&
        status.restored === null && (
          <>
            <Button
              onPress={() => {
                store.getState().forgetFailure();
                setReadmitting(true);
              }}
            >
              {t('seats.readmit.open')}
            </Button>
            {status.canInvite && (
              <Button
                icon="person"
                onPress={() => {
                  store.getState().forgetFailure();
                  setInviting(true);
                }}
              >
                {t('seats.invite.open')}
              </Button>
            )}
          </>
        )
      }
    >
      <div className={css.stack}>
        {failure && !inviting && !readmitting && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        {files !== null && <FilesCard made={files} />}
        {status !== null && !isTeam && <AloneCard manages={manages} />}
        {isTeam && (
          <>
            {status.restored !== null && <RestoredCard restored={status.restored} />}
            {rejoining?.state === 'rejoined' && <RejoinedBanner step={rejoining} />}
            <ContactCard status={status} manages={manages} />
            {status.branches.length > 0 && <BranchesCard status={status} manages={manages} />}
            <CheckCard />
            <SeatTable status={status} manages={manages} />
            {status.lists.length > 0 && arriving(status.lists)}
            {status.invitations.length > 0 && (
              <InvitationsCard invitations={status.invitations} manages={manages} />
            )}
            {status.unapplied.length > 0 && <UnappliedCard entries={status.unapplied} />}
          </>
        )}
      </div>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {readmitting && <ReadmitDialog onClose={() => setReadmitting(false)} />}
      <InvitationDialog />
    </Screen>
  );
}
