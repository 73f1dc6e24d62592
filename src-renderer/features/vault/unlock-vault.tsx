import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import fieldCss from '../../ui/field.module.css';
import { failureText } from '../../ui/failure-text.ts';
import { Gate } from './gate.tsx';
import css from './gate.module.css';
import { PassphraseField } from './passphrase-field.tsx';
import { useVault, useVaultStore } from './vault-context.tsx';

const LAST_PERSON = 'hashline-last-person';

/** Who, and the passphrase. */
export function UnlockVault() {
  const { t } = useTranslation();
  const store = useVaultStore();
  const people = useVault((state) => state.people);
  const busy = useVault((state) => state.busy);
  const failure = useVault((state) => state.failure);
  const [chosen, setChosen] = useState(() => localStorage.getItem(LAST_PERSON));
  const [passphrase, setPassphrase] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const person = people.find((candidate) => candidate.id === chosen) ?? people[0] ?? null;
  useEffect(() => {
    if (failure !== null) input.current?.select();
  }, [failure]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (person === null || passphrase === '') return;
    localStorage.setItem(LAST_PERSON, person.id);
    void store.getState().unlock(person.name, passphrase);
  };
  return (
    <Gate>
      <form className={css.panel} onSubmit={submit} noValidate>
        <h1 className={css.heading}>{t('vault.unlock.title')}</h1>
        <RadioGroup
          className={fieldCss.field ?? ''}
          value={person?.id ?? null}
          onChange={(id) => {
            setChosen(id);
            store.getState().forgetFailure();
            input.current?.focus();
          }}
        >
          <Label className={fieldCss.label}>{t('vault.unlock.who')}</Label>
          <div className={css.people}>
            {people.map((candidate) => (
              <Radio key={candidate.id} value={candidate.id} className={css.person ?? ''}>
                <span className={css.initials} aria-hidden="true">
                  {initialsOf(candidate.name)}
                </span>
                <span>{candidate.name}</span>
                <small>{t(`enum.role.${candidate.role}`)}</small>
              </Radio>
            ))}
          </div>
        </RadioGroup>
        <PassphraseField
          label={t('vault.unlock.passphrase')}
          value={passphrase}
          onChange={(value) => {
            setPassphrase(value);
            if (failure !== null) store.getState().forgetFailure();
          }}
          error={
            failure === null
              ? null
              : failure.code === 'WRONG_PASSPHRASE'
                ? t('vault.unlock.wrong', { name: person?.name ?? '' })
                : failureText(t, failure)
          }
          inputRef={input}
          autoFocus
        />
        <div className={css.actions}>
          <p className={css.fine}>{t('vault.unlock.slower')}</p>
          <Button type="submit" look="primary" isDisabled={busy || person === null}>
            {busy ? t('vault.unlock.busy') : t('vault.unlock.submit')}
          </Button>
        </div>
      </form>
    </Gate>
  );
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
