import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { openFileSink } from '../../transport/save-file.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Screen } from '../../ui/screen.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import { AnchorPanel } from './anchor-panel.tsx';
import { CheckpointSheet } from './checkpoint-sheet.tsx';
import { EntryDetail } from './entry-detail.tsx';
import { EntryTable } from './entry-table.tsx';
import { LedgerFilters } from './ledger-filters.tsx';
import css from './ledger-screen.module.css';
import { useLedger, useLedgerStore } from './ledger-store.ts';
import { LifeView } from './life-view.tsx';
import { ProofDialog } from './proof-dialog.tsx';
import { VerifyPanel } from './verify-panel.tsx';

/** The ledger: what happened, who signed it, and the proof that nothing was changed. */
export function LedgerScreen({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { person, device } = useSession();
  const store = useLedgerStore();
  const { life, verifying, exporting, exported, failure } = useLedger((state) => state);
  useEffect(() => {
    void store.getState().show(store.getState().filter);
  }, [store]);
  const save = async () => {
    const sink = await openFileSink(savedFileName('ledger', device.slice(0, 8)));
    if (sink === null) return;
    const whole = await store.getState().exportTo(sink.write);
    await (whole ? sink.close() : sink.abort());
  };
  return (
    <Screen
      title={t('ledger.title')}
      text={t('ledger.text')}
      fixed
      actions={
        <>
          <Button look="quiet" onPress={() => void store.getState().readSheet()}>
            {t('ledger.sheet.open')}
          </Button>
          {mayDo(person.role, 'export-ledger') && (
            <Button isDisabled={exporting !== null} onPress={() => void save()}>
              {t('ledger.export')}
            </Button>
          )}
          <Button
            look="primary"
            icon="check"
            isDisabled={verifying !== null}
            onPress={() => void store.getState().verify()}
          >
            {verifying === null ? t('ledger.verify') : t('ledger.verifying')}
          </Button>
        </>
      }
    >
      <div className={css.layout}>
        <div className={css.rows}>
          {life === null ? (
            <>
              <LedgerFilters />
              <EntryTable />
            </>
          ) : (
            <LifeView key={life.case} life={life} />
          )}
        </div>
        <aside className={css.detail}>
          {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
          {exporting !== null && (
            <Banner tone="accent">{t('ledger.exporting', { n: format.number(exporting) })}</Banner>
          )}
          {exported !== null && (
            <Banner tone="good">
              {t(exported.what === 'ledger' ? 'ledger.exported' : 'ledger.only.done', {
                n: format.number(exported.count),
              })}
            </Banner>
          )}
          <AnchorPanel />
          <VerifyPanel />
          <EntryDetail onCase={onCase} />
        </aside>
      </div>
      <ProofDialog />
      <CheckpointSheet />
    </Screen>
  );
}
