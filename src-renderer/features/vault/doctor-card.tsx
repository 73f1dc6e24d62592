import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DoctorTable } from './doctor-table.tsx';
import { useVaultStore } from './vault-context.tsx';

/** Shows the doctor's checks among the settings. */
export function DoctorCard() {
  const { t } = useTranslation();
  const store = useVaultStore();
  return (
    <Card
      title={t('vault.doctor.title')}
      flush
      actions={
        <Button size="s" onPress={() => void store.getState().examine()}>
          {t('vault.doctor.again')}
        </Button>
      }
    >
      <DoctorTable />
    </Card>
  );
}
