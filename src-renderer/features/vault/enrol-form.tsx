import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './gate.module.css';
import { isChosen, NewPassphrase, type TypedTwice } from './new-passphrase.tsx';
import { useEntryProblem } from './use-entry-problem.ts';
import { useVault, useVaultStore } from './vault-context.tsx';
import type { KnownPerson } from './vault-store.ts';

/** The first time: the code from the supervisor, and a passphrase of one's own. */
export function EnrolForm({ person, onEnrolled }: { person: KnownPerson; onEnrolled: () => void }) {
  const { t } = useTranslation();
  const store = useVaultStore();
  const busy = useVault((state) => state.busy);
  const [code, setCode] = useState('');
  const [typed, setTyped] = useState<TypedTwice>({ passphrase: '', again: '' });
  const [checked, setChecked] = useState(false);
  const problem = useEntryProblem(t('vault.enrol.wrong', { name: person.name }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (code.trim() === '' || !isChosen(typed)) return;
    if (await store.getState().enrol(person.name, code.trim(), typed.passphrase)) onEnrolled();
  };
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t('vault.enrol.code')}
        value={code}
        mono
        autoFocus
        onChange={setCode}
        error={problem ?? (checked && code.trim() === '' ? t('vault.create.missing') : null)}
        reserveLine
      />
      <NewPassphrase value={typed} onChange={setTyped} checked={checked} />
      <div className={css.actions}>
        <Button type="submit" look="primary" isDisabled={busy}>
          {t('vault.enrol.submit')}
        </Button>
      </div>
    </form>
  );
}
