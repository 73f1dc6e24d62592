import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Screen } from '../../ui/screen.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useSession } from '../vault/index.ts';
import { ContactBook } from './contact-book.tsx';
import { DeskStrip } from './desk-strip.tsx';
import { DestinationList } from './destination-list.tsx';
import css from './outbox-screen.module.css';
import { useOutbox, useOutboxStore } from './outbox-store.ts';
import { type OutboxView, outboxViewsFor } from './outbox-views.ts';
import { ReceiptsDialog } from './receipts-dialog.tsx';
import { ReferralsView } from './referrals-view.tsx';
import { SealedDialog } from './sealed-dialog.tsx';

interface OutboxScreenProps {
  onCase: (id: CaseId) => void;
  /** The view of the blocking list. */
  blocklist: ReactNode;
}

/** What goes out: the referrals by state, the destinations they go to, who is written to, and the blocking list. */
export function OutboxScreen({ onCase, blocklist }: OutboxScreenProps) {
  const { t } = useTranslation();
  const { person } = useSession();
  const store = useOutboxStore();
  const { view, failure, sealed } = useOutbox((state) => state);
  return (
    <Screen
      title={t('outbox.title')}
      fixed
      views={
        <Segments<OutboxView>
          label=""
          hiddenLabel={t('outbox.view.label')}
          segments={outboxViewsFor(person.role).map((id) => ({ id, label: t(`outbox.view.${id}`) }))}
          value={view}
          onChange={store.getState().show}
        />
      }
      actions={mayDo(person.role, 'send') && view === 'referrals' && <SendActs />}
    >
      <div className={css.layout}>
        {(view === 'referrals' || view === 'destinations') && <DeskStrip />}
        {failure && (
          <div className={css.failure}>
            <Banner tone="danger">{failureText(t, failure)}</Banner>
          </div>
        )}
        {view === 'referrals' && <ReferralsView onCase={onCase} />}
        {view === 'destinations' && <DestinationList />}
        {view === 'contacts' && (
          <div className={css.scroll}>
            <ContactBook />
          </div>
        )}
        {view === 'blocklist' && <div className={css.scroll}>{blocklist}</div>}
      </div>
      {sealed !== null && <SealedDialog sealed={sealed} onClose={() => store.getState().putAwaySealed()} />}
    </Screen>
  );
}

function SendActs() {
  const { t } = useTranslation();
  const store = useOutboxStore();
  const sending = useOutbox((state) => state.sending);
  const isSealable = useOutbox(({ destinations }) => destinations.some(({ sealable }) => sealable));
  const [receipts, setReceipts] = useState(false);
  return (
    <>
      {isSealable && (
        <Button look="quiet" icon="import" onPress={() => setReceipts(true)}>
          {t('receipts.open')}
        </Button>
      )}
      <Button look="quiet" onPress={() => void store.getState().askDesks()}>
        {t('outbox.refresh')}
      </Button>
      <Button icon="outbox" isDisabled={sending} onPress={() => void store.getState().send()}>
        {sending ? t('outbox.sending') : t('outbox.send')}
      </Button>
      {receipts && <ReceiptsDialog onClose={() => setReceipts(false)} />}
    </>
  );
}
