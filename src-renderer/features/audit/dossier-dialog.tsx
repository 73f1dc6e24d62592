import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dossierHtml } from '../../../shared/contract/dossier.ts';
import { gatherDossier } from '../../../shared/contract/dossier-material.ts';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { openFileSink } from '../../transport/save-file.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { SwitchField } from '../../ui/switch-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useDestinationName } from '../referral/index.ts';
import css from './dossier-dialog.module.css';
import { useLedgerClient } from './ledger-client.ts';
import { useEntryWords } from './use-entry-words.ts';

/** Asks what a dossier of a case is to hold, and saves it as a file that stands alone. */
export function DossierDialog({ id, onClose }: { id: CaseId; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const client = useLedgerClient();
  const entryWords = useEntryWords();
  const destination = useDestinationName();
  const [withNarratives, setWithNarratives] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = async () => {
    const sink = await openFileSink(savedFileName('dossier', id));
    if (sink === null) return;
    setBusy(true);
    setFailure(null);
    try {
      const madeAt = new Date().toISOString();
      const material = await gatherDossier(client, id, { withNarratives, madeAt });
      // A dossier is read by others than the person who makes it: its words are never reduced.
      const full = i18n.getFixedT(i18n.language, 'translation') as unknown as (
        key: string,
        values?: object,
      ) => string;
      const html = dossierHtml(material, {
        language: i18n.language,
        text: (key, values) => full(key, values),
        dateTime: format.dateTime,
        country: format.country,
        destination,
        sentence: entryWords.sentence,
      });
      await sink.write(html);
      await sink.close();
      onClose();
    } catch (error) {
      await sink.abort();
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('dossier.title')} isOpen onClose={onClose}>
      <div className={css.form}>
        <p>{t('dossier.text')}</p>
        <SwitchField isSelected={withNarratives} onChange={setWithNarratives}>
          {t('dossier.askNarratives')}
        </SwitchField>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.actions}>
          <Button onPress={onClose}>{t('common.close')}</Button>
          <Button look="primary" isDisabled={busy} onPress={() => void save()}>
            {t('dossier.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
