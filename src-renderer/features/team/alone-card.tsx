import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { FoundDialog } from './found-dialog.tsx';
import css from './team.module.css';

/** Says what several seats are, where the vault works alone. */
export function AloneCard({ manages }: { manages: boolean }) {
  const { t } = useTranslation();
  const [founding, setFounding] = useState(false);
  return (
    <Card
      title={t('seats.alone.title')}
      actions={manages && <Button onPress={() => setFounding(true)}>{t('seats.found.open')}</Button>}
    >
      <div className={css.lines}>
        <p className={css.about}>{t('seats.alone.what')}</p>
        <p className={css.about}>{t('seats.alone.hub')}</p>
        <p className={css.about}>{t('seats.alone.apart')}</p>
        <p className={css.soft}>{t(manages ? 'seats.alone.begin' : 'seats.alone.ask')}</p>
      </div>
      {founding && <FoundDialog onClose={() => setFounding(false)} />}
    </Card>
  );
}
