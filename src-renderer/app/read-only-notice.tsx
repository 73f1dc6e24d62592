import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useVaultStore } from '../features/vault/index.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useFormat } from '../ui/use-format.ts';
import css from './workspace.module.css';

/** Says on every screen that the vault can only be looked at, why, and since when. */
export function ReadOnlyNotice() {
  const { t } = useTranslation();
  const format = useFormat();
  const vault = useVaultStore();
  const { readOnly } = useSession();
  const [busy, setBusy] = useState(false);
  if (readOnly === null) return null;
  const tryAgain = async () => {
    setBusy(true);
    await vault.getState().tryWriting();
    setBusy(false);
  };
  return (
    <div className={css.notice}>
      <Banner
        tone="warn"
        actions={
          readOnly.ends === 'with-room' && (
            <Button size="s" isDisabled={busy} onPress={() => void tryAgain()}>
              {t('readOnly.again')}
            </Button>
          )
        }
      >
        <b>{t('readOnly.title', { at: format.dateTime(readOnly.since) })}</b>{' '}
        {t(`readOnly.${readOnly.ends}`, { problem: readOnly.problem })}
      </Banner>
    </div>
  );
}
