import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PaperSheet } from '../../ui/paper-sheet.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import css from './checkpoint-sheet.module.css';
import { useLedger, useLedgerStore } from './ledger-store.ts';

/** The checkpoint on paper, for a person outside the hotline to keep. */
export function CheckpointSheet() {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useLedgerStore();
  const { hotline, device } = useSession();
  const sheet = useLedger((state) => state.sheet);
  const close = () => store.getState().closeSheet();
  return (
    <Dialog title={t('ledger.sheet.title')} hiddenTitle isOpen={sheet !== null} onClose={close} width="l">
      {sheet !== null && (
        <div className={css.dialog}>
          <PaperSheet
            title={t('ledger.sheet.title')}
            text={t('ledger.sheet.text')}
            facts={[
              [t('settings.hotline'), `${hotline.name} (${hotline.country})`],
              [t('ledger.sheet.date'), format.dateTime(new Date().toISOString())],
              [t('ledger.sheet.size'), format.number(sheet.size)],
              [t('ledger.device'), device],
              [t('ledger.sheet.root'), sheet.root],
            ]}
            code={{ text: sheet.note, label: t('ledger.sheet.qr') }}
            steps={[t('ledger.sheet.keep'), t('ledger.sheet.use'), t('ledger.sheet.says')]}
          >
            <pre className={css.note} data-testid="checkpoint-note">
              {sheet.note}
            </pre>
          </PaperSheet>
          <div className={css.actions}>
            <CopyButton text={sheet.note} what={t('ledger.checkpoint')} label={t('common.copy')} />
            <Button onPress={close}>{t('common.close')}</Button>
            <Button look="primary" icon="file" autoFocus onPress={() => window.print()}>
              {t('ledger.sheet.print')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
