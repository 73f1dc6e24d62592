import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DoctorTable } from './doctor-table.tsx';
import css from './gate.module.css';
import { Gate } from './gate.tsx';

/** What an administrator gets: the state of the vault, and nothing of its content. */
export function AdministratorDoor({ name, onBack }: { name: string; onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <Gate wide>
      <div className={css.form}>
        <Banner tone="accent">
          <b>{t('vault.administrator.title', { name })}</b> {t('vault.administrator.text')}
        </Banner>
        <Card
          title={t('vault.doctor.title')}
          flush
          actions={
            <Button size="s" onPress={onBack}>
              {t('vault.back')}
            </Button>
          }
        >
          <DoctorTable />
        </Card>
      </div>
    </Gate>
  );
}
