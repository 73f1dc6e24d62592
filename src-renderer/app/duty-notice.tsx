import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWork } from '../features/review/index.ts';
import { useSession, useVault, useVaultStore } from '../features/vault/index.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useFormat } from '../ui/use-format.ts';
import css from './page.module.css';

const SHORTEST_REASON = 3;

/** Asks an analyst to stop when the day's duty time is over, or to say why not. */
export function DutyNotice() {
  const { t } = useTranslation();
  const format = useFormat();
  const vault = useVaultStore();
  const { person } = useSession();
  const duty = useVault((state) => state.duty);
  const refused = useWork((state) => state.failure?.code === 'DUTY_TIME_OVER');
  const [reason, setReason] = useState('');
  if (duty === null || person.role !== 'analyst') return null;
  const over = refused || duty.workedMs >= duty.limitMs + duty.extendedMs;
  const stop = () => void vault.getState().lock();
  return (
    <Dialog title={t('duty.over.title')} isOpen={over} onClose={stop}>
      <div className={css.form}>
        <p>{t('duty.over.text', { worked: format.clock(duty.workedMs) })}</p>
        <TextField label={t('duty.over.reason')} rows={2} value={reason} onChange={setReason} />
        <div className={css.actions}>
          <Button
            isDisabled={reason.trim().length < SHORTEST_REASON}
            onPress={() => {
              void vault.getState().extendDuty(reason.trim());
              setReason('');
            }}
          >
            {t('duty.over.extend')}
          </Button>
          <Button look="primary" onPress={stop}>
            {t('duty.over.stop')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
