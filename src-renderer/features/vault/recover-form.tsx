import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { EntryButton } from './entry-button.tsx';
import css from './gate.module.css';
import { isChosen, NewPassphrase, type TypedTwice } from './new-passphrase.tsx';
import { PassphraseField } from './passphrase-field.tsx';
import { typedKey } from './recovery-text.ts';
import { useEntryProblem } from './use-entry-problem.ts';
import { useWait } from './use-wait.ts';
import { useVaultStore } from './vault-context.tsx';

/** Opens the vault with the recovery key from the hotline's safe. */
export function RecoverForm({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  const store = useVaultStore();
  const waits = useWait() > 0;
  const [form, setForm] = useState({ identity: '', name: '' });
  const [typed, setTyped] = useState<TypedTwice>({ passphrase: '', again: '' });
  const [checked, setChecked] = useState(false);
  const problem = useEntryProblem(t('vault.recover.wrong'));
  const identity = typedKey(form.identity);
  const name = form.name.trim();
  const missing = (text: string) => (checked && text === '' ? t('vault.create.missing') : null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (waits || identity === '' || name === '' || !isChosen(typed)) return;
    void store.getState().recover(identity, name, typed.passphrase);
  };
  return (
    <form className={css.panel} onSubmit={submit} noValidate>
      <div>
        <h1 className={css.heading}>{t('vault.recover.title')}</h1>
        <p className={css.soft}>{t('vault.recover.text')}</p>
      </div>
      <PassphraseField
        label={t('vault.recovery.identity')}
        value={form.identity}
        onChange={(value) => setForm({ ...form, identity: value })}
        error={problem ?? missing(identity)}
        autoFocus
      />
      <TextField
        label={t('vault.create.name')}
        value={form.name}
        onChange={(value) => setForm({ ...form, name: value })}
        error={missing(name)}
        reserveLine
      />
      <NewPassphrase value={typed} onChange={setTyped} checked={checked} />
      <div className={css.actions}>
        <Button onPress={onBack}>{t('vault.back')}</Button>
        <EntryButton label={t('vault.recover.submit')} />
      </div>
    </form>
  );
}
