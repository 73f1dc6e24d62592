import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { EntryButton } from './entry-button.tsx';
import css from './gate.module.css';
import { isChosen, NewPassphrase, type TypedTwice } from './new-passphrase.tsx';
import { useEntryProblem } from './use-entry-problem.ts';
import { useWait } from './use-wait.ts';
import { useVault, useVaultStore } from './vault-context.tsx';
import type { KnownPerson } from './vault-state.ts';

/** Asks a new person for the supervisor's code and for a passphrase of their own. */
export function EnrolForm({ person, onEnrolled }: { person: KnownPerson; onEnrolled: () => void }) {
  const { t } = useTranslation();
  const store = useVaultStore();
  const waits = useWait() > 0;
  const joinedWith = useVault((state) => state.joinedWith);
  const [code, setCode] = useState(joinedWith ?? '');
  const [typed, setTyped] = useState<TypedTwice>({ passphrase: '', again: '' });
  const [checked, setChecked] = useState(false);
  const problem = useEntryProblem(t('vault.enrol.wrong', { name: person.name }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (waits || code.trim() === '' || !isChosen(typed)) return;
    if (await store.getState().enrol(person.name, code.trim(), typed.passphrase)) onEnrolled();
  };
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      {joinedWith !== null && <Banner tone="good">{t('seats.join.joined')}</Banner>}
      <TextField
        label={t('vault.enrol.code')}
        value={code}
        mono
        autoFocus={joinedWith === null}
        onChange={setCode}
        error={problem ?? (checked && code.trim() === '' ? t('vault.create.missing') : null)}
        reserveLine
      />
      <NewPassphrase value={typed} onChange={setTyped} checked={checked} />
      <div className={css.actions}>
        <EntryButton label={t('vault.enrol.submit')} />
      </div>
    </form>
  );
}
