import type { TFunction } from 'i18next';
import { type FormEvent, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../transport/failure.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { JobLine } from '../../ui/job-card.tsx';
import { Progress } from '../../ui/progress.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './gate.module.css';
import { useVault, useVaultStore } from './vault-context.tsx';
import type { Joining } from './vault-state.ts';

/** An invitation is a few kilobytes; what is larger is none, and is not read. */
const MOST_BYTES = 1_000_000;

/** Asks for the invitation's file and code, and shows how far joining is. */
export function JoinForm({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useVaultStore();
  const joining = useVault((state) => state.joining);
  const failure = useVault((state) => state.failure);
  const [file, setFile] = useState<File | null>(null);
  const [code, setCode] = useState('');
  const [checked, setChecked] = useState(false);
  const [cancelled, setCancelled] = useState(false);
  const isTooLarge = file !== null && file.size > MOST_BYTES;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    setCancelled(false);
    if (file === null || isTooLarge || code.trim() === '') return;
    await store.getState().join(await file.text(), code.trim());
  };
  if (joining !== null)
    return (
      <section className={css.panel} aria-label={t('seats.join.title')}>
        <h1 className={css.heading}>{t('seats.join.title')}</h1>
        <JoiningSteps joining={joining} />
        <div className={css.actions}>
          <Button
            onPress={() => {
              setCancelled(true);
              store.getState().cancelJoining();
            }}
          >
            {t('common.cancel')}
          </Button>
        </div>
      </section>
    );
  return (
    <form className={css.panel} onSubmit={(event) => void submit(event)} noValidate>
      <div>
        <h1 className={css.heading}>{t('seats.join.title')}</h1>
        <p className={css.soft}>{t('seats.join.text')}</p>
      </div>
      {cancelled && <Banner tone="neutral">{t('seats.join.cancelled')}</Banner>}
      <div className={css.file}>
        <FileTrigger
          acceptedFileTypes={['.json']}
          onSelect={(files) => {
            setFile(files?.[0] ?? null);
            store.getState().forgetFailure();
          }}
        >
          <Button icon="file" autoFocus>
            {t('seats.join.choose')}
          </Button>
        </FileTrigger>
        <p className={css.soft} role="status">
          {file !== null && t('seats.join.chosen', { name: file.name, size: format.bytes(file.size) })}
        </p>
        {checked && file === null && <Banner tone="danger">{t('seats.join.missingFile')}</Banner>}
        {isTooLarge && <Banner tone="danger">{t('seats.join.unreadable')}</Banner>}
      </div>
      <TextField
        label={t('seats.join.code')}
        value={code}
        onChange={setCode}
        error={checked && code.trim() === '' ? t('vault.create.missing') : null}
        autoComplete="off"
        mono
        reserveLine
      />
      {failure && <Banner tone="danger">{joinProblem(t, failure)}</Banner>}
      <div className={css.actions}>
        <Button onPress={onBack}>{t('seats.join.back')}</Button>
        <Button type="submit" look="primary">
          {t('seats.join.submit')}
        </Button>
      </div>
    </form>
  );
}

/** At the door there are no cases that could go on. */
const joinProblem = (t: TFunction, failure: Failure): string =>
  failure.code === 'CONFLICT' && failure.data.reason === 'needs-contact'
    ? t('seats.join.noContact')
    : failureText(t, failure);

function JoiningSteps({ joining }: { joining: Joining }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (joining.step !== 'reading')
    return (
      <div className={css.form}>
        <Progress label={t('seats.join.title')} value={null} max={1} />
        <p role="status">{t(`seats.join.${joining.step}`)}</p>
      </div>
    );
  const { entries, of, entriesPerSecond, remainingMs } = joining;
  return (
    <div className={css.form}>
      <p role="status">{t('seats.join.reading')}</p>
      <Progress label={t('seats.join.reading')} value={entries} max={of} />
      <JobLine>
        <span>{format.percent(entries, Math.max(1, of))}</span>
        <span>{t('seats.join.entries', { done: format.number(entries), of: format.number(of) })}</span>
        {entriesPerSecond > 0 && <span>{t('seats.join.rate', { n: format.number(entriesPerSecond) })}</span>}
        {remainingMs !== null && (
          <span>{t('intake.remaining', { duration: format.duration(remainingMs) })}</span>
        )}
      </JobLine>
    </div>
  );
}
