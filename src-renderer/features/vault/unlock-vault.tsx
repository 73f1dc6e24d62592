import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { AdministratorDoor } from './administrator-door.tsx';
import { EnrolForm } from './enrol-form.tsx';
import css from './gate.module.css';
import { Gate } from './gate.tsx';
import { PersonChoice } from './person-choice.tsx';
import { RecoverForm } from './recover-form.tsx';
import { UnlockForm } from './unlock-form.tsx';
import { useVault, useVaultStore } from './vault-context.tsx';
import { WhatWaits } from './what-waits.tsx';

/** Asks who the person is, and for their passphrase, their one-time code or the recovery key. */
export function UnlockVault() {
  const { t } = useTranslation();
  const store = useVaultStore();
  const people = useVault((state) => state.people);
  const refused = useVault((state) => state.failure);
  const lastPerson = useVault((state) => state.hello?.seat.lastPerson ?? null);
  const [chosenId, setChosenId] = useState<PersonId | null>(lastPerson);
  const [recovering, setRecovering] = useState(false);
  const [enrolled, setEnrolled] = useState(false);
  const chosen = people.find((candidate) => candidate.id === chosenId) ?? people[0] ?? null;
  const recover = (on: boolean) => {
    store.getState().forgetFailure();
    setRecovering(on);
  };
  if (refused?.code === 'NOT_PERMITTED' && chosen !== null) {
    return <AdministratorDoor name={chosen.name} onBack={() => store.getState().forgetFailure()} />;
  }
  if (recovering) {
    return (
      <Gate medium>
        <RecoverForm onBack={() => recover(false)} />
      </Gate>
    );
  }
  return (
    <Gate medium={chosen?.state === 'invited'}>
      <div className={css.panel}>
        <h1 className={css.heading}>
          {chosen?.state === 'invited' ? t('vault.enrol.title') : t('vault.unlock.title')}
        </h1>
        <WhatWaits />
        <PersonChoice
          people={people}
          chosen={chosen}
          onChoose={(id) => {
            setChosenId(id);
            setEnrolled(false);
            store.getState().forgetFailure();
          }}
        />
        {enrolled && <Banner tone="good">{t('vault.enrol.done')}</Banner>}
        {chosen?.state === 'invited' ? (
          <EnrolForm key={chosen.id} person={chosen} onEnrolled={() => setEnrolled(true)} />
        ) : (
          chosen && <UnlockForm key={chosen.id} person={chosen} />
        )}
      </div>
      <div className={css.below}>
        <Button size="s" look="quiet" onPress={() => recover(true)}>
          {t('vault.recover.link')}
        </Button>
      </div>
    </Gate>
  );
}
