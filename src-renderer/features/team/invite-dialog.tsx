import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Role } from '../../../shared/domain/duty.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './team.module.css';
import { useTeam, useTeamStore } from './team-store.ts';

/** Invites a person to a seat of their own, or one who works here already to a further one. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const store = useTeamStore();
  const busy = useTeam((state) => state.busy === 'invite');
  const failure = useTeam((state) => state.failure);
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role | 'known'>('analyst');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && (await store.getState().invite(name.trim(), role === 'known' ? null : role)))
      onClose();
  };
  return (
    <Dialog title={t('seats.invite.title')} isOpen onClose={onClose}>
      <form className={css.dialog} onSubmit={(event) => void submit(event)} noValidate>
        <p>{t('seats.invite.text')}</p>
        <TextField label={t('settings.person.name')} value={name} onChange={setName} autoFocus />
        <SelectField
          label={t('settings.person.role')}
          choices={[
            ...Role.options.map((id) => ({ id, label: t(`enum.role.${id}`) })),
            { id: 'known' as const, label: t('seats.invite.known') },
          ]}
          value={role}
          onChange={setRole}
        />
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.acts}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" isDisabled={busy || name.trim() === ''}>
            {t(busy ? 'seats.invite.busy' : 'seats.invite.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
