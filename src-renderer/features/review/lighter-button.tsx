import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';

/** Asks for something lighter; nobody else is told. */
export function LighterButton({ onPress }: { onPress: () => void }) {
  const { t } = useTranslation();
  return (
    <Button size="s" look="quiet" keys="9" onPress={onPress}>
      {t('wellbeing.lighter.ask')}
    </Button>
  );
}

export function LighterNone() {
  const { t } = useTranslation();
  return <Banner tone="accent">{t('wellbeing.lighter.none')}</Banner>;
}
