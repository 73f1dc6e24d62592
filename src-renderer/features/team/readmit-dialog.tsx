import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeviceId } from '../../../shared/domain/ids.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { TextField } from '../../ui/text-field.tsx';
import css from './team.module.css';
import { useTeam, useTeamStore } from './team-store.ts';

/** Makes what lets a restored vault come back, in the place of the seat it was. */
export function ReadmitDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const store = useTeamStore();
  const busy = useTeam((state) => state.busy === 'readmit');
  const failure = useTeam((state) => state.failure);
  const [ids, setIds] = useState({ device: '', former: '' });
  const [checked, setChecked] = useState(false);
  const [device, former] = [DeviceId.safeParse(ids.device.trim()), DeviceId.safeParse(ids.former.trim())];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (device.success && former.success && (await store.getState().readmit(device.data, former.data)))
      onClose();
  };
  const unfit = ({ success }: { success: boolean }) =>
    checked && !success ? t('seats.readmit.unfit') : null;
  return (
    <Dialog title={t('seats.readmit.title')} isOpen onClose={onClose}>
      <form className={css.dialog} onSubmit={(event) => void submit(event)} noValidate>
        <p>{t('seats.readmit.text')}</p>
        <TextField
          label={t('seats.readmit.device')}
          value={ids.device}
          onChange={(text) => setIds({ ...ids, device: text })}
          error={unfit(device)}
          autoComplete="off"
          mono
          autoFocus
        />
        <TextField
          label={t('seats.readmit.former')}
          value={ids.former}
          onChange={(text) => setIds({ ...ids, former: text })}
          error={unfit(former)}
          autoComplete="off"
          mono
        />
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.acts}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" isDisabled={busy}>
            {t(busy ? 'seats.invite.busy' : 'seats.readmit.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
