import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ChangePassphrase } from './change-passphrase.tsx';
import { DoctorTable } from './doctor-table.tsx';
import css from './gate.module.css';
import { Gate } from './gate.tsx';

/** The administrator's screen: the state of the vault, their own passphrase, and nothing of its content. */
export function AdministratorDoor({ name, onBack }: { name: string; onBack: () => void }) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  const [changed, setChanged] = useState(false);
  return (
    <Gate wide>
      <div className={css.form}>
        <Banner tone="accent">
          <b>{t('vault.administrator.title', { name })}</b> {t('vault.administrator.text')}
        </Banner>
        {changed && <Banner tone="good">{t('vault.access.changed')}</Banner>}
        <Card
          title={t('vault.doctor.title')}
          flush
          actions={
            <>
              <Button size="s" onPress={() => setChanging(true)}>
                {t('vault.access.change')}
              </Button>
              <Button size="s" onPress={onBack}>
                {t('vault.back')}
              </Button>
            </>
          }
        >
          <DoctorTable />
        </Card>
      </div>
      {changing && (
        <ChangePassphrase
          name={name}
          onClose={() => setChanging(false)}
          onChanged={() => {
            setChanging(false);
            setChanged(true);
          }}
        />
      )}
    </Gate>
  );
}
