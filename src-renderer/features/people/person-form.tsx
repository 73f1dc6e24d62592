import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRecord } from '../../../shared/contract/people.contract.ts';
import { Role } from '../../../shared/domain/duty.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './people.module.css';
import { usePeopleStore } from './people-store.ts';

/** Invites a new person, gives an existing one a role and a new code, or disables them. */
export function PersonForm({ person, onClose }: { person: PersonRecord | null; onClose: () => void }) {
  const { t } = useTranslation();
  const store = usePeopleStore();
  const [name, setName] = useState(person?.name ?? '');
  const [role, setRole] = useState<Role>(person?.role ?? 'analyst');
  const [asking, setAsking] = useState(false);
  const save = () => {
    const { add, setRole: give } = store.getState();
    void (person === null ? add(name.trim(), role) : give(person.id, role));
    onClose();
  };
  if (person !== null && asking) {
    return (
      <Dialog width="s" title={t('settings.person.disable')} isOpen onClose={onClose}>
        <div className={css.dialog}>
          <p>{t('settings.person.disableAsk', { name: person.name })}</p>
          <div className={css.actions}>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
            <Button
              look="danger"
              onPress={() => {
                void store.getState().disable(person.id);
                onClose();
              }}
            >
              {t('settings.person.disable')}
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog width="s" title={person?.name ?? t('settings.person.add')} isOpen onClose={onClose}>
      <div className={css.dialog}>
        {person === null && (
          <TextField label={t('settings.person.name')} value={name} onChange={setName} autoFocus />
        )}
        <SelectField
          label={t('settings.person.role')}
          choices={Role.options.map((id) => ({ id, label: t(`enum.role.${id}`) }))}
          value={role}
          onChange={setRole}
        />
        {person !== null && <p className={css.hint}>{t('settings.person.resetHint')}</p>}
        <div className={css.actions}>
          {person !== null && (
            <span className={css.left}>
              <Button look="danger" onPress={() => setAsking(true)}>
                {t('settings.person.disable')}
              </Button>
            </span>
          )}
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={name.trim() === ''} onPress={save}>
            {t('settings.person.invite')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
