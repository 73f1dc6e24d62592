import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import css from './lists.module.css';
import { useLists, useListsStore } from './lists-store.ts';

/** Says that the lists cannot be searched, what that means and what to do; shows nothing otherwise. */
export function IndexFailed() {
  const { t } = useTranslation();
  const store = useListsStore();
  const index = useLists((state) => state.index);
  const restarting = useLists((state) => state.restarting);
  if (index?.state !== 'failed' && !restarting) return null;
  return (
    <Banner
      tone="danger"
      actions={
        <Button size="s" isDisabled={restarting} onPress={() => void store.getState().restartIndex()}>
          {t(restarting ? 'lists.index.restarting' : 'lists.index.restart')}
        </Button>
      }
    >
      <p>
        <b>{t('lists.index.failed')}</b> {t('lists.index.failedMeans')}
      </p>
      <p>{t('lists.index.failedHelp')}</p>
      {index?.state === 'failed' && (
        <p className={css.cause}>
          {t('lists.index.failedBecause', { fault: t(`lists.index.problem.${index.fault.problem}`) })}
        </p>
      )}
    </Banner>
  );
}
