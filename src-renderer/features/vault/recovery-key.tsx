import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryKey, Session } from '../../../shared/contract/vault.contract.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './gate.module.css';
import { Gate } from './gate.tsx';
import { RecoverySheet } from './recovery-sheet.tsx';
import { PROOF_LENGTH, provesKey } from './recovery-text.ts';
import { useVaultStore } from './vault-context.tsx';

/** Shows the recovery key, once, and goes on when somebody shows that it was kept. */
export function RecoveryKeyScreen({ recovery, session }: { recovery: RecoveryKey; session: Session }) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  return (
    <Gate wide>
      <div className={css.columns}>
        <RecoverySheet identity={recovery.identity} session={session} covered={kept} />
        <section className={css.panel} aria-label={t('vault.recovery.title')}>
          {kept ? (
            <Proof identity={recovery.identity} onBack={() => setKept(false)} />
          ) : (
            <Keeping sample={session.sample} onKept={() => setKept(true)} />
          )}
        </section>
      </div>
    </Gate>
  );
}

function Keeping({ sample, onKept }: { sample: boolean; onKept: () => void }) {
  const { t } = useTranslation();
  const store = useVaultStore();
  return (
    <>
      <div>
        <h1 className={css.heading}>{t('vault.recovery.title')}</h1>
        <p className={css.soft}>{t('vault.recovery.text')}</p>
      </div>
      <Button wide icon="file" onPress={() => window.print()}>
        {t('vault.recovery.print')}
      </Button>
      <Button wide look="primary" autoFocus onPress={onKept}>
        {t('vault.recovery.stored')}
      </Button>
      {sample && (
        <Button wide look="quiet" onPress={() => store.getState().recoveryStored()}>
          {t('vault.recovery.skip')}
        </Button>
      )}
    </>
  );
}

function Proof({ identity, onBack }: { identity: string; onBack: () => void }) {
  const { t } = useTranslation();
  const store = useVaultStore();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (provesKey(identity, typed)) store.getState().recoveryStored();
    else setWrong(true);
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <div>
        <h1 className={css.heading}>{t('vault.recovery.proofTitle')}</h1>
        <p className={css.soft}>{t('vault.recovery.proofText')}</p>
      </div>
      <TextField
        label={t('vault.recovery.proof', { n: PROOF_LENGTH })}
        value={typed}
        onChange={(value) => {
          setTyped(value);
          setWrong(false);
        }}
        error={wrong ? t('vault.recovery.proofWrong') : null}
        autoComplete="off"
        mono
        autoFocus
        reserveLine
      />
      <Button wide look="primary" type="submit">
        {t('vault.recovery.goOn')}
      </Button>
      <Button wide look="quiet" onPress={onBack}>
        {t('vault.recovery.again')}
      </Button>
    </form>
  );
}
