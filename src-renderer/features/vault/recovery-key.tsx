import { useTranslation } from 'react-i18next';
import type { RecoveryKey } from '../../../shared/contract/vault.contract.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import css from './gate.module.css';
import { Gate } from './gate.tsx';
import { useVaultStore } from './vault-context.tsx';

/** Shows the recovery key, once, before the vault is worked with. */
export function RecoveryKeyScreen({ recovery }: { recovery: RecoveryKey }) {
  const { t } = useTranslation();
  const store = useVaultStore();
  return (
    <Gate medium>
      <section className={css.panel} aria-label={t('vault.recovery.title')}>
        <div>
          <h1 className={css.heading}>{t('vault.recovery.title')}</h1>
          <p className={css.soft}>{t('vault.recovery.text')}</p>
        </div>
        <div className={css.passphrase}>
          <code data-testid="recovery-key">{recovery.identity}</code>
          <CopyButton text={recovery.identity} what={t('vault.recovery.identity')} />
        </div>
        <div className={css.actions}>
          <Button look="primary" autoFocus onPress={() => store.getState().recoveryStored()}>
            {t('vault.recovery.stored')}
          </Button>
        </div>
      </section>
    </Gate>
  );
}
