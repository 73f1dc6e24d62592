import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { Failure } from '../../transport/failure.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { ChangePassphrase } from './change-passphrase.tsx';
import css from './gate.module.css';
import { useSession, useVaultStore } from './vault-context.tsx';

/** Access to the vault, among the settings: the person's passphrase and, for a supervisor, the hotline's recovery key. */
export function AccessCard() {
  const { t } = useTranslation();
  const store = useVaultStore();
  const { person } = useSession();
  const [changing, setChanging] = useState(false);
  const [changed, setChanged] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  return (
    <Card title={t('vault.access.title')}>
      <div className={css.access}>
        {changed && <Banner tone="good">{t('vault.access.changed')}</Banner>}
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.ways}>
          <Button
            onPress={() => {
              setChanged(false);
              setChanging(true);
            }}
          >
            {t('vault.access.change')}
          </Button>
          {mayDo(person.role, 'manage-people') && (
            <Button onPress={() => void store.getState().makeRecoveryKey().then(setFailure)}>
              {t('vault.access.newRecovery')}
            </Button>
          )}
        </div>
      </div>
      {changing && (
        <ChangePassphrase
          name={person.name}
          onClose={() => setChanging(false)}
          onChanged={() => {
            setChanging(false);
            setChanged(true);
          }}
        />
      )}
    </Card>
  );
}
