import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { TextField } from '../../ui/text-field.tsx';
import css from './gate.module.css';
import { Gate } from './gate.tsx';
import { JoinForm } from './join-form.tsx';
import { isChosen, NewPassphrase, type TypedTwice } from './new-passphrase.tsx';
import { SampleVault } from './sample-vault.tsx';
import { useVault, useVaultStore } from './vault-context.tsx';

/** The first run: creates a vault, joins a hotline that has one, or makes a sample vault to look around in. */
export function CreateVault() {
  const { t } = useTranslation();
  const store = useVaultStore();
  const busy = useVault((state) => state.busy);
  const failure = useVault((state) => state.failure);
  const [form, setForm] = useState({ hotline: '', name: '' });
  const [typed, setTyped] = useState<TypedTwice>({ passphrase: '', again: '' });
  const [checked, setChecked] = useState(false);
  const [joining, setJoining] = useState(false);
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const errors = {
    hotline: form.hotline.trim() === '' ? t('vault.create.missing') : null,
    name: form.name.trim() === '' ? t('vault.create.missing') : null,
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isChosen(typed) || Object.values(errors).some((error) => error !== null)) return;
    const { passphrase } = typed;
    const [hotline, name] = [form.hotline.trim(), form.name.trim()];
    void store.getState().create({ hotline, name, passphrase, sample: false });
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
