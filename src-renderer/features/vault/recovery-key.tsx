import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../shared/contract/vault.contract.ts';
import type { Failure } from '../../transport/failure.ts';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { TextField } from '../../ui/text-field.tsx';
import { EntryButton } from './entry-button.tsx';
import css from './gate.module.css';
import { Gate } from './gate.tsx';
import { PassphraseField } from './passphrase-field.tsx';
import { RecoverySheet } from './recovery-sheet.tsx';
import { PROOF_LENGTH, provesKey } from './recovery-text.ts';
import { useWait } from './use-wait.ts';
import { useVaultStore } from './vault-context.tsx';
import type { ShownRecoveryKey } from './vault-state.ts';

interface RecoveryKeyScreenProps {
  recovery: ShownRecoveryKey;
  session: Session;
}

/** Shows the recovery key once, and goes on when the person proves that they have a copy. */
export function RecoveryKeyScreen({ recovery, session }: RecoveryKeyScreenProps) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  return (
    <Gate wide>
      <div className={css.columns}>
        <RecoverySheet identity={recovery.identity} session={session} covered={kept} />
        <section className={css.panel} aria-label={t('vault.recovery.title')}>
          {kept ? (
            <Proof recovery={recovery} name={session.person.name} onBack={() => setKept(false)} />
          ) : (
            <Keeping sample={session.sample} replaces={recovery.replaces} onKept={() => setKept(true)} />
          )}
        </section>
      </div>
    </Gate>
  );
}

interface KeepingProps {
  sample: boolean;
  replaces: boolean;
  onKept: () => void;
}

function Keeping({ sample, replaces, onKept }: KeepingProps) {
  const { t } = useTranslation();
  const store = useVaultStore();
  return (
    <>
      <div>
        <h1 className={css.heading}>{t('vault.recovery.title')}</h1>
        <p className={css.soft}>{t('vault.recovery.text')}</p>
        {replaces && <p className={css.soft}>{t('vault.recovery.replaces')}</p>}
      </div>
      <Button wide icon="file" onPress={() => window.print()}>
        {t('vault.recovery.print')}
      </Button>
      <Button wide look="primary" autoFocus onPress={onKept}>
        {t('vault.recovery.stored')}
      </Button>
      {(sample || replaces) && (
        <Button wide look="quiet" onPress={() => store.getState().recoveryStored()}>
          {replaces ? t('vault.recovery.keepOld') : t('vault.recovery.skip')}
        </Button>
      )}
    </>
  );
}

interface ProofProps {
  recovery: ShownRecoveryKey;
  /** The person at work. */
  name: string;
  onBack: () => void;
}

/** Asks for the last characters of the key from the copy; where the key replaces another, for the passphrase too. */
function Proof({ recovery, name, onBack }: ProofProps) {
  const { t } = useTranslation();
  const store = useVaultStore();
  const waits = useWait() > 0;
  const { identity, replaces } = recovery;
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!provesKey(identity, typed)) setWrong(true);
    else if (!replaces) store.getState().recoveryStored();
    else if (!waits) setFailure(await store.getState().changeRecoveryKey(identity, passphrase));
  };
  const refusal =
    failure &&
    (failure.code === 'WRONG_PASSPHRASE' ? t('vault.unlock.wrong', { name }) : failureText(t, failure));
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
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
      {replaces ? (
        <>
          <PassphraseField
            label={t('vault.recovery.passphrase')}
            value={passphrase}
            onChange={(value) => {
              setPassphrase(value);
              setFailure(null);
            }}
            error={refusal}
          />
          <EntryButton wide label={t('vault.recovery.change')} />
        </>
      ) : (
        <Button wide look="primary" type="submit">
          {t('vault.recovery.goOn')}
        </Button>
      )}
      <Button wide look="quiet" onPress={onBack}>
        {t('vault.recovery.again')}
      </Button>
    </form>
  );
}
