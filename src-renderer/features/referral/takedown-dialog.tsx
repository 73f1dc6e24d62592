import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import { CountryCode } from '../../../shared/domain/country.ts';
import { TakedownSource, TakedownStatus } from '../../../shared/domain/takedown.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ComboField } from '../../ui/combo-field.tsx';
import { countryChoices } from '../../ui/country-choices.ts';
import { DateTimeField } from '../../ui/date-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { localMinute } from '../../ui/local-minute.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useDestinationName } from './destination-name.ts';
import css from './outbox-screen.module.css';
import { useOutbox, useOutboxStore } from './outbox-store.ts';

const SOURCES = TakedownSource.options;

/** Records a step that a person learnt of by phone, letter or in a meeting. */
export function TakedownDialog(props: { referrals: readonly ReferralSummary[]; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const store = useOutboxStore();
  const failure = useOutbox((state) => state.failure);
  const destinationName = useDestinationName();
  const choices = props.referrals.filter(
    ({ state }) => state !== 'refused' && state !== 'withdrawn' && state !== 'void',
  );
  const [about, setAbout] = useState(choices.at(-1)?.id ?? null);
  const [status, setStatus] = useState<TakedownStatus | null>(null);
  const [source, setSource] = useState<TakedownSource | null>(null);
  const [at, setAt] = useState(() => localMinute(new Date()));
  const [country, setCountry] = useState<string | null>(null);
  const [untaken, setUntaken] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const atMs = Date.parse(at);
  const to = CountryCode.safeParse(country);
  const missesCountry = status === 'moved' && !to.success;
  const referral = choices.find(({ id }) => id === about);
  const isReady =
    referral?.case != null && status !== null && source !== null && !Number.isNaN(atMs) && !missesCountry;
  const save = async () => {
    if (referral?.case == null || status === null || source === null || !isReady) return;
    setBusy(true);
    const stated = await store.getState().stateTakedown({
      case: referral.case,
      referral: referral.id,
      event: {
        ...{ status, at: new Date(atMs).toISOString() },
        ...(status === 'moved' && to.success ? { country: to.data } : {}),
      },
      ...{ source, note: note.trim() },
    });
    setBusy(false);
    if (stated) props.onClose();
  };
  return (
    <Dialog title={t('takedown.add')} isOpen onClose={props.onClose}>
      <div className={css.dialog}>
        {choices.length > 1 && (
          <SelectField
            label={t('takedown.about')}
            choices={choices.map(({ id, destination, queuedAt }) => ({
              id,
              label: `${destinationName(destination)} · ${format.dateTime(queuedAt)}`,
            }))}
            value={about}
            onChange={setAbout}
          />
        )}
        <SelectField
          label={t('takedown.status')}
          placeholder={t('common.choose')}
          choices={TakedownStatus.options.map((id) => ({ id, label: t(`enum.takedown.${id}`) }))}
          value={status}
          onChange={setStatus}
        />
        {status === 'moved' && (
          <>
            <ComboField
              label={t('takedown.movedTo')}
              choices={countryChoices(i18n.language)}
              value={country}
              onChange={setCountry}
              untaken={untaken}
              onUntaken={setUntaken}
            />
            <p>{t('takedown.movedHint')}</p>
          </>
        )}
        <SelectField
          label={t('takedown.source')}
          placeholder={t('common.choose')}
          choices={SOURCES.map((id) => ({ id, label: t(`enum.takedownSource.${id}`) }))}
          value={source}
          onChange={setSource}
        />
        <DateTimeField label={t('takedown.at')} value={at} onChange={setAt} />
        <TextField
          label={t('takedown.note')}
          rows={2}
          value={note}
          onChange={setNote}
          hint={t('takedown.noteHint')}
        />
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.actions}>
          <Button onPress={props.onClose}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={!isReady || busy} onPress={() => void save()}>
            {t('takedown.record')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
