import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import css from './gate.module.css';
import { makePassphrase } from './passphrase.ts';
import { useVault, useVaultStore } from './vault-context.tsx';

/** A vault with synthetic reports, under a passphrase made here and shown once. */
export function SampleVault() {
  const { t } = useTranslation();
  const store = useVaultStore();
  const busy = useVault((state) => state.busy);
  const [passphrase, setPassphrase] = useState<string | null>(null);
  return (
    <section className={css.panel} aria-label={t('vault.sample.title')}>
      {passphrase === null ? (
        <>
          <div>
            <h2 className={css.heading}>{t('vault.sample.title')}</h2>
            <p className={css.soft}>{t('vault.sample.text')}</p>
          </div>
          <Button
            wide
            onPress={() => setPassphrase(makePassphrase((bytes) => crypto.getRandomValues(bytes)))}
          >
            {t('vault.sample.action')}
          </Button>
        </>
      ) : (
        <>
          <div>
            <h2 className={css.heading}>{t('vault.sample.ready')}</h2>
            <p className={css.soft}>{t('vault.sample.readyText')}</p>
          </div>
          <div className={css.passphrase}>
            <code data-testid="sample-passphrase">{passphrase}</code>
            <CopyButton text={passphrase} what={t('vault.sample.ready')} />
          </div>
          <Button
            look="primary"
            wide
            isDisabled={busy}
            onPress={() =>
              void store.getState().create({
                hotline: t('vault.sample.hotline'),
                name: t('vault.sample.name'),
                passphrase,
                sample: true,
              })
            }
          >
            {busy ? t('vault.create.busy') : t('vault.sample.open')}
          </Button>
        </>
      )}
    </section>
  );
}
