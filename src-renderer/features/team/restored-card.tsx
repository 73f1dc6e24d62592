import { type FormEvent, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { RejoinStep, TeamStatus } from '../../../shared/contract/team.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './team.module.css';
import { useTeam, useTeamStore } from './team-store.ts';

/** The file is a few kilobytes; what is larger is none, and is not read. */
const MOST_BYTES = 1_000_000;

/** Says what a restored vault is now, and brings it back with a supervisor's file and code. */
export function RestoredCard({ restored }: { restored: NonNullable<TeamStatus['restored']> }) {
  const { t } = useTranslation();
  const ids = [
    [t('seats.restored.now'), restored.device],
    [t('seats.restored.former'), restored.replaces],
  ] as const;
  return (
    <Card title={t('seats.restored.title')}>
      <div className={css.lines}>
        <Banner tone="warn">{t('seats.restored.text')}</Banner>
        <p className={css.about}>{t('seats.restored.ids')}</p>
        <div className={css.back}>
          {ids.map(([what, id]) => (
            <div className={css.step} key={id}>
              <span className={css.soft}>{what}</span>
              <div className={css.code}>
                <code>{id}</code>
                <CopyButton text={id} what={what} />
              </div>
            </div>
          ))}
        </div>
        <p className={css.about}>{t('seats.restored.then')}</p>
        <RejoinForm />
      </div>
    </Card>
  );
}

function RejoinForm() {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useTeamStore();
  const rejoining = useTeam((state) => state.rejoining);
  const busy = useTeam((state) => state.busy !== null);
  const [file, setFile] = useState<File | null>(null);
  const [code, setCode] = useState('');
  const isTooLarge = file !== null && file.size > MOST_BYTES;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (file === null || isTooLarge || code.trim() === '') return;
    await store.getState().rejoin(await file.text(), code.trim());
  };
  if (rejoining !== null && rejoining.state !== 'rejoined')
    return (
      <div className={css.step}>
        <p role="status">{t(`seats.restored.${rejoining.state}`)}</p>
        <Button onPress={() => store.getState().cancelRejoining()}>{t('common.cancel')}</Button>
      </div>
    );
  return (
    <form className={css.back} onSubmit={(event) => void submit(event)} noValidate>
      <FileTrigger acceptedFileTypes={['.json']} onSelect={(files) => setFile(files?.[0] ?? null)}>
        <Button icon="file">{t('seats.restored.choose')}</Button>
      </FileTrigger>
      <p className={css.soft} role="status">
        {file !== null && t('seats.restored.chosen', { name: file.name, size: format.bytes(file.size) })}
      </p>
      {isTooLarge && <Banner tone="danger">{t('seats.join.unreadable')}</Banner>}
      <TextField label={t('seats.restored.code')} value={code} onChange={setCode} autoComplete="off" mono />
      <Button
        type="submit"
        look="primary"
        isDisabled={busy || file === null || isTooLarge || code.trim() === ''}
      >
        {t('seats.restored.submit')}
      </Button>
    </form>
  );
}

/** Says what came of it, once the vault is a seat again. */
export function RejoinedBanner({ step }: { step: Extract<RejoinStep, { state: 'rejoined' }> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { carried, own, withoutEffect } = step;
  return (
    <Banner tone={withoutEffect > 0 ? 'warn' : 'good'}>
      <b>{t('seats.restored.done')}</b>{' '}
      {t('seats.restored.counts', { carried: format.number(carried), own: format.number(own) })}
      {withoutEffect > 0 &&
        ` ${t('seats.restored.idle', { count: withoutEffect, n: format.number(withoutEffect) })}`}
    </Banner>
  );
}
