import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { gatherPublication } from '../../../shared/contract/publication-material.ts';
import { type SavedFileName, savedFileName } from '../../../shared/contract/saved-file.ts';
import { readPeriod } from '../../../shared/domain/figures/period.ts';
import { PublicationKind } from '../../../shared/domain/publications/publication.ts';
import { publicationCsv } from '../../../shared/domain/publications/publication-csv.ts';
import { publicationHtml } from '../../../shared/domain/publications/publication-html.ts';
import { emptyTexts } from '../../../shared/domain/publications/publication-texts.ts';
import { publicationWords } from '../../../shared/domain/publications/publication-words.ts';
import { isLanguage, LANGUAGES, type Language, locales } from '../../../shared/locales/locales.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { openFileSink } from '../../transport/save-file.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLedgerClient } from '../audit/index.ts';
import css from './publication-dialog.module.css';
import { csvName, isLimit, readTexts, reportName, usualPeriod } from './publication-form.ts';

/** Asks what a report on the figures is to be, and saves it as a file that stands alone. */
export function PublicationDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const client = useLedgerClient();
  const [kind, setKind] = useState<PublicationKind>('national');
  const [periodText, setPeriodText] = useState(() => usualPeriod('national', new Date()));
  const [language, setLanguage] = useState<Language>(isLanguage(i18n.language) ? i18n.language : 'en');
  const [limit, setLimit] = useState<number | null>(null);
  const [texts, setTexts] = useState<ReturnType<typeof readTexts> | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const period = readPeriod(periodText.trim());
  const isReady = period !== null && isLimit(limit) && !(texts !== null && 'wrong' in texts) && !busy;

  /** Saves what `content` gives; a file that was begun is given up where that fails. */
  const save = async (name: SavedFileName, content: () => Promise<string> | string): Promise<boolean> => {
    const sink = await openFileSink(name);
    if (sink === null) return false;
    setBusy(true);
    setFailure(null);
    try {
      await sink.write(await content());
      await sink.close();
      return true;
    } catch (error) {
      await sink.abort();
      setFailure(failureOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const publish = async (
    nameOf: typeof reportName,
    write: typeof publicationHtml | typeof publicationCsv,
  ): Promise<boolean> => {
    if (period === null || (texts !== null && 'wrong' in texts)) return false;
    return save(nameOf(kind, period, language), async () => {
      const own = {
        ...{ texts: texts ?? emptyTexts(), suppressBelow: limit },
        madeAt: new Date().toISOString(),
      };
      const material = await gatherPublication(client, period, own);
      return write(kind, material, publicationWords(language, locales[language]));
    });
  };
  const said =
    texts === null
      ? t('publication.dialog.noTexts')
      : 'wrong' in texts
        ? t('publication.dialog.textsWrong', { where: texts.wrong })
        : t('publication.dialog.chosen', { n: texts.version });
  return (
    <Dialog title={t('publication.dialog.title')} isOpen onClose={onClose}>
      <div className={css.form}>
        <p>{t('publication.dialog.text')}</p>
        <SelectField
          label={t('publication.dialog.kind')}
          choices={PublicationKind.options.map((id) => ({ id, label: t(`publication.dialog.kinds.${id}`) }))}
          value={kind}
          onChange={(chosen) => {
            setKind(chosen);
            setPeriodText(usualPeriod(chosen, new Date()));
          }}
        />
        <TextField
          label={t('publication.dialog.period')}
          hint={t('publication.dialog.periodHint')}
          value={periodText}
          onChange={setPeriodText}
          error={period === null ? t('publication.dialog.periodWrong') : null}
        />
        <SelectField
          label={t('publication.dialog.language')}
          choices={LANGUAGES.map((id) => ({ id, label: locales[id].language }))}
          value={language}
          onChange={setLanguage}
        />
        <NumberField
          label={t('publication.dialog.limit')}
          hint={t('publication.dialog.limitHint')}
          value={limit}
          onChange={setLimit}
          optional
          error={isLimit(limit) ? null : t('publication.dialog.limitWrong')}
        />
        <div className={css.texts}>
          <FileTrigger
            acceptedFileTypes={['application/json', '.json']}
            onSelect={(files) => void files?.[0]?.text().then((file) => setTexts(readTexts(file)))}
          >
            <Button icon="file">{t('publication.dialog.choose')}</Button>
          </FileTrigger>
          <span role="status">{said}</span>
        </div>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.actions}>
          <Button
            look="quiet"
            isDisabled={busy}
            onPress={() =>
              void save(savedFileName('texts', 'v1'), () => `${JSON.stringify(emptyTexts(), null, 2)}\n`)
            }
          >
            {t('publication.dialog.saveTexts')}
          </Button>
          <Button isDisabled={!isReady} onPress={() => void publish(csvName, publicationCsv)}>
            {t('publication.dialog.saveCsv')}
          </Button>
          <Button
            look="primary"
            isDisabled={!isReady}
            onPress={() => void publish(reportName, publicationHtml).then((done) => done && onClose())}
          >
            {t('publication.dialog.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
