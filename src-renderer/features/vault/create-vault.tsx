import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ComboField } from '../../ui/combo-field.tsx';
import { countryChoices } from '../../ui/country-choices.ts';
import { failureText } from '../../ui/failure-text.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useInLanguage } from '../../ui/use-in-language.ts';
import css from './gate.module.css';
import { Gate } from './gate.tsx';
import { JoinForm } from './join-form.tsx';
import { isChosen, NewPassphrase, type TypedTwice } from './new-passphrase.tsx';
import { SampleVault } from './sample-vault.tsx';
import { useVault, useVaultStore } from './vault-context.tsx';
import type { OfferedPolicy } from './vault-state.ts';

interface Form {
  hotline: string;
  name: string;
  /** Null where nobody chose: then the first that is offered, and its country. */
  policy: string | null;
  country: string | null;
  /** What was typed for a country and is none. */
  untaken: string | null;
}

/** The first run: creates a vault, joins a hotline that has one, or makes a sample vault to look around in. */
export function CreateVault() {
  const { t, i18n } = useTranslation();
  const store = useVaultStore();
  const busy = useVault((state) => state.busy);
  const failure = useVault((state) => state.failure);
  const inLanguage = useInLanguage();
  const [form, setForm] = useState<Form>({
    hotline: '',
    name: '',
    policy: null,
    country: null,
    untaken: null,
  });
  const [offered, setOffered] = useState<readonly OfferedPolicy[]>([]);
  useEffect(() => {
    void store.getState().offered().then(setOffered);
  }, [store]);
  const policy = offered.find(({ id }) => id === form.policy) ?? offered[0];
  const country = form.country ?? policy?.jurisdiction ?? null;
  const [typed, setTyped] = useState<TypedTwice>({ passphrase: '', again: '' });
  const [checked, setChecked] = useState(false);
  const [joining, setJoining] = useState(false);
  const set = (change: Partial<Form>) => setForm({ ...form, ...change });
  const errors = {
    hotline: form.hotline.trim() === '' ? t('vault.create.missing') : null,
    name: form.name.trim() === '' ? t('vault.create.missing') : null,
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isChosen(typed) || form.untaken !== null || Object.values(errors).some((error) => error !== null))
      return;
    const { passphrase } = typed;
    const [hotline, name] = [form.hotline.trim(), form.name.trim()];
    const rules = policy && country ? { policy: policy.id, country } : {};
    void store.getState().create({ hotline, name, passphrase, sample: false, ...rules });
  };
  const join = (on: boolean) => {
    store.getState().forgetFailure();
    setJoining(on);
  };
  if (joining)
    return (
      <Gate medium>
        <JoinForm onBack={() => join(false)} />
      </Gate>
    );
  return (
    <Gate wide>
      <div className={css.columns}>
        <form className={css.panel} onSubmit={submit} noValidate>
          <div>
            <h1 className={css.heading}>{t('vault.create.title')}</h1>
            <p className={css.soft}>{t('vault.create.text')}</p>
          </div>
          <div className={css.two}>
            <TextField
              label={t('vault.create.hotline')}
              value={form.hotline}
              onChange={(hotline) => set({ hotline })}
              error={checked ? errors.hotline : null}
              reserveLine
              autoFocus
            />
            <TextField
              label={t('vault.create.name')}
              value={form.name}
              onChange={(name) => set({ name })}
              error={checked ? errors.name : null}
              hint={t('vault.create.nameHint')}
            />
          </div>
          {/* They keep their room while they load: what moves under a pointer is not what is pressed. */}
          <div className={offered.length > 0 ? css.two : `${css.two} ${css.loading}`}>
            <SelectField
              label={t('vault.create.policy')}
              choices={offered.map(({ id, name }) => ({ id, label: inLanguage(name) }))}
              value={policy?.id ?? null}
              onChange={(id) => set({ policy: id, country: null })}
            />
            <ComboField
              key={`${i18n.language} ${offered.length}`}
              label={t('vault.create.country')}
              choices={countryChoices(i18n.language)}
              value={country}
              onChange={(chosen) => set({ country: chosen, untaken: null })}
              untaken={form.untaken}
              onUntaken={(untaken) => set({ untaken })}
            />
          </div>
          <NewPassphrase value={typed} onChange={setTyped} checked={checked} />
          {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
          <div className={css.actions}>
            <p className={css.fine}>{t('vault.create.noRecovery')}</p>
            <Button type="submit" look="primary" isDisabled={busy}>
              {busy ? t('vault.create.busy') : t('vault.create.submit')}
            </Button>
          </div>
        </form>
        <div className={css.others}>
          <section className={css.panel} aria-label={t('seats.join.title')}>
            <div>
              <h2 className={css.heading}>{t('seats.join.title')}</h2>
              <p className={css.soft}>{t('seats.join.text')}</p>
            </div>
            <Button wide onPress={() => join(true)}>
              {t('seats.join.action')}
            </Button>
          </section>
          <SampleVault />
        </div>
      </div>
    </Gate>
  );
}
