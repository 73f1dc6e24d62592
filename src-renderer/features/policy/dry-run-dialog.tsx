import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Progress } from '../../ui/progress.tsx';
import { DryRunReport } from './dry-run-report.tsx';
import css from './policy.module.css';
import { usePolicy, usePolicyStore } from './policy-store.ts';
import { protocolOf } from './side.ts';

/** Runs another policy over the last assessments and shows what would change. */
export function DryRunDialog() {
  const { t } = useTranslation();
  const store = usePolicyStore();
  const dry = usePolicy((state) => state.dry);
  const inForce = usePolicy((state) => state.inForce);
  const after = usePolicy((state) => protocolOf(state, state.dry?.side ?? null));
  const [last, setLast] = useState<number | null>(null);
  if (dry === null || after === null || inForce === null) return null;
  const { closeDry, runDry } = store.getState();
  const wanted = last ?? dry.last;
  const sound = Number.isInteger(wanted) && wanted >= 1 && wanted <= 10_000;
  return (
    <Dialog
      title={t('policy.dry.title', { id: after.policy.id, version: after.policy.version })}
      isOpen
      onClose={closeDry}
      width="l"
    >
      <div className={css.dialog}>
        <p className={css.hint}>{t('policy.dry.text', { version: inForce.version.version })}</p>
        <div className={css.wanted}>
          <NumberField
            label={t('policy.dry.last')}
            value={wanted}
            onChange={setLast}
            error={sound ? null : t('policy.dry.range')}
          />
          <Button isDisabled={!sound} onPress={() => void runDry(dry.side, wanted)}>
            {t('policy.dry.again')}
          </Button>
        </div>
        {dry.result === null ? (
          <div role="status" className={css.section}>
            <p>
              {t('policy.dry.running', {
                looked: dry.progress?.looked ?? 0,
                total: dry.progress?.total ?? '…',
              })}
            </p>
            <Progress
              label={t('policy.act.dryRun')}
              value={dry.progress?.looked ?? null}
              max={dry.progress?.total ?? 1}
            />
          </div>
        ) : (
          <DryRunReport result={dry.result} before={inForce} after={after} />
        )}
        <div className={css.dialogActs}>
          <Button onPress={closeDry}>{t('common.close')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
