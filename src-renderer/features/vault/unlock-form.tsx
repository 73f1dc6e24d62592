import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryButton } from './entry-button.tsx';
import css from './gate.module.css';
import { PassphraseField } from './passphrase-field.tsx';
import { useEntryProblem } from './use-entry-problem.ts';
import { useWait } from './use-wait.ts';
import { useVault, useVaultStore } from './vault-context.tsx';
import type { KnownPerson } from './vault-state.ts';

/** Asks an enrolled person for their passphrase. */
export function UnlockForm({ person }: { person: KnownPerson }) {
  const { t } = useTranslation();
  const store = useVaultStore();
  const failure = useVault((state) => state.failure);
  const [passphrase, setPassphrase] = useState('');
  const waits = useWait() > 0;
  const input = useRef<HTMLInputElement>(null);
  const problem = useEntryProblem(t('vault.unlock.wrong', { name: person.name }));
  useEffect(() => {
    if (failure !== null) input.current?.select();
  }, [failure]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase === '' || waits) return;
    void store.getState().unlock(person.name, passphrase);
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <PassphraseField
        label={t('vault.unlock.passphrase')}
        value={passphrase}
        onChange={(value) => {
          setPassphrase(value);
          if (failure !== null) store.getState().forgetFailure();
        }}
        error={problem}
        inputRef={input}
        autoFocus
      />
      <div className={css.actions}>
        <p className={css.fine}>{t('vault.unlock.slower')}</p>
        <EntryButton label={t('vault.unlock.submit')} busyLabel={t('vault.unlock.busy')} />
      </div>
    </form>
  );
}
