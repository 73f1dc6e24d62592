import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeedbackFile, FeedbackResult } from '../../../shared/contract/case-match.ts';
import type { HashList } from '../../../shared/contract/lists.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { SwitchField } from '../../ui/switch-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { openTextSink } from '../audit/index.ts';
import { emptyReason, type ReasonForm, readReasons } from './feedback-form.ts';
import css from './lists.module.css';
import { useMatches, useMatchesStore } from './matches-context.ts';

/** What was rejected here, as files for the list's owner. Nothing is sent. */
export function FeedbackDialog({ list, onClose }: { list: HashList; onClose: () => void }) {
  const { t } = useTranslation();
  const store = useMatchesStore();
  const failure = useMatches((state) => state.failure);
  const [rows, setRows] = useState<readonly ReasonForm[]>([emptyReason()]);
  const [affirm, setAffirm] = useState(false);
  const [tried, setTried] = useState(false);
  const [result, setResult] = useState<FeedbackResult | null>(null);
  const read = readReasons(rows);
  const make = async () => {
    setTried(true);
    if ('reasons' in read) setResult(await store.getState().feedback(list.id, read.reasons, affirm));
  };
  const change = (at: number, part: Partial<ReasonForm>) =>
    setRows(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  return (
    <Dialog width="l" title={t('lists.feedback.title', { name: list.name })} isOpen onClose={onClose}>
      <div className={css.dialog}>
        {result === null ? (
          <>
            <p>{t('lists.feedback.text')}</p>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added at the end or taken from it
              <div key={at} className={css.pair}>
                <TextField
                  label={t('lists.feedback.reason')}
                  value={row.name}
                  error={tried && 'wrong' in read && read.wrong.has(`${at} name`) ? t('lists.needed') : null}
                  onChange={(name) => change(at, { name })}
                />
                <TextField
                  mono
                  label={t('lists.feedback.guid')}
                  placeholder="00000000-0000-0000-0000-000000000000"
                  value={row.guid}
                  error={
                    tried && 'wrong' in read && read.wrong.has(`${at} guid`) ? t('lists.doesNotFit') : null
                  }
                  onChange={(guid) => change(at, { guid })}
                />
              </div>
            ))}
            <div className={css.rowActs}>
              <Button size="s" onPress={() => setRows([...rows, emptyReason()])}>
                {t('lists.feedback.more')}
              </Button>
              {rows.length > 1 && (
                <Button size="s" look="quiet" onPress={() => setRows(rows.slice(0, -1))}>
                  {t('lists.feedback.fewer')}
                </Button>
              )}
            </div>
            <SwitchField isSelected={affirm} onChange={setAffirm}>
              {t('lists.feedback.affirm')}
            </SwitchField>
            {failure !== null && failure.case === null && (
              <Banner tone="danger">{failureText(t, failure.failure)}</Banner>
            )}
          </>
        ) : (
          <Files result={result} />
        )}
        <div className={css.dialogActs}>
          <Button onPress={onClose}>{t(result === null ? 'common.cancel' : 'common.close')}</Button>
          {result === null && (
            <Button look="primary" onPress={() => void make()}>
              {t('lists.feedback.make')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** The files, to save one by one or all after each other; where each is to be put stands beside it. */
function Files({ result }: { result: FeedbackResult }) {
  const { t } = useTranslation();
  const [saved, setSaved] = useState<ReadonlySet<string>>(new Set());
  const save = async (file: FeedbackFile) => {
    const sink = await openTextSink(file.name);
    if (sink === null) return;
    await sink.write(file.xml);
    await sink.close();
    setSaved((before) => new Set([...before, file.name]));
  };
  const saveAll = async () => {
    for (const file of result.files) await save(file);
  };
  return (
    <>
      <p>
        {t('lists.feedback.done', { count: result.files.length })}
        {result.skipped > 0 && ` ${t('lists.feedback.skipped', { n: result.skipped })}`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={css.conflicts} tabIndex={0} aria-label={t('lists.feedback.files')}>
        <ul>
          {result.files.map((file) => (
            <li key={file.name}>
              <Button size="s" icon={saved.has(file.name) ? 'check' : 'file'} onPress={() => void save(file)}>
                {file.name}
              </Button>
              <code>{file.path}</code>
            </li>
          ))}
        </ul>
      </section>
      <div className={css.rowActs}>
        <Button size="s" onPress={() => void saveAll()}>
          {t('lists.feedback.saveAll')}
        </Button>
      </div>
    </>
  );
}
