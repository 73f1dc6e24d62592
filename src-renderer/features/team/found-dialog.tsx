import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HubPlace } from '../../../shared/contract/team.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './team.module.css';
import { useTeam, useTeamStore } from './team-store.ts';

/** Asks where the hub is to be, and founds the team. */
export function FoundDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const store = useTeamStore();
  const busy = useTeam((state) => state.busy === 'found');
  const failure = useTeam((state) => state.failure);
  const [form, setForm] = useState({ host: '', port: 5432, database: 'hashline' });
  const [checked, setChecked] = useState(false);
  const place = HubPlace.safeParse(form);
  const unfit = (field: keyof typeof form): boolean =>
    checked && !place.success && place.error.issues.some(({ path }) => path[0] === field);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (place.success && (await store.getState().found(place.data))) onClose();
  };
  return (
    <Dialog title={t('seats.found.title')} isOpen onClose={onClose}>
      <form className={css.dialog} onSubmit={(event) => void submit(event)} noValidate>
        <p>{t('seats.found.text')}</p>
        <div className={css.place}>
          <TextField
            label={t('seats.found.host')}
            hint={t('seats.found.hostHint')}
            value={form.host}
            onChange={(host) => setForm({ ...form, host })}
            error={unfit('host') ? t('seats.found.hostMissing') : null}
            mono
            autoFocus
          />
          <NumberField
            label={t('seats.found.port')}
            value={form.port}
            onChange={(port) => setForm({ ...form, port: port ?? Number.NaN })}
            error={unfit('port') ? t('seats.found.portUnfit') : null}
          />
        </div>
        <TextField
          label={t('seats.found.database')}
          hint={t('seats.found.databaseHint')}
          value={form.database}
          onChange={(database) => setForm({ ...form, database })}
          error={unfit('database') ? t('seats.found.databaseUnfit') : null}
          mono
        />
        <Banner tone="accent">{t('seats.found.stays')}</Banner>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.acts}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" isDisabled={busy}>
            {t('seats.found.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
