import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../transport/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { EntryButton } from './entry-button.tsx';
import css from './gate.module.css';
import { isChosen, NewPassphrase, type TypedTwice } from './new-passphrase.tsx';
import { PassphraseField } from './passphrase-field.tsx';
import { useWait } from './use-wait.ts';
import { useVaultStore } from './vault-context.tsx';

interface ChangePassphraseProps {
  /** The person whose passphrase is changed. */
  name: string;
  onClose: () => void;
  onChanged: () => void;
}

/** Asks for the current passphrase and the new one. */
export function ChangePassphrase({ name, onClose, onChanged }: ChangePassphraseProps) {
  const { t } = useTranslation();
  const store = useVaultStore();
  const waits = useWait() > 0;
  const [old, setOld] = useState('');
  const [typed, setTyped] = useState<TypedTwice>({ passphrase: '', again: '' });
  const [checked, setChecked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (waits || old === '' || !isChosen(typed)) return;
    const refused = await store.getState().changePassphrase(name, old, typed.passphrase);
    setFailure(refused);
    if (refused === null) onChanged();
  };
  const refusal =
    failure &&
    (failure.code === 'WRONG_PASSPHRASE' ? t('vault.unlock.wrong', { name }) : failureText(t, failure));
  return (
    <Dialog title={t('vault.access.change')} isOpen onClose={onClose}>
      <form className={css.dialog} onSubmit={(event) => void submit(event)} noValidate>
        <PassphraseField
          label={t('vault.access.old')}
          value={old}
          onChange={(value) => {
            setOld(value);
            setFailure(null);
          }}
          error={refusal ?? (checked && old === '' ? t('vault.create.missing') : null)}
          autoFocus
        />
        <NewPassphrase value={typed} onChange={setTyped} checked={checked} />
        <p className={css.fine}>{t('vault.access.copies')}</p>
        <div className={css.actions}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <EntryButton label={t('vault.access.change')} />
        </div>
      </form>
    </Dialog>
  );
}
