import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../shared/contract/referral.contract.ts';
import type { ChannelKind } from '../../../shared/domain/channels/all-channels.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useDestinationName } from './destination-name.ts';
import css from './outbox-screen.module.css';
import { useOutbox, useOutboxStore } from './outbox-store.ts';
import { settingChanges } from './setting-changes.ts';
import { SettingFields } from './setting-fields.tsx';

/** Changes settings of a destination while referrals wait for it; files and passwords that it has are not shown. */
export function DestinationChange({
  destination: { id, kind, settings: before },
  onClose,
}: {
  destination: Destination & { kind: ChannelKind };
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const store = useOutboxStore();
  const name = useDestinationName()(id);
  const failure = useOutbox((state) => state.failure);
  const [settings, setSettings] = useState(before);
  const [busy, setBusy] = useState(false);
  const changes = settingChanges(before, settings);
  const save = async () => {
    setBusy(true);
    const changed = await store.getState().changeDestination(id, changes);
    setBusy(false);
    if (changed) onClose();
  };
  return (
    <Dialog title={t('outbox.destination.changeTitle', { id: name })} isOpen onClose={onClose} width="l">
      <div className={css.dialog}>
        <Banner tone="neutral">{t('outbox.destination.changeHint')}</Banner>
        <SettingFields
          kind={kind}
          values={settings}
          onChange={(field, value) => setSettings((now) => ({ ...now, [field]: value }))}
          errorOf={() => null}
        />
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.actions}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            look="primary"
            isDisabled={busy || Object.keys(changes).length === 0}
            onPress={() => void save()}
          >
            {t('outbox.destination.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
