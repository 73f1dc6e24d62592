import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Intensity } from '../../../shared/domain/intensity.ts';
import { refusalsIn } from '../../transport/failure.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ComboField } from '../../ui/combo-field.tsx';
import { countryChoices } from '../../ui/country-choices.ts';
import { DateTimeField } from '../../ui/date-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Segments } from '../../ui/segments.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { detailText } from './detail-text.ts';
import css from './import-screen.module.css';
import { useIntake, useIntakeStore } from './intake-store.ts';
import {
  asTyped,
  readReport,
  type TypedField,
  type TypedRefusal,
  type TypedReport,
} from './manual-report-input.ts';
import { PastePart } from './paste-part.tsx';
import { NOTHING_PASTED, type Pasted, withPasted } from './pasted.ts';

const localNow = (): string =>
  new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

const empty = (): TypedReport => ({
  channel: 'phone',
  receivedAt: localNow(),
  reference: '',
  urls: '',
  hashes: '',
  country: null,
  untakenCountry: null,
  narrative: '',
  intensity: null,
});

/** The form for a report by phone, e-mail or post. */
export function ManualReport({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const store = useIntakeStore();
  const failure = useIntake((state) => state.failure);
  const [typed, setTyped] = useState(empty);
  const [checked, setChecked] = useState(false);
  const [done, setDone] = useState<{ fresh: number; joined: number; reopened: number } | null>(null);
  const [pasted, setPasted] = useState<Pasted>(NOTHING_PASTED);
  const first = useRef<HTMLTextAreaElement>(null);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<TypedReport>) => {
    setTyped((before) => ({ ...before, ...change }));
    setDone(null);
  };
  useEffect(() => () => store.getState().forgetKnown(), [store]);
  const fill = () => {
    set(withPasted(typed, pasted));
    setPasted(NOTHING_PASTED);
    // The focus goes to the fields that were filled: what follows is the rest of the form.
    first.current?.focus();
  };
  const read = readReport(typed, Date.now());
  const problem = checked && 'problem' in read ? read.problem : null;
  const badHash = checked && 'line' in read ? read.line : null;
  const refusals =
    checked && 'refusals' in read ? read.refusals : failure ? asTyped(refusalsIn(failure), typed) : [];
  const submit = async () => {
    setChecked(true);
    if (!('report' in read)) return;
    setBusy(true);
    const taken = await store.getState().report(read.report);
    setBusy(false);
    if (taken === null) return;
    setTyped(empty());
    setPasted(NOTHING_PASTED);
    store.getState().forgetKnown();
    setChecked(false);
    setDone(taken);
    // The focus returns to the first field for the next report.
    first.current?.focus();
  };
  // While a pasted text waits for its finds to be used, the key uses them; then it takes the report in.
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (pasted.found !== null) fill();
    else if (!busy) void submit();
  };
  return (
    <Dialog title={t('intake.manual.title')} isOpen onClose={onClose} width="l">
      <div className={css.form} onKeyDownCapture={onKey}>
        <PastePart pasted={pasted} onChange={setPasted} onFill={fill} />
        <TextField
          label={t('intake.manual.urls')}
          areaRef={first}
          rows={3}
          mono
          value={typed.urls}
          onChange={(urls) => set({ urls })}
          hint={t('intake.manual.urlsHint')}
          error={problem === 'nothing' ? t('intake.manual.nothing') : null}
        />
        <TextField
          label={t('intake.manual.hashes')}
          rows={2}
          mono
          value={typed.hashes}
          onChange={(hashes) => set({ hashes })}
          hint={t('intake.manual.hashesHint')}
          error={badHash === null ? null : t('intake.manual.badHash', { line: badHash })}
        />
        <TextField
          label={t('intake.manual.narrative')}
          rows={3}
          value={typed.narrative}
          onChange={(narrative) => set({ narrative })}
        />
        {typed.narrative.trim() !== '' && (
          <Segments
            label={t('intake.manual.intensity')}
            segments={[
              { id: 'unsaid', label: t('intake.manual.intensityUnsaid') },
              ...Intensity.options.map((id) => ({ id, label: t(`wellbeing.intensity.${id}`) })),
            ]}
            value={typed.intensity ?? 'unsaid'}
            onChange={(chosen) => set({ intensity: chosen === 'unsaid' ? null : chosen })}
          />
        )}
        <div className={css.two}>
          <Segments
            label={t('intake.manual.channel')}
            segments={[
              { id: 'phone', label: t('enum.channel.phone') },
              { id: 'email', label: t('enum.channel.email') },
              { id: 'post', label: t('enum.channel.post') },
            ]}
            value={typed.channel}
            onChange={(channel) => set({ channel })}
          />
          <DateTimeField
            label={t('intake.manual.received')}
            value={typed.receivedAt}
            onChange={(receivedAt) => set({ receivedAt })}
            hint={t('intake.manual.receivedHint')}
            error={
              problem === 'bad-date' || problem === 'later-date'
                ? t(problem === 'bad-date' ? 'intake.manual.badDate' : 'intake.manual.laterDate')
                : null
            }
          />
        </div>
        <div className={css.two}>
          <ComboField
            label={t('intake.manual.hosting')}
            choices={countryChoices(i18n.language)}
            value={typed.country}
            placeholder={t('common.unknown')}
            onChange={(country) => set({ country, untakenCountry: null })}
            untaken={typed.untakenCountry}
            onUntaken={(untakenCountry) => set({ untakenCountry })}
          />
          <TextField
            label={t('intake.manual.reference')}
            value={typed.reference}
            onChange={(reference) => set({ reference })}
          />
        </div>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        {refusals.length > 0 && <TypedRefusals refusals={refusals} />}
        <div className={css.actions}>
          <p className={css.news} role="status">
            {done && t('intake.manual.done', { ...done })}
            {done && done.reopened > 0 && ` ${t('intake.manual.reopened', { count: done.reopened })}`}
          </p>
          <Button onPress={onClose}>{t('common.close')}</Button>
          <Button look="primary" keys="Ctrl Enter" isDisabled={busy} onPress={() => void submit()}>
            {t('intake.manual.submit')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** What the form refused, by the names of its fields and the lines in them. */
function TypedRefusals({ refusals }: { refusals: readonly TypedRefusal[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = (field: TypedField): string =>
    field === 'receivedAt' ? t('intake.manual.received') : t(`intake.manual.${field}`);
  return (
    <div>
      <h3>{t('intake.refusals.title')}</h3>
      <ul className={css.typedRefusals}>
        {refusals.map(({ field, row, reason, detail }) => (
          <li key={`${field} ${row} ${reason}`}>
            {field !== null && <b>{nameOf(field)}</b>}
            {row !== null && <span>{t('intake.manual.line', { line: row })}</span>}
            <span>{t(`enum.refusal.${reason}`)}</span>
            <span>{detailText(t, format, detail)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
