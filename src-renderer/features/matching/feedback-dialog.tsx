import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeedbackFile, FeedbackResult } from '../../../shared/contract/case-match.ts';
import type { HashList } from '../../../shared/contract/lists.contract.ts';
import type { OfferedReason } from '../../../shared/domain/feedback-reason.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { SwitchField } from '../../ui/switch-field.tsx';
import { openFileSink } from '../audit/index.ts';
import css from './feedback.module.css';
import { emptyReason, type ReasonForm, readReasons } from './feedback-form.ts';
import { useMatches, useMatchesStore } from './matches-store.ts';
import { OfferedReasons } from './offered-reasons.tsx';
import { TypedReasons } from './typed-reasons.tsx';

/** Makes files of the matches rejected here, for the list's owner. Nothing is sent. */
export function FeedbackDialog({ list, onClose }: { list: HashList; onClose: () => void }) {
  const { t } = useTranslation();
  const store = useMatchesStore();
  const failure = useMatches((state) => state.failure);
  const [offered, setOffered] = useState<readonly OfferedReason[] | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [rows, setRows] = useState<readonly ReasonForm[]>([]);
  const [affirm, setAffirm] = useState(false);
  const [tried, setTried] = useState(false);
  const [result, setResult] = useState<FeedbackResult | null>(null);
  const load = useCallback(async () => {
    const reasons = await store.getState().offeredReasons(list.id);
    setOffered(reasons);
    // Where the owner offers no reasons, one is typed.
    setRows((now) => (now.length > 0 || reasons.length > 0 ? now : [emptyReason()]));
  }, [store, list.id]);
  useEffect(() => {
    void load();
  }, [load]);
  if (offered === null) return null;
  const read = readReasons(rows, offered, chosen);
  const wrong = tried && 'wrong' in read ? read.wrong : new Set<string>();
  const make = async () => {
    setTried(true);
    if ('reasons' in read) setResult(await store.getState().feedback(list.id, read.reasons, affirm));
  };
  const keep = async (files: readonly File[]) => {
    for (const file of files) if (!(await store.getState().keepReasons(list.id, file))) break;
    setRows((now) => now.filter(({ name, guid }) => name !== '' || guid !== ''));
    await load();
  };
  return (
    <Dialog width="l" title={t('lists.feedback.title', { name: list.name })} isOpen onClose={onClose}>
      <div className={css.dialog}>
        {result === null ? (
          <>
            <p>{t('lists.feedback.text')}</p>
            <OfferedReasons
              offered={offered}
              chosen={chosen}
              isNeeded={wrong.has('none')}
              onChoose={setChosen}
              onFiles={(files) => void keep(files)}
            />
            <TypedReasons rows={rows} least={offered.length > 0 ? 0 : 1} wrong={wrong} onChange={setRows} />
            <SwitchField isSelected={affirm} onChange={setAffirm}>
              {t('lists.feedback.affirm')}
            </SwitchField>
            {failure !== null && failure.case === null && (
              <Banner tone="danger">
                {failure.failure.code === 'REFUSED'
                  ? t('lists.feedback.badFile')
                  : failureText(t, failure.failure)}
              </Banner>
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

/** The files, to save one by one or all after each other, each with the address it belongs to. */
function Files({ result }: { result: FeedbackResult }) {
  const { t } = useTranslation();
  const [saved, setSaved] = useState<ReadonlySet<string>>(new Set());
  const save = async (file: FeedbackFile) => {
    const sink = await openFileSink(file.name);
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
        {result.unexplained > 0 && ` ${t('lists.feedback.unexplained', { n: result.unexplained })}`}
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
